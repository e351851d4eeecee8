import { expect } from 'chai';
import {
  createPartnerCircuit,
  NobodyWaits,
  type PartnerCircuit,
} from '../../../src/gateway/partners/partner-circuit.js';
import { OwnFault, PartnerFault } from '../../../src/gateway/partners/partner-fault.js';
import { systemClock } from '../../../src/shared/clock.js';
import { eventually } from '../../helpers/eventually.js';

const FAIR_MS = 5_000;
const away = (): Promise<never> => Promise.reject(new PartnerFault('UNAVAILABLE', 'UNREACHABLE', 'away'));
const refuses = (): Promise<never> => Promise.reject(new PartnerFault('REFUSED', 'QUOTA_EXCEEDED', 'no'));
const late = (): Promise<never> => Promise.reject(new PartnerFault('TIMED_OUT', 'TIMED_OUT', 'late'));
const unready = (): Promise<never> => Promise.reject(new OwnFault('XB', new Error('no such file')));
const dropped = (): Promise<never> => Promise.reject(new NobodyWaits('XB'));

describe('the circuit of the gateway of another state', () => {
  let circuit: PartnerCircuit;
  afterEach(() => circuit.shutdown());

  const reasonOf = (work: () => Promise<unknown>, givenMs = FAIR_MS): Promise<string> =>
    circuit.through(work, givenMs).then(
      () => 'answered',
      (error: unknown) => (error as PartnerFault).reason,
    );
  /** Opens it, and waits until it lets the work through as the one question of a circuit that is half open. */
  async function tryAgainWith(work: () => Promise<unknown>, givenMs = FAIR_MS): Promise<void> {
    circuit = createPartnerCircuit('XB', systemClock, 50);
    for (let time = 0; time < 5; time++) await reasonOf(away);
    expect(circuit.isOpen).to.equal(true);
    await eventually(async () => {
      if ((await reasonOf(work, givenMs)) === 'CIRCUIT_OPEN') throw new Error('it lets no question through yet');
    });
  }

  it('closes when the gateway answers, if only by a refusal', async () => {
    await tryAgainWith(refuses);
    expect(await reasonOf(() => Promise.resolve('found'))).to.equal('answered');
  });

  it('is tried by the next question when nobody waited for the answer, nobody had the time to, or it was our fault', async () => {
    for (const [work, givenMs] of [
      [dropped, FAIR_MS],
      [late, 10],
      [unready, FAIR_MS],
    ] as const) {
      await tryAgainWith(work, givenMs);
      expect(await reasonOf(work, givenMs), 'it neither opened nor closed').to.not.equal('CIRCUIT_OPEN');
      expect(await reasonOf(away)).to.equal('UNREACHABLE');
      expect(circuit.isOpen).to.equal(true);
      circuit.shutdown();
    }
  });

  it('does not open for what is missing here', async () => {
    circuit = createPartnerCircuit('XB', systemClock, 50);
    for (let time = 0; time < 10; time++) expect(await reasonOf(unready)).to.equal('OWN_CREDENTIALS');
    expect(circuit.isOpen).to.equal(false);
  });

  it('does not open for those who wait for no answer', async () => {
    circuit = createPartnerCircuit('XB', systemClock, 50);
    for (let time = 0; time < 10; time++) await reasonOf(time % 2 === 0 ? dropped : () => late(), 10);
    expect(circuit.isOpen).to.equal(false);
  });
});
