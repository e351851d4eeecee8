import { expect } from 'chai';
import { legalKey, naturalKey } from '../../../../../src/adapters/prum/vehicle/domain/party-key.js';
import type { VehicleKey } from '../../../../../src/adapters/prum/vehicle/domain/question.js';
import { neighbourhoodOf } from '../../../../../src/adapters/prum/vehicle/domain/suggest-numbers.js';
import { replaceRegistrations } from '../../../../../src/adapters/prum/vehicle/store/load-registrations.js';
import { readRegisterLaws } from '../../../../../src/adapters/prum/vehicle/store/register-laws.js';
import {
  openRegistrationStore,
  type RegistrationStore,
} from '../../../../../src/adapters/prum/vehicle/store/registration-store.js';
import { at, BERG, FIRM, holder, registration } from '../registrations.js';
import { openSimulatedVehicles, type SimulatedVehicles } from '../simulated.js';

const BEFORE = registration({
  reference: 'VEH-XB-1',
  number: 'ТТ-001 СА',
  untilMs: at('2020-01-01T00:00:00Z'),
  parties: [holder(BERG, '2015-01-01T00:00:00Z', '2020-01-01T00:00:00Z')],
});
const AFTER = registration({
  reference: 'VEH-XB-2',
  number: 'TT 001 CA',
  vin: '11111111111111111',
  fromMs: at('2020-01-01T00:00:00Z'),
  parties: [{ ...holder(FIRM, '2020-01-01T00:00:00Z'), role: 'owner' }],
});
const ABROAD = registration({ reference: 'VEH-XC-1', memberState: 'XC', number: 'TT-001-CA' });
const WITHHELD = registration({ reference: 'VEH-XB-3', number: 'TT 007', vin: '5GZCZ43D13S812715', withheld: true });
const OTHER_VIN = '1HGCM82633A004352';
const ENDED = [
  registration({
    reference: 'VEH-XB-4',
    number: 'LT 1',
    fromMs: at('2010-01-01T00:00:00Z'),
    untilMs: at('2011-01-01T00:00:00Z'),
    // Noted beyond the end of the registration.
    parties: [holder(BERG, '2010-01-01T00:00:00Z', '2013-01-01T00:00:00Z')],
  }),
  registration({
    reference: 'VEH-XB-5',
    number: 'LT 1',
    fromMs: at('2010-02-01T00:00:00Z'),
    untilMs: at('2012-01-01T00:00:00Z'),
    vin: OTHER_VIN,
  }),
  registration({ reference: 'VEH-XB-6', number: 'LT 1', fromMs: at('2029-01-01T00:00:00Z'), vin: OTHER_VIN }),
];
const SHARING = [
  registration({ reference: 'VEH-XB-7', number: 'SH 1', fromMs: at('2016-01-01T00:00:00Z'), vin: OTHER_VIN }),
  registration({ reference: 'VEH-XB-8', number: 'SH 1', vin: '1M8GDM9AXKP042788' }),
];
/** More than anybody lists, and one that is withheld. */
const FLEET = Array.from({ length: 1_004 }, (_, index) =>
  registration({
    reference: `VEH-XC-F${String(index).padStart(4, '0')}`,
    memberState: 'XC',
    number: `FL ${index}`,
    withheld: index === 500,
    parties: [{ ...holder(FIRM, '2015-01-01T00:00:00Z'), role: 'owner' }, holder(FIRM, '2015-01-01T00:00:00Z')],
  }),
);

const ALL = [BEFORE, AFTER, ABROAD, WITHHELD, ...ENDED, ...SHARING, ...FLEET];

