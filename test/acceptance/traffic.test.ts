/** How much may be asked of a whole gateway, and of two on one database; a flood of lawful questions is one attack. */
import { expect } from 'chai';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { openLogbook } from '../helpers/logbook.js';
import { copyPolicy, type PolicyFolder } from '../helpers/policy-folder.js';
import { borderAccess, personSearch } from '../helpers/questions.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';

const BURST = 30;
const CALLS = 300;

/** Whole seconds in the header, and the reason in the body. */
const saysWhenToComeBack = ([after, text]: [string, string]): boolean =>
  /^[1-9][0-9]*$/.test(after) && text.includes('RATE_LIMITED');

describe('traffic', () => {
  let folder: PolicyFolder;
  let stack: GatewayStack;
  let second: RunningGateway;
  let police: DevelopmentClient;
  let border: DevelopmentClient;
  const clients: GrpcClient[] = [];

  before(async function () {
    this.timeout(60_000);
    folder = await copyPolicy();
    await folder.write(
      'rates.csv',
      `id,authorities,systems,purposes,per_second,burst,note\nSLOW,XA-POLICE,SIS,*,1,${BURST},\nANY,*,*,*,10000,10000,\n`,
    );
    stack = await startGatewayStack({ OSTIARY_POLICY_DIR: folder.path });
    second = await startGateway(stack.config, stack.databaseUrl, createLogger('silent'));
    police = await stack.identity('XA-POLICE');
    border = await stack.identity('XB-BORDER');
    for (const address of [stack.address, `localhost:${second.port}`]) clients.push(createGrpcClient(address, police));
  });
  after(async () => {
    for (const client of clients) client.close();
    await second.close();
    await stack.stop();
    await folder.remove();
  });

  it('of a flood is held to the rate at both gateways together, and leaves the others what is theirs', async () => {
    const token = await police.mintToken({ officer: 'officer-17' });
    const question = personSearch(TEST_PERSONS.wanted);
    const began = Date.now();
    const results = await Promise.all(
      Array.from({ length: CALLS }, (_, n) =>
        clients[n % clients.length]!.call(SisServiceService.searchPersons, question, { token }),
      ),
    );
    const seconds = (Date.now() - began) / 1000;
    const answered = results.filter(({ kind }) => kind === 'answer');
    // One flows back each second; nothing of the burst is lost on the way.
    expect(answered.length).to.be.within(BURST, BURST + Math.ceil(seconds));
    for (const result of results) {
      if (result.kind === 'answer') continue;
      const refusal = refusalOf(result);
      expect(refusal.reason).to.equal('RATE_LIMITED');
      expect(refusal.metadata).to.include({ rate: 'SLOW', per_second: '1' });
    }

    const { status, headers, text } = await (
      await stack.rest('XA-POLICE')
    ).call('POST', '/v1/sis/persons:search', {
      token,
      body: JSON.stringify(SearchPersonsRequest.toJSON(question)),
    });
    // A token may have flowed back meanwhile.
    if (status === 429) expect([headers['retry-after'], text]).to.satisfy(saysWhenToComeBack);
    else expect(status).to.equal(200);
    const own = await stack.grpc('XB-BORDER');
    answerOf(
      await own.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted, { access: borderAccess }), {
        token: await border.mintToken({ officer: 'officer-3' }),
      }),
    );
  });

  it('that was refused is in the log: the first one by one, the rest by number', async () => {
    await second.close();
    await stack.gateway.close();
    const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    const entries = await logbook.entries();
    await logbook.close();
    const ofPolice = entries.filter(({ leaf }) => leaf.authority === 'XA-POLICE');
    const answered = ofPolice.filter(({ leaf }) => leaf.kind === 'outcome').length;
    const listed = ofPolice.filter(({ sections }) => sections.result?.status === 'RATE_LIMITED').length;
    const counted = ofPolice
      .map(({ sections }) => sections.result)
      .filter((result) => result?.status === 'REFUSALS_NOT_LISTED')
      .reduce((sum, result) => sum + ((result?.counts as { RATE_LIMITED?: number }).RATE_LIMITED ?? 0), 0);
    expect(listed).to.be.at.most(100);
    expect(counted).to.be.greaterThan(0);
    expect(answered + listed + counted).to.equal(CALLS + 1);
  });
});
