import { expect } from 'chai';
import {
  askStates,
  HolderFault,
  type Asking,
  type Holder,
  type StateOutcome,
} from '../../../src/adapters/states/ask-states.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';

/** States of an exchange that replies with what it found. */
type Question = { readonly askedAtMs: number };
type State = Holder<Question, readonly string[]>;

const answers = (...found: readonly string[]): State => ({ search: () => Promise.resolve(found) });
const fails = (error: Error): State => ({ search: () => Promise.reject(error) });
/** Answers when it is told to. */
function waiting(): { readonly holder: State; readonly answer: (found: readonly string[]) => void } {
  let answer: (found: readonly string[]) => void = () => undefined;
  const reply = new Promise<readonly string[]>((resolve) => (answer = resolve));
  return { holder: { search: () => reply }, answer };
}
const never: State = { search: () => new Promise(() => undefined) };

function asking(
  holders: Readonly<Record<string, State | undefined>>,
  changes: Partial<Asking<Question, readonly string[]>> = {},
) {
  const faults: string[] = [];
  return {
    faults,
    parts: askStates({
      question: { askedAtMs: 5 },
      participants: Object.entries(holders).map(([memberState, holder]) => ({ memberState, holder })),
      isHit: (found) => found.length > 0,
      assertSound: (found, memberState) => {
        if (found.some((reference) => !reference.startsWith(memberState))) throw new Error('of another state');
      },
      untilMs: systemClock.now() + 60_000,
      ending: new Ender(),
      clock: systemClock,
      onFault: (memberState) => faults.push(memberState),
      ...changes,
    }),
  };
}

async function all(parts: AsyncIterable<StateOutcome<unknown>>): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for await (const { memberState, status } of parts) outcomes[memberState] = status;
  return outcomes;
}

describe('states asked side by side', () => {
  it('each have one outcome, whatever they do', async () => {
    const { parts, faults } = asking({
      XB: answers('XB-1'),
      XC: answers(),
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
    fast.answer([]);
    expect(await parts.next()).to.deep.include({ done: false });
    const second = parts.next();
    slow.answer(['XB-1']);
    expect((await second).value).to.include({ memberState: 'XB', status: 'HIT' });
    expect(await parts.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('do not wait for one that does not answer in time', async () => {
    const { parts, faults } = asking({ XB: answers('XB-1'), XC: never }, { untilMs: systemClock.now() + 20 });
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
    const listening: State = {
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
    const { parts, faults } = asking({ XB: answers(), XC: listening });
    for await (const outcome of parts) {
      expect(outcome.memberState).to.equal('XB');
      break;
    }
    expect(told).to.equal(true);
    expect(faults).to.deep.equal([]);
  });

  it('are not believed when one contradicts itself', async () => {
    const { parts, faults } = asking({ XB: answers('XC-1'), XC: answers('XC-1') });
    expect(await all(parts)).to.deep.equal({ XB: 'UNAVAILABLE', XC: 'HIT' });
    expect(faults).to.deep.equal(['XB']);
  });
});
