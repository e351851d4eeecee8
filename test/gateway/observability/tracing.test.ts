import { expect } from 'chai';
import nock from 'nock';
import { Caller, type CallResult, type IncomingCall } from '../../../src/gateway/exchange/call.js';
import { startTracing, traced } from '../../../src/gateway/observability/tracing.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { testAuthority, testPeer } from '../../helpers/peers.js';

// nock takes over HTTP as soon as it is loaded; everybody else's tests use real sockets.
nock.restore();

const COLLECTOR = 'http://collector.example:4318';
const SECRET = 'Musterfrau';

const call: IncomingCall = {
  path: '/ostiary.sis.v1.SisService/SearchPersons',
  peer: testPeer(testAuthority('XA-POLICE', ['POL'])),
  authorization: `Bearer ${SECRET}`,
  body: Buffer.from(SECRET),
  deadlineMs: undefined,
  caller: new Caller(),
  transport: 'grpc',
};
const refused: CallResult = {
  kind: 'refusal',
  requestId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  refusal: new Refusal('PURPOSE_NOT_ALLOWED', 'no'),
  logged: undefined,
};

describe('traces', () => {
  before(() => nock.activate());
  afterEach(() => nock.cleanAll());
  after(() => nock.restore());

  it('tell operation, authority and outcome of each call, and nothing of what was asked', async () => {
    let sent = '';
    const collector = nock(COLLECTOR)
      .post('/v1/traces', (body: unknown) => {
        sent = JSON.stringify(body);
        return true;
      })
      .reply(200, {});
    const tracing = await startTracing(`${COLLECTOR}/v1/traces`, () => expect.fail('spans were lost'));
    const exchange = traced({ handle: () => Promise.resolve(refused) }, tracing.tracer);
    expect(await exchange.handle(call)).to.equal(refused);
    await tracing.close();
    expect(collector.isDone()).to.equal(true);
    expect(sent).to.include('/ostiary.sis.v1.SisService/SearchPersons');
    expect(sent).to.include('XA-POLICE');
    expect(sent).to.include('PURPOSE_NOT_ALLOWED');
    expect(sent).not.to.include(SECRET);
  });

  it('do not hold up a gateway that closes while the collector is away', async () => {
    nock(COLLECTOR).persist().post('/v1/traces').replyWithError('away');
    const lost: unknown[] = [];
    const tracing = await startTracing(`${COLLECTOR}/v1/traces`, (error) => lost.push(error));
    await traced({ handle: () => Promise.resolve(refused) }, tracing.tracer).handle(call);
    await tracing.close();
    expect(lost).to.have.length(1);
  });
});
