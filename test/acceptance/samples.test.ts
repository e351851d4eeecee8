/** Biometric samples come to the gateway and go on to SIS; the log has their type and never them (1862 Art. 12(3)). */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { makeSyntheticSample } from '../../src/adapters/sis/prints/synthetic-sample.js';
import { TEST_ALERTS, TEST_PRINTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import {
  SearchByPrintsRequest,
  SisPrintServiceService,
  VerifyPrintsRequest,
} from '../../src/gen/ostiary/sis/v1/prints.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';

describe('biometric samples through a whole gateway', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let token: string;
  const record = makeSyntheticSample(TEST_PRINTS.wanted, [1, 2]);

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  /** No piece of twelve bytes of the sample is in the log, as bytes, text, hexadecimal, base 64 or a list of numbers. */
  async function expectNotLogged(since: number, sample: Buffer): Promise<void> {
    const entries = await logbook.entries(since);
    expect(entries.length).to.be.above(0);
    const logged = entries.map(({ body, sections }) => body.toString('latin1') + JSON.stringify(sections)).join('\n');
    for (let at = 0; at + 12 <= sample.length; at++) {
      const piece = sample.subarray(at, at + 12);
      for (const form of [piece.toString('latin1'), piece.toString('hex'), piece.toString('base64'), piece.join(',')]) {
        expect(logged.includes(form), `bytes ${at} to ${at + 12}`).to.equal(false);
      }
    }
  }

  const ask = async <Request, Response extends { receipt?: AuditReceipt | undefined }>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) => answerOf(await police.call(method, request, { token, deadlineMs: 15_000 })).response;

  it('find whom they belong to, and leave nothing of themselves in the log', async () => {
    const since = await logbook.size();
    const request = SearchByPrintsRequest.fromPartial({
      access: policeAccess(),
      sample: { fingerMinutiaeRecord: record },
    });
    const { matches } = await ask(SisPrintServiceService.searchByPrints, request);
    expect(matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.wanted]);
    await expectNotLogged(since, record);
    const [intent] = await logbook.entries(since);
    expect(JSON.stringify(intent!.sections.what)).to.include(String(record.length));
  });

  it('leave nothing when they are compared with one alert', async () => {
    const since = await logbook.size();
    const request = VerifyPrintsRequest.fromPartial({
      access: policeAccess({ legalBasisId: 'SIS62-43-1' }),
      alertReference: TEST_ALERTS.wanted,
      sample: { fingerMinutiaeRecord: record },
    });
    const { matches } = await ask(SisPrintServiceService.verifyPrints, request);
    expect(matches).to.have.length(1);
    await expectNotLogged(since, record);
  });

  it('leave nothing when they are refused: no record, a cut one, one without an access context', async () => {
    for (const [sample, access] of [
      [Buffer.from('no finger minutiae record at all'), policeAccess()],
      [record.subarray(0, -5), policeAccess()],
      [record, undefined],
    ] as const) {
      const since = await logbook.size();
      const request = SearchByPrintsRequest.fromPartial({ access, sample: { fingerMinutiaeRecord: sample } });
      const refusal = refusalOf(await police.call(SisPrintServiceService.searchByPrints, request, { token }));
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      await expectNotLogged(since, sample);
    }
  });
});
