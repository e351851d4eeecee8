/** Keys that a provider publishes: when they are fetched, how long they hold, and what happens when they cannot be had. */
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { createKeySources, DEFAULT_KEY_TIMES, type KeySource } from '../../../src/gateway/identity/key-source.js';
import type { PublishedKeysIssuer } from '../../../src/gateway/identity/peer.js';
import type { SigningKey } from '../../../src/gateway/identity/signing-keys.js';
import { Refusal } from '../../../src/shared/refusal.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const key = (kid: string): SigningKey => ({ kty: 'EC', crv: 'P-256', kid, x: 'A'.repeat(43), y: 'A'.repeat(43) });
const police: PublishedKeysIssuer = { issuer: 'https://idp.police', jwksUri: 'https://idp.police/jwks.json' };
const border: PublishedKeysIssuer = { issuer: 'https://idp.border', jwksUri: 'https://idp.border/jwks.json' };

/** A provider whose answers the test decides. */
class Provider {
  published: readonly string[] = ['k1'];
  down = false;
  fetches = 0;
  /** Set to hold answers back. */
  gate: Promise<void> = Promise.resolve();

  async fetch(): Promise<readonly SigningKey[]> {
    this.fetches += 1;
    await this.gate;
    if (this.down) throw new Error('connection refused');
    return this.published.map(key);
  }
}

