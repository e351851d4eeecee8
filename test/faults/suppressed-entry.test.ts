import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { answerRanges, findDifference } from '../../src/audit/completeness/bisection.js';
import { collectFromList, collectFromLog } from '../../src/audit/completeness/collect.js';
import { itemSet, rootOf } from '../../src/audit/completeness/items.js';
import { dayOf, timeOfRequest } from '../../src/audit/completeness/pair.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified } from '../helpers/receipts.js';

/**
 * The attack: an operator with the log's own key keeps an access out of the log. A second gateway on a database of its
 * own answers it, and its receipt verifies in every step, since the key is the right one. The log that is reviewed shows
 * no gap, because nothing was ever taken out of it.
 */
describe('an access suppressed before it is logged', function () {
  this.timeout(60_000);
  let real: GatewayStack;
  let shadow: GatewayStack;
  let aside: GrpcClient;
  let requests: string[];
  let hidden: string;
  const pair = { asker: 'XA-POLICE', answerer: 'SIS' };
  const key = randomBytes(32);

  before(async () => {
    real = await startGatewayStack();
    const { dataDirectory, credentialsDirectory } = real.config;
    shadow = await startGatewayStack({
      OSTIARY_DATA_DIR: dataDirectory,
      OSTIARY_CREDENTIALS_DIR: credentialsDirectory,
    });
    const police = await real.grpc('XA-POLICE');
    const identity = await real.identity('XA-POLICE');
    aside = createGrpcClient(shadow.address, identity);
    const token = await identity.mintToken({ officer: 'officer-17' });
    const ask = async (client: GrpcClient): Promise<string> => {
      const outcome = await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });
      const { receipt, bytes, response } = answerOf(outcome);
      expectVerified(receipt, real.gateway.verifierKey, bytes);
      return response.receipt!.requestId;
    };
    requests = [await ask(police), await ask(police)];
    hidden = await ask(aside);
    requests.push(hidden, await ask(police));
  });

  after(async () => {
    aside.close();
    await shadow.stop();
    await real.stop();
  });

  it('is named when the asking authority compares its own count with the log', async () => {
    const days = new Set(requests.map((request) => dayOf(timeOfRequest(request)!)));
    const sql = connectDatabase(real.databaseUrl, { applicationName: 'test', max: 1, role: 'ostiary_gateway' });
    const missing: string[] = [];
    try {
      for (const day of days) {
        const mine = collectFromList(requests.join('\n'), { pair, day, key });
        const logged = await collectFromLog(sql, { pair, day, key });
        const theirs = itemSet(logged.accesses.map(({ item }) => item));
        const { onlyOurs, onlyTheirs } = await findDifference(
          itemSet(mine.accesses.map(({ item }) => item)),
          { count: theirs.length, root: rootOf(theirs) },
          { answer: (questions) => Promise.resolve(answerRanges(theirs, questions)) },
        );
        expect(onlyTheirs).to.be.empty;
        for (const { item, index } of mine.accesses) if (onlyOurs.includes(item)) missing.push(requests[index - 1]!);
      }
    } finally {
      await sql.end();
    }
    expect(missing).to.deep.equal([hidden]);
  });
});
