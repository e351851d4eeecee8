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

describe('the store of vehicle registrations', () => {
  let held: SimulatedVehicles;
  let store: RegistrationStore;

  before(async () => {
    held = await openSimulatedVehicles(0);
    await held.owner.begin((tx) => replaceRegistrations(tx, [BEFORE, AFTER, ABROAD, WITHHELD], () => undefined));
    store = openRegistrationStore(held.sql);
  });
  after(() => held.close());

  const found = async (key: VehicleKey, moment = '2024-01-01T00:00:00Z', state = 'XB') =>
    (await store.find(state, key, at(moment))).map(({ reference }) => reference);

  it('gives back what was loaded, with its history', async () => {
    expect(await store.find('XB', { kind: 'vin', vin: BEFORE.vin }, 0)).to.deep.equal([
      JSON.parse(JSON.stringify(BEFORE)),
    ]);
  });

  it('finds a number by what it is compared by, in the state that is asked and in no other', async () => {
    const key = { kind: 'registration_number', number: 'TT001CA', vin: undefined } as const;
    expect(await found(key)).to.deep.equal(['VEH-XB-1', 'VEH-XB-2']);
    expect(await found({ ...key, vin: AFTER.vin })).to.deep.equal(['VEH-XB-2']);
    expect(await found(key, undefined, 'XC')).to.deep.equal(['VEH-XC-1']);
    for (const part of ['TT001C', 'T001CA', '%', 'TT___CA', ''])
      expect(await found({ ...key, number: part })).to.deep.equal([]);
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