describe('published keys', () => {
  let now: number;
  let provider: Provider;
  let problems: string[];
  let source: KeySource;

  beforeEach(() => {
    now = 1_000 * MINUTE;
    provider = new Provider();
    problems = [];
    source = createKeySources({
      clock: { now: () => now },
      fetch: () => provider.fetch(),
      onProblem: (issuer, problem) => problems.push(`${issuer}: ${problem}`),
    })(police);
  });

  /** Whether a token with this key could be judged, and what for. */
  const ask = async (kid: string): Promise<string> =>
    source.keysFor(kid).then(
      (set) => (set.has(kid) ? 'known' : 'unknown'),
      (error: unknown) => (error as Refusal).reason,
    );

  it('are fetched with the first token, once for all that come meanwhile', async () => {
    expect(source.current()).to.equal(undefined);
    expect(await Promise.all(['k1', 'k1', 'k2'].map(ask))).to.deep.equal(['known', 'known', 'unknown']);
    expect(provider.fetches).to.equal(1);
  });

  it('are used without asking while they are young', async () => {
    await ask('k1');
    now += 5 * MINUTE - 1;
    expect(source.current()?.has('k1')).to.equal(true);
    expect(await ask('k1')).to.equal('known');
    expect(provider.fetches).to.equal(1);
  });

  it('are refreshed in the background from the fifth minute on, while calls go on', async () => {
    await ask('k1');
    now += 5 * MINUTE;
    let release = (): void => undefined;
    provider.gate = new Promise((resolve) => (release = resolve));
    expect(await ask('k1'), 'nobody waits').to.equal('known');
    expect(provider.fetches).to.equal(2);
    release();
  });

  it('hold no longer than ten minutes after they were taken back', async () => {
    await ask('k1');
    provider.published = ['k2'];
    now += 10 * MINUTE;
    expect(source.current(), 'somebody must ask first').to.equal(undefined);
    expect(await ask('k1')).to.equal('unknown');
    expect(await ask('k2')).to.equal('known');
  });

  it('are as old as the question for them, however long the answer takes', async () => {
    let release = (): void => undefined;
    provider.gate = new Promise((resolve) => (release = resolve));
    const first = ask('k1');
    provider.gate = new Promise(() => undefined);
    now += 10 * MINUTE - 1;
    release();
    expect(await first).to.equal('known');
    now += 1;
    expect(source.current(), 'somebody must ask first').to.equal(undefined);
  });

  it('are fetched at once for a key that is new', async () => {
    await ask('k1');
    now += 5 * SECOND;
    provider.published = ['k1', 'k2'];
    expect(await ask('k2')).to.equal('known');
    expect(await ask('k1')).to.equal('known');
    expect(provider.fetches).to.equal(2);
  });

  it('are not fetched more than once in five seconds, whatever keys tokens name', async () => {
    for (let token = 0; token < 1_000; token += 1) await ask(`made-up-${token}`);
    expect(provider.fetches).to.equal(1);
    now += 5 * SECOND - 1;
    await ask('made-up');
    expect(provider.fetches).to.equal(1);
    now += 1;
    await ask('made-up');
    expect(provider.fetches).to.equal(2);
  });

  it('are the same object as long as they are the same, so that verified tokens stand', async () => {
    const before = await source.keysFor('k1');
    now += 10 * MINUTE;
    expect(await source.keysFor('k1')).to.equal(before);
    provider.published = ['k1', 'k2'];
    now += 10 * MINUTE;
    expect(await source.keysFor('k1')).not.to.equal(before);
  });

  describe('of a provider that is away', () => {
    it('are refused with a reason that says to try again', async () => {
      provider.down = true;
      const error = await source.keysFor('k1').catch((failure: unknown) => failure);
      expect(error).to.be.instanceOf(Refusal);
      const { reason, metadata, retryAfterMs } = error as Refusal;
      expect([reason, metadata.system, retryAfterMs]).to.deep.equal([
        'SYSTEM_UNAVAILABLE',
        'IDENTITY-PROVIDER',
        5 * SECOND,
      ]);
      expect(problems).to.deep.equal(['https://idp.police: connection refused']);
    });

    it('are not asked for again within five seconds of the failure', async () => {
      provider.down = true;
      for (let token = 0; token < 100; token += 1) expect(await ask('k1')).to.equal('SYSTEM_UNAVAILABLE');
      expect(provider.fetches).to.equal(1);
      provider.down = false;
      now += 5 * SECOND;
      expect(await ask('k1')).to.equal('known');
    });

    it('live on for an hour since they were last good, and no longer', async () => {
      await ask('k1');
      provider.down = true;
      now += 60 * MINUTE - 1;
      expect(await ask('k1')).to.equal('known');
      expect(source.current()?.has('k1'), 'known tokens go on without waiting').to.equal(true);
      now += 1;
      expect(source.current()).to.equal(undefined);
      expect(await ask('k1')).to.equal('SYSTEM_UNAVAILABLE');
      provider.down = false;
      now += 5 * SECOND;
      expect(await ask('k1')).to.equal('known');
    });

    it('are waited for once, and from then on fetched in the background', async () => {
      await ask('k1');
      provider.down = true;
      now += 10 * MINUTE;
      expect(source.current(), 'the first call waits').to.equal(undefined);
      expect(await ask('k1')).to.equal('known');
      provider.gate = new Promise(() => undefined);
      now += 5 * SECOND;
      expect(source.current()?.has('k1')).to.equal(true);
      expect(await ask('k1')).to.equal('known');
      expect(provider.fetches).to.equal(3);
    });

    it('let a token of an unknown key be refused for that, while a set is good', async () => {
      await ask('k1');
      provider.down = true;
      now += MINUTE;
      expect(await ask('k2')).to.equal('unknown');
    });
  });

  describe('of a slow provider', () => {
    it('delay its own authority alone', async () => {
      const never = new Promise<void>(() => undefined);
      const sources = createKeySources({
        clock: { now: () => now },
        fetch: (issuer) => (issuer === police ? never.then(() => []) : Promise.resolve([key('k1')])),
      });
      void sources(police).keysFor('k1');
      expect((await sources(border).keysFor('k1')).has('k1')).to.equal(true);
    });

    it('are waited for by 128 calls at most', async () => {
      let release = (): void => undefined;
      provider.gate = new Promise((resolve) => (release = resolve));
      const calls = Array.from({ length: 130 }, () => ask('k1'));
      expect(await Promise.all(calls.slice(128))).to.deep.equal(['OVERLOADED', 'OVERLOADED']);
      release();
      expect(new Set(await Promise.all(calls.slice(0, 128)))).to.deep.equal(new Set(['known']));
    });
  });

  it('never hold past their time nor ask too often, whatever happens in whatever order', async () => {
    const { cooldownMs, maxAgeMs, lastResortMs } = DEFAULT_KEY_TIMES;
    const step = fc.oneof(
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 20 * MINUTE }) }),
      fc.record({ kind: fc.constant('ask' as const), kid: fc.constantFrom('k1', 'k2', 'k3') }),
      fc.record({
        kind: fc.constant('publish' as const),
        kids: fc.uniqueArray(fc.constantFrom('k1', 'k2', 'k3'), { minLength: 1 }),
      }),
      fc.record({ kind: fc.constant('down' as const), down: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const fetchedAt: number[] = [];
        /** When each key was last published to somebody who asked, and when the provider last answered at all. */
        const lastSeen = new Map<string, number>();
        let lastGood = Number.NEGATIVE_INFINITY;
        let failedAt = Number.NEGATIVE_INFINITY;
        const own = new Provider();
        const checked = createKeySources({
          clock: { now: () => now },
          async fetch() {
            fetchedAt.push(now);
            if (own.down) failedAt = now;
            const keys = await own.fetch();
            lastGood = now;
            for (const { kid } of keys) lastSeen.set(kid, now);
            return keys;
          },
        })(police);
        for (const taken of steps) {
          if (taken.kind === 'wait') now += taken.ms;
          if (taken.kind === 'publish') own.published = taken.kids;
          if (taken.kind === 'down') own.down = taken.down;
          if (taken.kind !== 'ask') continue;
          const set = await checked.keysFor(taken.kid).catch(() => undefined);
          // A refresh in the background ends before time goes on: its answer is from now.
          await setImmediate();
          expect(set !== undefined).to.equal(now - lastGood < lastResortMs);
          if (set?.has(taken.kid) === true) {
            const seen = lastSeen.get(taken.kid);
            expect(seen, 'only keys of the last good set').to.equal(lastGood);
            // Older than that only when the provider had nothing to say the last time it was asked.
            const failed = failedAt > lastGood;
            if (!failed) expect(now - lastGood).to.be.lessThan(maxAgeMs);
          }
        }
        fetchedAt.forEach((at, index) => {
          const before = fetchedAt[index - 1];
          if (before !== undefined) expect(at - before).to.be.at.least(cooldownMs);
        });
      }),
      { numRuns: 200 },
    );
  });
});
