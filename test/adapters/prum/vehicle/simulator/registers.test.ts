import { expect } from 'chai';
import { covers } from '../../../../../src/adapters/prum/vehicle/domain/period.js';
import type { Registration } from '../../../../../src/adapters/prum/vehicle/domain/registration.js';
import type { VehicleKey } from '../../../../../src/adapters/prum/vehicle/domain/question.js';
import type { VehicleQuestion } from '../../../../../src/adapters/prum/vehicle/holders/vehicle-register.js';
import { answerSearch, answerSuggesting } from '../../../../../src/adapters/prum/vehicle/simulator/answer.js';
import { generateRegistrations } from '../../../../../src/adapters/prum/vehicle/simulator/generate-registrations.js';
import { seedVehicles } from '../../../../../src/adapters/prum/vehicle/simulator/seed.js';
import { plateForm } from '../../../../../src/matching/identifiers/plate.js';
import { at, BERG, holder, registration } from '../registrations.js';
import { openSimulatedVehicles, SEED, type SimulatedVehicles } from '../simulated.js';

const NOW = at('2026-06-01T00:00:00Z');
const HISTORY = { keepsHistory: true, fails: false };
const ask = (
  held: readonly Registration[],
  {
    referenceMs,
    law = HISTORY,
    key = { kind: 'vin', vin: 'XPL7T0AB1RP000001' },
  }: {
    readonly referenceMs?: number;
    readonly law?: typeof HISTORY;
    readonly key?: VehicleKey;
  } = {},
) => {
  const question: VehicleQuestion = {
    requestNumber: '01',
    askingState: 'XA',
    askedAtMs: NOW,
    officer: '',
    key,
    referenceMs,
  };
  const open = held.filter(({ withheld }) => !withheld);
  const corresponding = (_state: string, _key: VehicleKey, _atMs: number, most: number) =>
    Promise.resolve({ openCount: open.length, withholds: open.length < held.length, open: open.slice(0, most) });
  return answerSearch({ corresponding }, 'XB', law, question);
};

describe('a simulated register', () => {
  it('answers as of the time of the question, or as of the time that it names', async () => {
    const sold = '2020-06-01T12:00:00Z';
    const held = [registration({ parties: [holder(BERG, '2015-01-01T00:00:00Z', sold)] })];
    expect(await ask(held)).to.deep.include({ answer: 'FOUND', asOfMs: NOW, currentInstead: false, vehicleCount: 1 });
    expect((await ask(held)).vehicles[0]?.parties).to.deep.equal([]);
    const before = await ask(held, { referenceMs: at(sold) - 1 });
    expect(before).to.deep.include({ answer: 'FOUND', asOfMs: at(sold) - 1, currentInstead: false });
    expect(before.vehicles[0]?.parties).to.have.length(1);
  });

  it('without history answers as of now and says so, where another time was named', async () => {
    const law = { ...HISTORY, keepsHistory: false };
    const past = { referenceMs: at('2017-01-01T00:00:00Z'), law };
    expect(await ask([registration()], past)).to.deep.include({ answer: 'FOUND', asOfMs: NOW, currentInstead: true });
    expect(await ask([registration()], { law })).to.deep.include({ asOfMs: NOW, currentInstead: false });
    expect(await ask([], past)).to.deep.include({ answer: 'NOT_FOUND', currentInstead: true });
  });

  it('tells several by their refinement set alone, twenty at most', async () => {
    const held = Array.from({ length: 23 }, (_, index) =>
      registration({
        reference: `VEH-XB-${String(index).padStart(2, '0')}`,
        parties: [holder(BERG, '2015-01-01T00:00:00Z')],
      }),
    );
    const { answer, vehicleCount, vehicles } = await ask(held);
    expect([answer, vehicleCount, vehicles.length]).to.deep.equal(['MULTIPLE', 23, 20]);
    expect(
      vehicles.flatMap(({ parties, insurances, documents }) => [...parties, ...insurances, ...documents]),
    ).to.deep.equal([]);
  });

  it('says of a number that it does not tell, and of a person not even that', async () => {
    const withheld = registration({ withheld: true, parties: [holder(BERG, '2015-01-01T00:00:00Z')] });
    expect(await ask([withheld])).to.deep.include({ answer: 'NOT_DISCLOSED', vehicleCount: 0, vehicles: [] });
    const party = {
      kind: 'natural',
      familyNames: 'VAN DER BERG',
      firstNames: 'ANNA LUCJA',
      dateOfBirth: '1980-02-29',
    } as const;
    const byPerson = { key: { kind: 'party', party } as const };
    expect(await ask([withheld], byPerson)).to.deep.include({ answer: 'NOT_FOUND' });
    expect(await ask([{ ...withheld, withheld: false }], byPerson)).to.deep.include({ answer: 'FOUND' });
  });

  it('that cannot process a question says so', async () => {
    expect(await ask([registration()], { law: { ...HISTORY, fails: true } })).to.deep.include({
      answer: 'ERROR',
      vehicles: [],
    });
  });

  it('suggests nothing for a number that is registered', async () => {
    const store = { isRegistered: () => Promise.resolve(true), near: () => Promise.reject(new Error('asked')) };
    const asked = { kind: 'vin', key: 'XPL7T0AB1RP000001' } as const;
    const question = { requestNumber: '01', askingState: 'XA', askedAtMs: NOW, asked };
    expect(await answerSuggesting(store, 'XB', question)).to.deep.equal({
      isRegistered: true,
      suggestions: [],
      truncated: false,
    });
  });
});

