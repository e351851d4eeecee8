import { expect } from 'chai';
import { createPartnerCircuit, NobodyWaits } from '../../../src/gateway/partners/partner-circuit.js';
import { faultOf, PartnerFault, refusedBy } from '../../../src/gateway/partners/partner-fault.js';
import { systemClock } from '../../../src/shared/clock.js';

describe('faults of another state’s gateway', () => {
  const becomes: [reason: string, status: string][] = [
    ['FORBIDDEN', 'REFUSED'],
    ['OPERATION_NOT_ALLOWED', 'REFUSED'],
    ['LEGAL_BASIS_NOT_IN_FORCE', 'REFUSED'],
    ['QUOTA_EXCEEDED', 'REFUSED'],
    ['SYSTEM_TIMED_OUT', 'TIMED_OUT'],
    ['DEADLINE_TOO_SHORT', 'TIMED_OUT'],
    ['SYSTEM_UNAVAILABLE', 'UNAVAILABLE'],
    ['AUDIT_UNAVAILABLE', 'UNAVAILABLE'],
    // Between operators: a token or message that is not as agreed is no decision about the question.
    ['TOKEN_INVALID', 'UNAVAILABLE'],
    ['REQUEST_INVALID', 'UNAVAILABLE'],
    ['SOMETHING_NEW', 'UNAVAILABLE'],
  ];
  for (const [reason, status] of becomes) {
    it(`${reason} means ${status}`, () => {
      const refusal = { reason, message: 'no', metadata: {}, violations: [], receipt: undefined };
      expect(refusedBy('XB', refusal)).to.include({ status, reason });
    });
  }

  it('repeat nothing that the other side has written but codes and fields', () => {
    const violations = [
      { field: 'probe.loci[3]', description: 'Müller' },
      { field: 'Müller', description: 'Müller' },
    ];
    const refusal = {
      reason: 'Müller',
      message: 'Müller',
      metadata: { name: 'Müller' },
      violations,
      receipt: undefined,
    };
    const { message, reason } = refusedBy('XB', refusal);
    expect([message, reason]).to.deep.equal([
      'the gateway of XB refused: UNKNOWN_REASON (probe.loci[3])',
      'UNKNOWN_REASON',
    ]);
    const failed = Object.assign(new Error('13 INTERNAL: Müller'), { code: 13, details: 'Müller' });
    const fault = faultOf('XB', failed);
    expect([fault.message, fault.cause]).to.deep.equal([
      'the gateway of XB cannot be asked: the call failed (gRPC status 13)',
      undefined,
    ]);
  });

  it('say why there is no connection', () => {
    const details = 'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:9';
    const { message } = faultOf('XB', Object.assign(new Error(`14 UNAVAILABLE: ${details}`), { code: 14, details }));
    expect(message).to.include('ECONNREFUSED');
  });

  it('a deadline that passed means TIMED_OUT, whatever else happened UNAVAILABLE', () => {
    const late = Object.assign(new Error('4 DEADLINE_EXCEEDED'), { code: 4 });
    expect(faultOf('XB', late).status).to.equal('TIMED_OUT');
    expect(faultOf('XB', new Error('connection refused'))).to.include({ status: 'UNAVAILABLE', reason: 'UNREACHABLE' });
  });
});

describe('the circuit around another state’s gateway', () => {
  /** Fails so often; then whether the circuit is open. */
  async function after(times: number, error: Error, givenMs = 5_000): Promise<boolean> {
    const circuit = createPartnerCircuit('XB', systemClock);
    for (let at = 0; at < times; at += 1) {
      await circuit.through(() => Promise.reject(error), givenMs).catch(() => undefined);
    }
    const { isOpen } = circuit;
    circuit.shutdown();
    return isOpen;
  }
  const down = new PartnerFault('UNAVAILABLE', 'UNREACHABLE', 'down');
  const late = new PartnerFault('TIMED_OUT', 'TIMED_OUT', 'late');

  it('opens after five questions that failed', async () => {
    expect([await after(4, down), await after(5, down)]).to.deep.equal([false, true]);
  });

  it('opens when the other side is too slow, but not for callers in a hurry', async () => {
    expect([await after(5, late, 1_000), await after(5, late, 999)]).to.deep.equal([true, false]);
  });

  it('stays closed when the other side refuses, or when nobody waits for it', async () => {
    const refused = new PartnerFault('REFUSED', 'FORBIDDEN', 'no');
    expect([await after(9, refused), await after(9, new NobodyWaits('XB'))]).to.deep.equal([false, false]);
  });

  it('asks nobody while it is open', async () => {
    const circuit = createPartnerCircuit('XB', systemClock);
    let asked = 0;
    const fail = (): Promise<never> => {
      asked += 1;
      return Promise.reject(down);
    };
    const reasons: unknown[] = [];
    for (let at = 0; at < 6; at += 1) {
      await circuit.through(fail, 5_000).catch((error: unknown) => reasons.push((error as PartnerFault).reason));
    }
    circuit.shutdown();
    expect([asked, reasons.at(-1)]).to.deep.equal([5, 'CIRCUIT_OPEN']);
  });
});
