import { expect } from 'chai';
import { Circuit, CircuitOpen, type CircuitSettings, type Shown } from '../../src/shared/circuit.js';
import { systemClock } from '../../src/shared/clock.js';
import { eventually } from '../helpers/eventually.js';

const SETTINGS: CircuitSettings = {
  volumeThreshold: 4,
  errorThresholdPercentage: 50,
  windowMs: 500,
  resetTimeoutMs: 20,
};

/** A question that ends when it is told to, and shows what it is told to. */
function question() {
  let end: (shown: Shown) => void = () => undefined;
  const ended = new Promise<Shown>((resolve) => (end = resolve));
  const work = async (): Promise<string> => {
    const shown = await ended;
    if (shown !== 'health') throw new Error(shown);
    return 'answered';
  };
  return { work, end };
}

describe('a circuit', () => {
  let circuit: Circuit;
  let changes: string[];
  beforeEach(() => {
    changes = [];
    circuit = new Circuit(SETTINGS, systemClock, (state) => changes.push(state));
  });
  afterEach(() => circuit.shutdown());

  const ask = (work: () => Promise<string>): Promise<string> =>
    circuit
      .through(work, (error) => (error as Error).message as Shown)
      .catch((error: unknown) => (error instanceof CircuitOpen ? 'not asked' : (error as Error).message));
  const show = async (...all: readonly Shown[]): Promise<void> => {
    for (const shown of all) {
      const one = question();
      one.end(shown);
      await ask(one.work);
    }
  };
  const halfOpen = (): Promise<void> =>
    eventually(() => {
      if (circuit.state !== 'half-open') throw new Error('it lets no question through yet');
      return Promise.resolve();
    });

  it('opens when more than half of enough questions failed, and not before', async () => {
    await show('failure', 'failure', 'failure');
    expect(circuit.state).to.equal('closed');
    await show('health', 'health', 'health', 'failure');
    expect(circuit.state, 'four of seven').to.equal('open');
  });

  it('says since when it has been open, however often it was tried, until it closes', async () => {
    expect(circuit.openSinceMs).to.equal(undefined);
    const before = Date.now();
    await show('failure', 'failure', 'failure', 'failure');
    const since = circuit.openSinceMs;
    expect(since).to.be.within(before, Date.now());
    await halfOpen();
    await show('failure');
    expect(circuit.openSinceMs).to.equal(since);
    await halfOpen();
    await show('health');
    expect(circuit.openSinceMs).to.equal(undefined);
  });

  it('does not open at half', async () => {
    await show('health', 'health', 'failure', 'failure');
    expect(circuit.state).to.equal('closed');
  });

  it('counts what showed something, however much shows nothing', async () => {
    await show('failure', 'nothing', 'failure', 'nothing', 'failure', 'nothing');
    expect(circuit.state, 'three showed something').to.equal('closed');
    await show('failure');
    expect(circuit.state).to.equal('open');
  });

  it('forgets what lies farther back than the window', async () => {
    await show('failure', 'failure', 'failure');
    await new Promise((resolve) => setTimeout(resolve, 2 * SETTINGS.windowMs));
    await show('failure');
    expect(circuit.state).to.equal('closed');
    await show('failure', 'failure', 'failure');
    expect(circuit.state).to.equal('open');
  });

  it('asks nobody while it is open, then one, and closes when that is answered', async () => {
    await show('failure', 'failure', 'failure', 'failure');
    let asked = false;
    const work = (): Promise<string> => {
      asked = true;
      return Promise.resolve('answered');
    };
    expect([await ask(work), asked]).to.deep.equal(['not asked', false]);
    await halfOpen();
    const probe = question();
    const trying = ask(probe.work);
    expect([await ask(work), asked]).to.deep.equal(['not asked', false]);
    probe.end('health');
    expect(await trying).to.equal('answered');
    expect(await ask(work)).to.equal('answered');
    expect(changes).to.deep.equal(['open', 'half-open', 'closed']);
  });

  it('opens again when the one fails', async () => {
    await show('failure', 'failure', 'failure', 'failure');
    await halfOpen();
    await show('failure');
    expect(circuit.state).to.equal('open');
  });

  it('tries another question when the one showed nothing', async () => {
    await show('failure', 'failure', 'failure', 'failure');
    await halfOpen();
    await show('nothing', 'nothing');
    expect(circuit.state).to.equal('half-open');
    await show('health');
    expect(circuit.state).to.equal('closed');
  });

  it('has been tried when the one says that it is answered, however long the answer is read', async () => {
    await show('failure', 'failure', 'failure', 'failure');
    await halfOpen();
    const reading = question();
    let answered: () => Promise<void> = () => Promise.resolve();
    const trying = circuit.through(
      (itIs) => {
        answered = itIs;
        return reading.work();
      },
      (error) => (error as Error).message as Shown,
    );
    await answered();
    expect(circuit.state).to.equal('closed');
    expect(await ask(() => Promise.resolve('answered'))).to.equal('answered');
    await show('failure', 'failure', 'failure', 'failure');
    await halfOpen();
    const next = question();
    const tryingNext = ask(next.work);
    // What ends only now was the trial before: it is none of this one's, and frees nobody's place.
    await answered();
    reading.end('health');
    expect(await trying).to.equal('answered');
    expect(circuit.state).to.equal('half-open');
    expect(await ask(() => Promise.resolve('answered'))).to.equal('not asked');
    next.end('failure');
    expect(await tryingNext).to.equal('failure');
    expect(circuit.state).to.equal('open');
  });

  it('counts a question once, whether or not it says that it is answered', async () => {
    const read = (shown: Shown) =>
      circuit
        .through(
          async (answered) => {
            await answered();
            await answered();
            if (shown !== 'health') throw new Error(shown);
          },
          () => shown,
        )
        .catch((error: unknown) => (error as Error).message);
    for (let n = 0; n < 3; n++) await read('failure');
    expect(circuit.state).to.equal('closed');
    await read('failure');
    expect(circuit.state, 'four failed of four').to.equal('open');
  });

  it('learns nothing from questions that were asked before it opened', async () => {
    const [late, later] = [question(), question()];
    const waiting = [ask(late.work), ask(later.work)];
    await show('failure', 'failure', 'failure', 'failure');
    await halfOpen();
    late.end('health');
    await waiting[0];
    expect(circuit.state).to.equal('half-open');
    later.end('failure');
    await waiting[1];
    expect(circuit.state).to.equal('half-open');
  });

  for (const shown of ['health', 'failure'] as const) {
    it(`asks again later whoever comes in the very moment in which it learns of ${shown}`, async () => {
      await show('failure', 'failure', 'failure', 'failure');
      await halfOpen();
      const probe = question();
      const trying = ask(probe.work);
      probe.end(shown);
      const coming: Promise<string>[] = [];
      // One in each of the next microtasks, before anything else can happen.
      for (let n = 0; n < 20; n++) {
        await Promise.resolve();
        coming.push(ask(() => Promise.resolve('answered')));
      }
      await Promise.all([trying, ...coming]);
      if (shown === 'failure') {
        expect(circuit.state).to.equal('open');
        await halfOpen();
      }
      expect(await ask(() => Promise.resolve('answered'))).to.equal('answered');
      expect(circuit.state).to.equal('closed');
    });
  }

  it('lets a question end that was asked before it was shut down', async () => {
    const late = question();
    const waiting = ask(late.work);
    circuit.shutdown();
    late.end('health');
    expect(await waiting).to.equal('answered');
  });
});
