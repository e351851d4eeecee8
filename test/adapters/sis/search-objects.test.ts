import { expect } from 'chai';
import type { Alert, ObjectAlert } from '../../../src/adapters/sis/domain/alert.js';
import { OBJECT_CATEGORIES, type AlertObject } from '../../../src/adapters/sis/domain/object-category.js';
import { TEST_ALERTS, testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  AlertCategory,
  AlertObject as WireObject,
  MatchKind,
  MatchMode,
  type SearchObjectsRequest,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import {
  byObject,
  contextOf,
  REGISTRATION_SCOPE,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
} from './simulated-sis.js';

/** An object of which nothing is known. */
const noObject = WireObject.fromPartial({});
delete noObject._unknownFields;

describe('searchObjects', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
  });
  after(() => sis.close());

  const ask = (fields: Partial<SearchObjectsRequest>, scope = scopeOf()) =>
    sis.adapter.operations.searchObjects.parse(byObject(fields)).ask(contextOf(scope));

  const references = async (fields: Partial<SearchObjectsRequest>, scope = scopeOf()) =>
    (await ask(fields, scope)).response.matches.map(({ alertReference }) => alertReference);

  it('finds a stolen vehicle by VIN or plate, however written', async () => {
    for (const fields of [
      { vin: 'ZZXTEST0000000001' },
      { vin: 'zzx test 000-0000001' },
      { plate: 'TT-001-ST' },
      { plate: 'tt.001 st', plateState: 'XA' },
      { vin: 'ZZXTEST0000000001', plate: 'TT001ST' },
    ]) {
      const answer = await ask(fields);
      expect(answer.status).to.equal('HIT');
      expect(answer.response.matches).to.have.length(1);
      expect(answer.response.matches[0]).to.deep.include({
        alertReference: TEST_ALERTS.stolenVehicle,
        category: AlertCategory.OBJ,
        action: 'Seize under national law and contact the issuing state',
        handling: undefined,
        object: {
          ...noObject,
          objectCategory: 'a',
          vin: 'ZZXTEST0000000001',
          plate: 'TT-001-ST',
          plateState: 'XA',
          description: 'Bergmann 200',
        },
      });
      expect(answer.response.matches[0]!.match).to.deep.include({ kind: MatchKind.EXACT, score: 1 });
      expect(answer.disclosures).to.deep.equal([
        {
          reference: TEST_ALERTS.stolenVehicle,
          category: 'OBJ:a',
          terms: [
            { field: 'vin', value: 'ZZXTEST0000000001' },
            { field: 'plate', value: 'TT001ST' },
          ],
        },
      ]);
    }
  });

  it('finds a stolen identity document with its status', async () => {
    const answer = await ask({ documentNumber: 'td 0000-017' });
    expect(answer.response.matches[0]!.object).to.deep.include({
      objectCategory: 'l',
      documentNumber: 'TD0000017',
      issuingCountry: 'XD',
      documentStatus: 'stolen',
    });
  });

  it('marks a vehicle under discreet check, and one that may be a clone', async () => {
    const checked = (await ask({ plate: 'TTT0002' })).response.matches[0]!;
    expect(checked.category).to.equal(AlertCategory.DSC);
    expect(checked.handling!.codes).to.deep.equal([HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT]);
    const cloned = (await ask({ vin: 'ZZXTEST0000000003' })).response.matches[0]!;
    expect(cloned.handling!.codes).to.deep.equal([HandlingCode.CONTACT_SIRENE]);
  });

  it('hides a vehicle under discreet check, and all but its own objects, from a registration service', async () => {
    expect(await references({ vin: 'ZZXTEST0000000001' }, REGISTRATION_SCOPE)).to.deep.equal([
      TEST_ALERTS.stolenVehicle,
    ]);
    expect(await references({ vin: 'ZZXTEST0000000002' }, REGISTRATION_SCOPE)).to.deep.equal([]);
    expect(await references({ documentNumber: 'TD0000017' }, REGISTRATION_SCOPE)).to.deep.equal([]);
  });

  it('shows a visa authority sought documents and nothing else', async () => {
    const visa = scopeOf('XA', ['OBJ', 'OBJ:k', 'OBJ:l']);
    expect(await references({ documentNumber: 'TD0000017' }, visa)).to.have.length(1);
    expect(await references({ vin: 'ZZXTEST0000000001' }, visa)).to.deep.equal([]);
  });

  it('needs the check, the letter and leave to see checked objects in the scope', async () => {
    const vin = 'ZZXTEST0000000002';
    expect(await references({ vin }, scopeOf('XA', ['DSC', 'OBJ-36', 'OBJ:a']))).to.have.length(1);
    for (const categories of [
      ['DSC', 'OBJ-36'],
      ['OBJ-36', 'OBJ:a'],
      ['DSC', 'OBJ', 'OBJ:a'],
      ['OBJ', 'OBJ-36', 'OBJ:a'],
      ['DSC', 'OBJ-36', 'OBJ:b'],
      [],
    ]) {
      expect(await references({ vin }, scopeOf('XA', categories)), categories.join()).to.deep.equal([]);
    }
  });

  it('wants all identifiers to belong to one object', async () => {
    expect(await references({ vin: 'ZZXTEST0000000001', plate: 'TTT0002' })).to.deep.equal([]);
    expect(await references({ plate: 'TT-001-ST', plateState: 'XB' })).to.deep.equal([]);
    expect(await references({ vin: 'ZZXTEST0000000001', documentNumber: 'TD0000017' })).to.have.length(2);
  });

  describe('inexact', () => {
    const inexact = { matchMode: MatchMode.INEXACT };

    it('finds the beginning and the end of an identifier', async () => {
      for (const [fields, rule, other] of [
        [{ plate: 'TT-001' }, 'plate: begins with what was asked', 'vehicle identification number'],
        [{ plate: '001 ST' }, 'plate: ends with what was asked', 'vehicle identification number'],
        [{ vin: '000000001' }, 'vehicle identification number: ends with what was asked', 'plate'],
        [{ documentNumber: 'TD00000' }, 'number: begins with what was asked', ''],
      ] as const) {
        const answer = await ask({ ...fields, ...inexact });
        expect(answer.response.matches, rule).to.have.length(1);
        expect(answer.response.matches[0]!.match).to.deep.equal({
          kind: MatchKind.INEXACT,
          score: 0.9,
          rules: [rule, ...(other === '' ? [] : [`${other}: on record and not asked; compare it before you act`])],
        });
        expect(await references(fields), rule).to.deep.equal([]);
      }
    });

    it('finds a vehicle that bears another plate', async () => {
      const answer = await ask({ vin: 'ZZXTEST0000000001', plate: 'AB-123-CD', ...inexact });
      expect(answer.response.matches[0]!.match).to.deep.equal({
        kind: MatchKind.INEXACT,
        score: 0.8,
        rules: ['vehicle identification number: equal', 'plate: differs'],
      });
    });

    it('puts exact matches first, and counts what is too much', async () => {
      const answer = await ask({ vin: 'ZZXTEST', maxCandidates: 2, ...inexact });
      expect(answer.response.matches).to.have.length(2);
      expect(answer.response.truncated).to.equal(true);
      const all = await ask({ vin: 'ZZXTEST', ...inexact });
      expect(all.response.matches).to.have.length(3);
      expect(all.response.truncated).to.equal(false);
    });
  });

  it('does not find what is known nowhere', async () => {
    const answer = await ask({ vin: 'ZZXTEST0000000009', plate: 'TT-009-TT' });
    expect(answer.status).to.equal('NO_HIT');
    expect(answer.response.matches).to.deep.equal([]);
  });

  describe('of every category', () => {
    const [frame] = testAlerts(TODAY).filter(({ subject }) => subject === 'object') as [ObjectAlert];
    /** One of each, and what an officer reads off it. */
    const things: readonly [AlertObject, Partial<SearchObjectsRequest>][] = [
      [{ letter: 'b', vin: 'WMEZZZ-451234567' }, { vin: 'wmezzz451234567' }],
      [{ letter: 'd', serial: 'EQ-100 200' }, { serialNumber: 'eq100200' }],
      [{ letter: 'e', hullNumber: 'XA-ABC12345D606', externalIdentifier: 'Möwe 7' }, { externalIdentifier: 'MÖWE-7' }],
      [{ letter: 'e', hullNumber: 'XA-ABC12345D607' }, { hullNumber: 'XAABC12345D607' }],
      [{ letter: 'g', containerNumber: 'CSQU3054383' }, { containerNumber: 'CSQU 305438-3' }],
      [{ letter: 'h', aircraftRegistration: 'XB-ABC' }, { aircraftRegistration: 'XBABC' }],
      [
        { letter: 'j', serial: 'FA998877', make: 'Brix', calibre: '9 mm' },
        { serialNumber: 'FA 998877', calibre: '9MM' },
      ],
      [
        { letter: 'k', number: 'BL0001000', numberTo: 'BL0001499', issuingCountry: 'XA' },
        { documentNumber: 'BL0001234' },
      ],
      [{ letter: 'm', number: 'C12345678' }, { documentNumber: 'C12345678' }],
      [
        { letter: 'n', serial: 'X00000001000', serialTo: 'X00000001999', currency: 'EUR' },
        { serialNumber: 'X00000001999' },
      ],
      [{ letter: 'o', imei: '490154203237518' }, { imei: '49-015420-323751-8' }],
      [{ letter: 'o', macAddress: '00:1B:44:11:3A:B7' }, { macAddress: '001b.4411.3ab7' }],
      [{ letter: 'p', serial: 'GEARBOX-77001' }, { serialNumber: 'GEARBOX77001' }],
      [{ letter: 'z', paymentNumber: '9999 1234 5678 9019' }, { paymentNumber: '9999123456789019' }],
    ];
    const referenceOf = (at: number) => `SIM-XC-0000000000000000000000TH${String(at).padStart(2, '0')}`;

    before(() =>
      sis.load([
        ...testAlerts(TODAY),
        ...things.map(([object], at): Alert => ({
          ...frame,
          category: object.letter === 'z' ? 'SPC' : 'OBJ',
          reference: referenceOf(at),
          issuingState: 'XC',
          object,
        })),
      ]),
    );
    after(() => sis.load(testAlerts(TODAY)));

    for (const [at, [object, fields]] of things.entries()) {
      it(`finds ${OBJECT_CATEGORIES[object.letter].name} by ${Object.keys(fields).join(' and ')}`, async () => {
        const answer = await ask(fields);
        expect(answer.response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([referenceOf(at)]);
        expect(answer.response.matches[0]!.match).to.deep.include({ kind: MatchKind.EXACT, score: 1 });
        expect(await references({ ...fields, objectCategories: ['a'] }).catch(() => [])).to.deep.equal([]);
        expect(await references(fields, scopeOf('XA', ['OBJ', 'OBJ:a', 'SPC', 'OBJ-36']))).to.deep.equal([]);
      });
    }

    it('says that a number lies within a range, and finds ranges that overlap the one asked for', async () => {
      const within = (await ask({ documentNumber: 'BL0001234' })).response.matches[0]!;
      expect(within.match!.rules).to.deep.equal(['number: within the range on record']);
      expect(within.object).to.deep.include({ documentNumber: 'BL0001000', documentNumberTo: 'BL0001499' });
      for (const number of ['BL0000999', 'BL0001500', 'BL00012340']) {
        expect(await references({ documentNumber: number }), number).to.deep.equal([]);
      }
      const overlapping = await ask({ documentNumber: 'BL0001400', documentNumberTo: 'BL0002000' });
      expect(overlapping.response.matches[0]!.match!.rules).to.deep.equal(['number: ranges have numbers in common']);
      expect(await references({ documentNumber: 'BL0001500', documentNumberTo: 'BL0002000' })).to.deep.equal([]);
    });

    it('is narrowed by what the record states otherwise, and by nothing else', async () => {
      const gun = { serialNumber: 'FA998877' };
      expect(await references({ ...gun, make: 'BRIX', model: 'any', objectCategories: ['j'] })).to.have.length(1);
      for (const other of [{ make: 'Colm' }, { calibre: '.45' }, { objectCategories: ['n', 'p'] }]) {
        expect(await references({ ...gun, ...other })).to.deep.equal([]);
      }
      expect(await references({ serialNumber: 'X00000001500', currency: 'SEK' })).to.deep.equal([]);
      expect(await references({ documentNumber: 'BL0001234', issuingCountry: 'XB' })).to.deep.equal([]);
    });

    it('takes characters for those they look like only when asked to, and says so', async () => {
      const misread = { containerNumber: 'C5QU3O54383' };
      expect(await references(misread)).to.deep.equal([]);
      const answer = await ask({ ...misread, matchMode: MatchMode.INEXACT });
      expect(answer.response.matches[0]!.match).to.deep.equal({
        kind: MatchKind.INEXACT,
        score: 0.9,
        rules: ['container number: equal but for characters that are easily confused'],
      });
    });
  });

  it('warns of what cannot be right, and searches all the same', async () => {
    const warnings = async (fields: Partial<SearchObjectsRequest>) =>
      (await ask(fields)).response.warnings.map(({ field, rule }) => `${field} ${rule}`);
    // A European number without a check digit; one with an O; valid ones of ISO 6346 and of North America.
    expect(await warnings({ vin: 'WVWZZZ1J13W386752' })).to.deep.equal(['vin check_digit']);
    expect(await warnings({ vin: '1M8GDM9AXKPO42788' })).to.deep.equal(['vin vin_letters']);
    expect(await warnings({ vin: '1M8GDM9AXKP042788', containerNumber: 'CSQU3054383' })).to.deep.equal([]);
    expect(
      await warnings({ containerNumber: 'CSQU3054384', imei: '490154203237517', paymentNumber: '9999123456789018' }),
    ).to.deep.equal(['container_number check_digit', 'imei check_digit', 'payment_number check_digit']);
    expect(await warnings({ serialNumber: 'AB12', matchMode: MatchMode.INEXACT })).to.deep.equal([
      'serial_number part_too_short',
    ]);
  });

  it('reminds whoever asked for the plate or the VIN alone of the other: plates are used again, VINs are copied', async () => {
    const rulesOf = async (fields: Partial<SearchObjectsRequest>) =>
      (await ask(fields)).response.matches[0]!.match!.rules;
    expect(await rulesOf({ plate: 'TT-001-ST' })).to.deep.equal([
      'plate: equal',
      'vehicle identification number: on record and not asked; compare it before you act',
    ]);
    expect(await rulesOf({ vin: 'ZZXTEST0000000001' })).to.deep.equal([
      'vehicle identification number: equal',
      'plate: on record and not asked; compare it before you act',
    ]);
    expect(await rulesOf({ vin: 'ZZXTEST0000000001', plate: 'TT-001-ST' })).to.deep.equal([
      'vehicle identification number: equal',
      'plate: equal',
    ]);
  });
});