describe('the registers of the synthetic world', () => {
  const generated = [...generateRegistrations({ seed: SEED, registrations: 4_000 })];

  it('are the same for the same seed, and begin with those of a smaller world', () => {
    expect([...generateRegistrations({ seed: SEED, registrations: 50 })]).to.deep.equal(generated.slice(0, 50));
  });

  it('hold former holders, vehicles that came from another state, exported, scrapped and stolen ones, and transit numbers', () => {
    const states = new Map<string, Set<string>>();
    for (const { vin, memberState } of generated) states.set(vin, (states.get(vin) ?? new Set()).add(memberState));
    const statuses = new Set(generated.flatMap((one) => one.statuses.map(({ kind }) => kind)));
    expect(statuses).to.include.keys('exported', 'scrapped', 'stolen', 'suspended');
    expect(generated.some(({ numberKind }) => numberKind === 'transit')).to.equal(true);
    expect(generated.some(({ withheld }) => withheld)).to.equal(true);
    expect([...states.values()].some(({ size }) => size > 1)).to.equal(true);
    const holders = (one: Registration) => one.parties.filter(({ role }) => role === 'holder').length;
    expect(generated.some((one) => holders(one) > 1)).to.equal(true);
  });

  it('have one holder and one owner at every moment of a registration', () => {
    const odd = generated.filter(({ fromMs, untilMs, parties }) => {
      const end = untilMs ?? NOW;
      return [fromMs, (fromMs + end) / 2, end - 1].some((moment) =>
        (['holder', 'owner'] as const).some(
          (role) => parties.filter((party) => party.role === role && covers(party, moment)).length !== 1,
        ),
      );
    });
    expect(generated.length).to.be.greaterThan(0);
    expect(odd.map(({ reference }) => reference)).to.deep.equal([]);
  });

  it('give no number to two vehicles at the same time', () => {
    const numbers = generated.map(({ memberState, number }) => `${memberState} ${plateForm(number).canonical}`);
    expect(new Set(numbers).size).to.equal(numbers.length);
  });
});

describe('the registers in the database', () => {
  let held: SimulatedVehicles;

  before(async () => {
    held = await openSimulatedVehicles(300);
  });
  after(() => held.close());

  it('keep no history in XD, and nothing in XE', async () => {
    const [row] = await held.sql<{ ended: number; empty: number; all: number }[]>`
      select count(*) filter (where member_state = 'XD' and ended_at is not null)::int as ended,
        count(*) filter (where member_state = 'XE')::int as empty, count(*)::int as all
      from prum.vehicle_registration`;
    expect(row).to.deep.include({ ended: 0, empty: 0 });
    expect(row?.all).to.be.greaterThan(250);
  });

  it('are loaded once', async () => {
    expect(await seedVehicles({ sql: held.owner, registrations: 300, seed: SEED })).to.equal(false);
    expect(await seedVehicles({ sql: held.owner, registrations: 10, seed: SEED })).to.equal(true);
  });
});
