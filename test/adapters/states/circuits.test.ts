import { expect } from 'chai';
import { askStates, HolderFault, type Holder } from '../../../src/adapters/states/ask-states.js';
import {
  createCircuits,
  type StateCircuits,
  type StateCircuitSettings,
} from '../../../src/adapters/states/circuits.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';
import { eventually } from '../../helpers/eventually.js';

type Question = { readonly askedAtMs: number };
const SETTINGS: StateCircuitSettings = {
  volumeThreshold: 3,
  errorThresholdPercentage: 50,
  windowMs: 60_000,
  resetTimeoutMs: 50,
  fairTimeMs: 0,
};

/** A state that does what it is told to, and counts how often it was asked. */
function state(behave: () => Promise<string>) {
  const held = { behave, asked: 0 };
  const holder: Holder<Question, string> = {
    search() {
      held.asked += 1;
      return held.behave();
    },
  };
  return { held, holder };
}
/** What no state says in earnest. */
const UNSOUND = 'found, and not found';
const away = (): Promise<string> => Promise.reject(new HolderFault('UNAVAILABLE', 'away'));
const refuses = (): Promise<string> => Promise.reject(new HolderFault('REFUSED', 'no'));
const found = (): Promise<string> => Promise.resolve('found');
const silent = (): Promise<string> => new Promise(() => undefined);