describe('the store of vehicle registrations', () => {
  let held: SimulatedVehicles;
  let store: RegistrationStore;

  before(async () => {
    held = await openSimulatedVehicles(0);
    await held.owner.begin((tx) => replaceRegistrations(tx, ALL, () => undefined));
    store = openRegistrationStore(held.sql);
  });
  after(() => held.close());

  const found = async (key: VehicleKey, moment = '2024-01-01T00:00:00Z', state = 'XB') =>
    (await store.corresponding(state, key, at(moment), 20)).open.map(({ reference }) => reference);

  it('gives back what was loaded, with its history', async () => {
    const moment = at('2024-01-01T00:00:00Z');
    expect(await store.corresponding('XB', { kind: 'vin', vin: BEFORE.vin }, moment, 20)).to.deep.equal({
      openCount: 1,
      withholds: false,
      open: [JSON.parse(JSON.stringify(BEFORE))],
    });
  });

  it('finds a number by what it is compared by, in the state that is asked and in no other', async () => {
    const key = { kind: 'registration_number', number: 'TT001CA', vin: undefined } as const;
    expect(await found(key)).to.deep.equal(['VEH-XB-2']);
    expect(await found({ ...key, vin: AFTER.vin })).to.deep.equal(['VEH-XB-2']);
    expect(await found(key, undefined, 'XC')).to.deep.equal(['VEH-XC-1']);
    for (const part of ['TT001C', 'T001CA', '%', 'TT___CA', ''])
      expect(await found({ ...key, number: part })).to.deep.equal([]);
  });

  it('finds what has begun and not ended: the first moment belongs to a registration, its end does not', async () => {
    const key = { kind: 'registration_number', number: 'TT001CA', vin: undefined } as const;
    expect(await found(key, '2019-12-31T23:59:59.999Z')).to.deep.equal(['VEH-XB-1']);
    expect(await found(key, '2020-01-01T00:00:00.000Z')).to.deep.equal(['VEH-XB-2']);
    expect(await found(key, '2015-01-01T00:00:00.000Z')).to.deep.equal(['VEH-XB-1']);
    expect(await found(key, '2014-12-31T23:59:59.999Z')).to.deep.equal([]);
  });

  it('finds what ended last where nothing is valid any more, and what begins later never', async () => {
    const key = { kind: 'registration_number', number: 'LT1', vin: undefined } as const;
    expect(await found(key, '2024-01-01T00:00:00Z')).to.deep.equal(['VEH-XB-5']);
    expect(await found(key, '2010-01-15T00:00:00Z')).to.deep.equal(['VEH-XB-4']);
    expect(await found(key, '2009-01-01T00:00:00Z')).to.deep.equal([]);
    expect(await found(key, '2030-01-01T00:00:00Z')).to.deep.equal(['VEH-XB-6']);
  });

  it('finds all that are valid at the same time, the one that began first before others', async () => {
    const key = { kind: 'registration_number', number: 'SH1', vin: undefined } as const;
    expect(await found(key)).to.deep.equal(['VEH-XB-8', 'VEH-XB-7']);
  });

  it('says that there is something others may not know of, and not what', async () => {
    const key = { kind: 'vin', vin: WITHHELD.vin } as const;
    const nothing = { openCount: 0, withholds: true, open: [] };
    expect(await store.corresponding('XB', key, at('2024-01-01T00:00:00Z'), 20)).to.deep.equal(nothing);
  });

  it('counts all vehicles of a party, however few of them are listed', async () => {
    const { openCount, withholds, open } = await store.corresponding(
      'XC',
      { kind: 'party', party: legalKey('LEASE GO SA') },
      at('2024-01-01T00:00:00Z'),
      20,
    );
    expect([openCount, withholds, open.length]).to.deep.equal([1_003, true, 20]);
    expect(open[0]?.reference).to.equal('VEH-XC-F0000');
  });

  it('finds nobody’s vehicles that are not registered any more', async () => {
    const party = naturalKey('Van der Berg', 'Anna Lucja', '1980-02-29');
    expect(await found({ kind: 'party', party }, '2012-06-01T00:00:00Z')).to.deep.equal([]);
  });

  it('finds a vehicle by its identification number, and by nothing less', async () => {
    expect(await found({ kind: 'vin', vin: AFTER.vin })).to.deep.equal(['VEH-XB-2']);
    expect(await found({ kind: 'vin', vin: AFTER.vin.slice(0, 16) })).to.deep.equal([]);
  });

  it('finds a person by everything and at the time, to the second', async () => {
    const party = naturalKey('Van der Berg', 'Anna Lucja', '1980-02-29');
    expect(await found({ kind: 'party', party }, '2019-12-31T23:59:59Z')).to.deep.equal(['VEH-XB-1']);
    expect(await found({ kind: 'party', party }, '2020-01-01T00:00:00Z')).to.deep.equal([]);
    expect(await found({ kind: 'party', party }, '2014-12-31T23:59:59Z')).to.deep.equal([]);
    for (const other of [
      naturalKey('Berg', 'Anna Lucja', '1980-02-29'),
      naturalKey('Van der Berg', 'Anna', '1980-02-29'),
      naturalKey('Van der Berg', 'Anna Lucja', '1980-02-28'),
      legalKey('Van der Berg'),
    ])
      expect(await found({ kind: 'party', party: other }, '2019-01-01T00:00:00Z')).to.deep.equal([]);
  });

  it('finds a legal person by its whole name', async () => {
    expect(await found({ kind: 'party', party: legalKey('LEASE GO SA') })).to.deep.equal(['VEH-XB-2']);
    expect(await found({ kind: 'party', party: legalKey('LEASE GO') })).to.deep.equal([]);
    expect(await found({ kind: 'party', party: naturalKey('LEASE GO SA', '', '') })).to.deep.equal([]);
  });

  it('finds numbers like one, never those that are withheld', async () => {
    const near = async (key: string) =>
      (await store.near('XB', 'registration_number', neighbourhoodOf({ kind: 'registration_number', key }))).map(
        ({ number }) => number,
      );
    expect(await near('TTOO1CA')).to.have.members(['ТТ-001 СА', 'TT 001 CA']);
    expect(await near('TT008')).to.deep.equal([]);
    expect(await store.isRegistered('XB', { kind: 'registration_number', key: 'TT007' })).to.equal(false);
    expect(await store.isRegistered('XB', { kind: 'registration_number', key: 'TT001CA' })).to.equal(true);
    const vins = await store.near('XB', 'vin', neighbourhoodOf({ kind: 'vin', key: '1111111111111111L' }));
    expect(vins).to.deep.equal([{ reference: 'VEH-XB-2', number: AFTER.vin }]);
  });

  it('is read by a gateway and changed by nobody who asks', async () => {
    const refused = await held.sql`delete from prum.vehicle_registration`.catch((error: unknown) => String(error));
    expect(refused).to.match(/permission denied/);
  });

  it('does not take a registration that ends before it begins, or a vehicle identification number that is none', async () => {
    for (const bad of [
      registration({ untilMs: registration().fromMs }),
      registration({ vin: 'XPL7TOAB1RP000001' }),
      registration({ memberState: 'ZZ' }),
    ]) {
      const loading = held.owner.begin((tx) => replaceRegistrations(tx, [bad], () => undefined));
      expect(await loading.then(() => 'taken', String)).to.match(/violates (check|foreign key) constraint/);
    }
  });

  it('says what the law of each state lets others ask', async () => {
    const laws = await readRegisterLaws(held.sql);
    expect(laws.get('XD')).to.deep.equal({ keepsHistory: false, byParty: false, suggests: true, fails: false });
  });
});
