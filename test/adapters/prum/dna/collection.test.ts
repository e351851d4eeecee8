import { expect } from 'chai';
import { createSimulatedHolders } from '../../../../src/adapters/prum/dna/simulator/simulated-holders.js';
import { TEST_DNA_REFERENCES } from '../../../../src/adapters/prum/dna/simulator/test-profiles.js';
import type { DnaQuestion, DnaReply } from '../../../../src/adapters/prum/dna/domain/dna-question.js';
import { readProfile } from '../../../../src/matching/dna/profile.js';
import { Ender } from '../../../../src/shared/ending.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { TEST_DNA, type TestProfile } from '../../../../src/world/test-dna.js';
import { openSimulatedExchange, type SimulatedExchange } from '../simulated.js';

const question = (profile: TestProfile, changes: Partial<DnaQuestion> = {}): DnaQuestion => {
  const loci = Object.entries(profile).map(([name, values]) => ({ name, values }));
  const reading = readProfile({ id: 'asked', kind: 'unidentified', loci });
  if (!('profile' in reading)) throw new Error('not a profile');
  return {
    requestNumber: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    askingState: 'XA',
    askedAtMs: Date.now(),
    officer: '2026q4-00000000000000000000000000000000',
    kind: 'unidentified',
    ownReference: undefined,
    profile: reading.profile,
    kinds: new Set(['identified', 'unidentified']),
    maxMatches: 10,
    ...changes,
  };
};

describe('the simulated states of the exchange of DNA profiles', () => {
  let exchange: SimulatedExchange;
  let holders: ReturnType<typeof createSimulatedHolders>;
  before(async () => {
    exchange = await openSimulatedExchange(150);
    await exchange.owner`update prum.simulated_state set latency_ms = 0`;
    holders = createSimulatedHolders(exchange.sql, systemClock);
  });
  after(async () => {
    await holders.close();
    await exchange.close();
  });

  const ask = async (memberState: string, asked: DnaQuestion): Promise<DnaReply> => {
    const participants = await holders.participants();
    const holder = participants.find((one) => one.memberState === memberState)?.holder;
    if (holder === undefined) throw new Error(`${memberState} takes no part`);
    return holder.search(asked, new Ender(), Date.now() + 5_000);
  };
  const found = async (memberState: string, asked: DnaQuestion): Promise<string[]> =>
    (await ask(memberState, asked)).matches.map(({ reference }) => reference);

  it('hold profiles of people of the world, each of which its own state finds', async () => {
    const held = await exchange.owner<{ reference: string; member_state: string; loci: Record<string, string[]> }[]>`
      select reference, member_state, loci from prum.dna_profile where reference like 'DNA-___I-%' limit 40`;
    expect(held.length).to.equal(40);
    for (const { reference, member_state: state, loci } of held) {
      expect(await found(state, question(loci)), reference).to.include(reference);
    }
  });

  it('hold stains of people of whom a state has a profile', async () => {
    const stains = await exchange.owner<{ loci: Record<string, string[]> }[]>`
      select loci from prum.dna_profile where reference like 'DNA-___U-%'`;
    expect(stains.length).to.be.greaterThan(5);
    let matched = 0;
    for (const { loci } of stains) {
      const asked = question(loci, { kinds: new Set(['identified']) });
      for (const state of ['XA', 'XB', 'XC', 'XD']) matched += (await found(state, asked)).length;
    }
    // Those that lost more than one value match nothing: the rules allow for one deviation.
    expect(matched).to.be.greaterThan(stains.length / 3);
  });

  it('find what was put in and not what was taken out, with no new start', async () => {
    const asked = question(TEST_DNA.unknownToAll);
    expect(await found('XD', asked)).to.deep.equal([]);
    const reference = 'DNA-XD-U-01ARZ3NDEKTSV4RRFFQ69G5FAW';
    await exchange.owner`
      insert into prum.dna_profile (reference, member_state, loci)
      values (${reference}, 'XD', ${JSON.stringify(TEST_DNA.unknownToAll)}::text::jsonb)`;
    expect(await found('XD', asked)).to.deep.equal([reference]);
    await exchange.owner`update prum.dna_profile set removed = true where reference = ${reference}`;
    expect(await found('XD', asked)).to.deep.equal([]);
  });

  it('answer what they are asked while profiles come and go', async () => {
    const asked = question(TEST_DNA.knownToPolice);
    const changes = Array.from(
      { length: 20 },
      (_, at) => exchange.owner`
      insert into prum.dna_profile (reference, member_state, loci)
      values (${`DNA-XE-U-01ARZ3NDEKTSV4RRFFQ69G6F${String(at).padStart(2, '0')}`}, 'XE',
        ${JSON.stringify(TEST_DNA.unknownToAll)}::text::jsonb)`,
    );
    const answers = Array.from({ length: 20 }, () => found('XB', asked));
    await Promise.all(changes);
    for (const references of await Promise.all(answers)) {
      expect(references).to.deep.equal([TEST_DNA_REFERENCES.fullMatch]);
    }
    const { matchCount, matches } = await ask('XE', question(TEST_DNA.unknownToAll, { maxMatches: 3 }));
    expect([matchCount, matches.length]).to.deep.equal([20, 3]);
  });

  it('do not index what may not be exchanged', async () => {
    const { VWA, TH01, D21S11, FGA, D8S1179 } = TEST_DNA.unknownToAll;
    await exchange.owner`
      insert into prum.dna_profile (reference, member_state, loci)
      values ('DNA-XA-U-01ARZ3NDEKTSV4RRFFQ69G5FAX', 'XA',
        ${JSON.stringify({ VWA, TH01, D21S11, FGA, D8S1179 })}::text::jsonb)`;
    expect(await found('XA', question(TEST_DNA.unknownToAll))).to.deep.equal([]);
  });

  it('keep to the kinds that may be disclosed', async () => {
    const asked = question(TEST_DNA.knownToPolice, { kinds: new Set(['unidentified']) });
    expect(await found('XB', asked)).to.deep.equal([]);
    expect(await found('XC', asked)).to.deep.equal([TEST_DNA_REFERENCES.stain]);
  });
});
