import { expect } from 'chai';
import { TEST_ALERTS } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  AlertCategory,
  AlertObject,
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
  type SimulatedSis,
} from './simulated-sis.js';

/** An object of which nothing is known. */
const noObject = AlertObject.fromPartial({});
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
});
