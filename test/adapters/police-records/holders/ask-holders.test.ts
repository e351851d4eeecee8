import { expect } from 'chai';
import {
  askHolders,
  type Asking,
  type StateOutcome,
} from '../../../../src/adapters/police-records/holders/ask-holders.js';
import {
  HolderFault,
  type HolderReply,
  type RecordHolder,
} from '../../../../src/adapters/police-records/holders/record-holder.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';
import { hidden, name } from '../persons.js';

const REPLY: HolderReply = { replyNumber: '1', repliedAtMs: 1, matchCount: 0, matches: [] };
const hit = (memberState: string): HolderReply => ({
  ...REPLY,
  matchCount: 1,
  matches: [{ reference: `EPR-${memberState}-1`, quality: 90 }],
});
const answers = (reply: HolderReply): RecordHolder => ({ search: () => Promise.resolve(reply) });
const fails = (error: Error): RecordHolder => ({ search: () => Promise.reject(error) });
/** Answers when it is told to. */
function waiting(): { readonly holder: RecordHolder; readonly answer: (reply: HolderReply) => void } {
  let answer: (reply: HolderReply) => void = () => undefined;
  const reply = new Promise<HolderReply>((resolve) => (answer = resolve));
  return { holder: { search: () => reply }, answer };
}
const never: RecordHolder = { search: () => new Promise(() => undefined) };

function asking(holders: Readonly<Record<string, RecordHolder | undefined>>, changes: Partial<Asking> = {}) {
  const faults: string[] = [];
  return {
    faults,
    parts: askHolders({
      question: {
        requestNumber: '01',
        askingState: 'XA',
        askedAtMs: 5,
        person: hidden(name('Müller', 'Anna')),
        maxMatches: 3,
      },
      participants: Object.entries(holders).map(([memberState, holder]) => ({ memberState, holder })),
      untilMs: systemClock.now() + 60_000,
      ending: new Ender(),
      clock: systemClock,
      onFault: (memberState) => faults.push(memberState),
      ...changes,
    }),
  };
}

async function all(parts: AsyncIterable<StateOutcome>): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for await (const { memberState, status } of parts) outcomes[memberState] = status;
  return outcomes;
}

describe('states asked side by side', () => {
  it('each have one outcome, whatever they do', async () => {
    const { parts, faults } = asking({
      XB: answers(hit('XB')),
      XC: answers(REPLY),
      XD: fails(new HolderFault('REFUSED', 'no')),
      XE: fails(new HolderFault('UNAVAILABLE', 'away')),
      XF: undefined,
      XG: fails(new Error('a bug')),
    });
    expect(await all(parts)).to.deep.equal({
      XB: 'HIT',
      XC: 'NO_HIT',
      XD: 'REFUSED',
      XE: 'UNAVAILABLE',
      XF: 'NOT_SEARCHED',
      XG: 'UNAVAILABLE',
    });
    expect(faults).to.have.members(['XE', 'XG']);
  });

  it('are told of in the order in which they answer', async () => {
    const [slow, fast] = [waiting(), waiting()];
    const { parts } = asking({ XB: slow.holder, XC: fast.holder });
    fast.answer(REPLY);
    expect(await parts.next()).to.deep.include({ done: false });
    const second = parts.next();
    slow.answer(hit('XB'));
    expect((await second).value).to.include({ memberState: 'XB', status: 'HIT' });
    expect(await parts.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('do not wait for one that does not answer in time', async () => {
    const { parts, faults } = asking({ XB: answers(hit('XB')), XC: never }, { untilMs: systemClock.now() + 20 });
    expect(await all(parts)).to.deep.equal({ XB: 'HIT', XC: 'TIMED_OUT' });
    expect(faults).to.deep.equal([]);
  });

  it('are not asked when no time is left, and are then timed out', async () => {
    const { parts } = asking({ XB: never }, { untilMs: systemClock.now() - 1 });
    expect(await all(parts)).to.deep.equal({ XB: 'TIMED_OUT' });
  });

  it('end with the reason when the whole is ended', async () => {
    const ending = new Ender();
    const { parts } = asking({ XB: never }, { ending });
    const first = parts.next();
    ending.abort(new Error('the caller has gone'));
    expect(await first.catch(String)).to.equal('Error: the caller has gone');
  });

  it('are told when nobody wants more', async () => {
    let told = false;
    const listening: RecordHolder = {
      search: (_question, ending) =>
        new Promise((_, reject) => {
          ending.addEventListener(
            'abort',
            () => {
              told = true;
              reject(ending.reason as Error);
            },
            { once: true },
          );
        }),
    };
    const { parts, faults } = asking({ XB: answers(REPLY), XC: listening });
    for await (const outcome of parts) {
      expect(outcome.memberState).to.equal('XB');
      break;
    }
    expect(told).to.equal(true);
    expect(faults).to.deep.equal([]);
  });

  for (const [what, reply] of [
    ['counts fewer than it lists', { ...hit('XB'), matchCount: 0 }],
    ['lists fewer than it counts', { ...REPLY, matchCount: 2 }],
    ['lists a record of another state', hit('XC')],
    ['names a quality below the threshold', { ...hit('XB'), matches: [{ reference: 'EPR-XB-1', quality: 79 }] }],
    ['names more than everything', { ...hit('XB'), matches: [{ reference: 'EPR-XB-1', quality: 101 }] }],
    ['lists a record twice', { ...REPLY, matchCount: 2, matches: [hit('XB').matches[0]!, hit('XB').matches[0]!] }],
  ] as const) {
    it(`are not believed when one ${what}`, async () => {
      const { parts, faults } = asking({ XB: answers(reply) });
      expect(await all(parts)).to.deep.equal({ XB: 'UNAVAILABLE' });
      expect(faults).to.deep.equal(['XB']);
    });
  }

  it('may count more than they list', async () => {
    const matches = [1, 2, 3].map((at) => ({ reference: `EPR-XB-${at}`, quality: 90 }));
    const { parts } = asking({ XB: answers({ ...REPLY, matchCount: 7, matches }) });
    expect(await all(parts)).to.deep.equal({ XB: 'HIT' });
  });
});