describe('a circuit around each state', () => {
  const opened: StateCircuits[] = [];
  afterEach(() => {
    for (const one of opened.splice(0)) one.shutdown();
  });

  function circuits(settings: Partial<StateCircuitSettings> = {}) {
    const changes: string[] = [];
    const made = createCircuits(systemClock, { ...SETTINGS, ...settings }, (memberState, now) =>
      changes.push(`${memberState} ${now}`),
    );
    opened.push(made);
    const faults: string[] = [];
    const outages: (readonly [memberState: string, sinceMs: number])[] = [];
    const ask = async (
      holders: Readonly<Record<string, Holder<Question, string>>>,
      untilMs = systemClock.now() + 60_000,
      ending = new Ender(),
    ): Promise<Record<string, string>> => {
      const participants = made.around(
        Object.entries(holders).map(([memberState, holder]) => ({ memberState, holder })),
      );
      const outcomes: Record<string, string> = {};
      for await (const outcome of askStates({
        question: { askedAtMs: systemClock.now() },
        participants,
        isHit: () => true,
        assertSound(reply) {
          if (reply === UNSOUND) throw new Error('the reply contradicts itself');
        },
        untilMs,
        ending,
        clock: systemClock,
        onFault: (memberState) => faults.push(memberState),
      })) {
        outcomes[outcome.memberState] = outcome.status;
        if ('outOfServiceSinceMs' in outcome) outages.push([outcome.memberState, outcome.outOfServiceSinceMs]);
      }
      return outcomes;
    };
    return { ask, changes, faults, made, outages };
  }

  it('asks a state no more that failed repeatedly: it is unavailable at once, while others are asked', async () => {
    const { ask, changes, faults, made, outages } = circuits({ resetTimeoutMs: 60_000 });
    const before = Date.now();
    const [down, up] = [state(away), state(found)];
    for (let time = 0; time < 5; time++) {
      expect(await ask({ XB: down.holder, XC: up.holder })).to.deep.equal({ XB: 'UNAVAILABLE', XC: 'HIT' });
    }
    expect([down.held.asked, up.held.asked]).to.deep.equal([3, 5]);
    expect(changes).to.deep.equal(['XB open']);
    expect(faults, 'what is known already is not told again').to.deep.equal(['XB', 'XB', 'XB']);
    expect(made.outOfService()).to.deep.equal(['XB']);
    expect(outages, 'whoever asks is told since when (2024/982 Art. 41)').to.have.length(2);
    for (const [memberState, sinceMs] of outages) {
      expect(memberState).to.equal('XB');
      expect(sinceMs).to.be.within(before, Date.now());
    }
  });

  it('asks it again after a while, and goes on when it answers', async () => {
    const { ask, changes, made } = circuits();
    const { held, holder } = state(away);
    for (let time = 0; time < 3; time++) await ask({ XB: holder });
    held.behave = found;
    await eventually(async () => {
      if ((await ask({ XB: holder })).XB !== 'HIT') throw new Error('it is not asked yet');
    }, 5_000);
    expect(await ask({ XB: holder })).to.deep.equal({ XB: 'HIT' });
    expect(changes).to.deep.equal(['XB open', 'XB half-open', 'XB closed']);
    expect(made.outOfService()).to.deep.equal([]);
  });

  it('counts a state whose replies cannot be believed as one that failed', async () => {
    const { ask, changes } = circuits({ resetTimeoutMs: 60_000 });
    const lying = state(() => Promise.resolve(UNSOUND));
    for (let time = 0; time < 5; time++) expect(await ask({ XB: lying.holder })).to.deep.equal({ XB: 'UNAVAILABLE' });
    expect(lying.held.asked).to.equal(3);
    expect(changes).to.deep.equal(['XB open']);
  });

  it('takes no question that was dropped for a sign that the state is back, or that it is not', async () => {
    const { ask, changes } = circuits();
    const { held, holder } = state(away);
    for (let time = 0; time < 3; time++) await ask({ XB: holder });
    await eventually(() => {
      if (!changes.includes('XB half-open')) throw new Error('it lets no question through yet');
      return Promise.resolve();
    }, 5_000);
    held.behave = silent;
    const ending = new Ender();
    const asking = ask({ XB: holder }, undefined, ending);
    ending.abort(new Error('the caller has gone'));
    await asking.catch(() => undefined);
    await Promise.resolve();
    expect(changes).to.deep.equal(['XB open', 'XB half-open']);
    held.behave = found;
    expect(await ask({ XB: holder }), 'the next one tries').to.deep.equal({ XB: 'HIT' });
    expect(changes.at(-1)).to.equal('XB closed');
  });

  it('counts a state that does not answer in a fair time, and not one that was given none', async () => {
    const inHurry = circuits({ fairTimeMs: 60_000 });
    const hurried = state(silent);
    for (let time = 0; time < 4; time++) {
      expect(await inHurry.ask({ XB: hurried.holder }, systemClock.now() - 1)).to.deep.equal({ XB: 'TIMED_OUT' });
    }
    expect(hurried.held.asked).to.equal(4);
    const { ask } = circuits({ resetTimeoutMs: 60_000 });
    const slow = state(silent);
    for (let time = 0; time < 3; time++) {
      expect(await ask({ XC: slow.holder }, systemClock.now() + 30)).to.deep.equal({ XC: 'TIMED_OUT' });
    }
    expect(await ask({ XC: slow.holder })).to.deep.equal({ XC: 'UNAVAILABLE' });
    expect(slow.held.asked).to.equal(3);
  });

  it('does not count refusals, which are answers, nor callers who have gone', async () => {
    const { ask } = circuits();
    const refusing = state(refuses);
    for (let time = 0; time < 5; time++) expect(await ask({ XB: refusing.holder })).to.deep.equal({ XB: 'REFUSED' });
    expect(refusing.held.asked).to.equal(5);
    const left = state(silent);
    for (let time = 0; time < 5; time++) {
      const ending = new Ender();
      const asking = ask({ XC: left.holder }, undefined, ending);
      ending.abort(new Error('the caller has gone'));
      expect(await asking.then(() => 'answered', String)).to.equal('Error: the caller has gone');
    }
    left.held.behave = found;
    expect(await ask({ XC: left.holder })).to.deep.equal({ XC: 'HIT' });
  });

  it('leaves states that are not to be asked as they are', () => {
    const made = createCircuits(systemClock, SETTINGS);
    opened.push(made);
    expect(made.around([{ memberState: 'XF', holder: undefined }])).to.deep.equal([
      { memberState: 'XF', holder: undefined },
    ]);
  });
});
