/** Who an officer is, to whom: tokens and certificates over real sockets, two gateways on one database, and pseudonyms. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'chai';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { type RunningGateway, startGateway } from '../../src/gateway/gateway.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  OpenEntryRequest,
  SearchEntriesRequest,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { issueClient } from '../../src/pki/certificates.js';
import { readIntermediate } from '../../src/pki/read-authority.js';
import { pkiLayout } from '../../src/pki/layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { personSearch, reviewAccess } from '../helpers/questions.js';
import { sendRaw } from '../helpers/raw-rest.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

const SEARCH = '/v1/sis/persons:search';
const question = personSearch(TEST_PERSONS.wanted);
const body = JSON.stringify(SearchPersonsRequest.toJSON(question));

describe('officers', () => {
  let stack: ReviewStack;
  let second: RunningGateway;
  let logbook: Logbook;
  let police: DevelopmentClient;
  let border: DevelopmentClient;
  let here: GrpcClient;
  let there: GrpcClient;

  before(async function () {
    this.timeout(60_000);
    stack = await startReviewStack();
    const { config, databaseUrl } = stack.gateway;
    second = await startGateway(config, databaseUrl, createLogger('silent'));
    logbook = await openLogbook(databaseUrl, dataLayout(config.dataDirectory).vault);
    [police, border] = [await stack.gateway.identity('XA-POLICE'), await stack.gateway.identity('XB-BORDER')];
    here = createGrpcClient(stack.gateway.address, police);
    there = createGrpcClient(`localhost:${second.port}`, police);
  });
  after(async () => {
    here.close();
    there.close();
    await logbook.close();
    await second.close();
    await stack.stop();
  });

  const ask = (client: GrpcClient, token: string) => client.call(SisServiceService.searchPersons, question, { token });

  describe('whose tokens are one memory’s for two gateways', () => {
    it('use one token at both', async () => {
      const token = await police.mintToken({ officer: 'officer-17' });
      for (const gateway of [here, there, here]) answerOf(await ask(gateway, token));
    });

    it('never use one identifier twice, at whichever', async () => {
      const tokenId = 'used-at-the-first';
      answerOf(await ask(here, await police.mintToken({ officer: 'officer-17', tokenId })));
      const replay = await police.mintToken({ officer: 'officer-18', tokenId });
      for (const gateway of [there, here])
        expect(refusalOf(await ask(gateway, replay)).reason).to.equal('TOKEN_REPLAYED');
    });

    it('of twenty tokens with one identifier that come at once to both, one wins', async () => {
      const tokens = await Promise.all(
        Array.from({ length: 20 }, (_, n) => police.mintToken({ officer: `officer-${n}`, tokenId: 'contested' })),
      );
      const outcomes = await Promise.all(tokens.map((token, n) => ask(n % 2 === 0 ? here : there, token)));
      const refused = outcomes.filter(({ kind }) => kind === 'refusal');
      expect(refused).to.have.length(19);
      for (const outcome of refused) expect(refusalOf(outcome).reason).to.equal('TOKEN_REPLAYED');
    });

    it('never use one at the review service that another token used at a gateway', async () => {
      const dpo = await stack.gateway.identity('XA-DPO');
      const tokenId = 'of-the-dpo';
      const gateway = createGrpcClient(stack.gateway.address, dpo);
      const review = await stack.grpc('XA-DPO');
      try {
        // Denied by policy, but known by then.
        refusalOf(await ask(gateway, await dpo.mintToken({ officer: 'dpo-1', tokenId })));
        const request = SearchEntriesRequest.fromPartial({ access: reviewAccess });
        const token = await dpo.mintToken({ officer: 'dpo-2', tokenId });
        expect(refusalOf(await review.call(Review.searchEntries, request, { token })).reason).to.equal(
          'TOKEN_REPLAYED',
        );
      } finally {
        gateway.close();
      }
    });
  });

  describe('whose tokens are in the wrong place', () => {
    const headers = { 'content-type': 'application/json' };
    const rest = async (changes: { path?: string; headers?: Record<string, string> }) => {
      const answer = await sendRaw(stack.gateway.gateway.port, police, {
        path: changes.path ?? SEARCH,
        headers: { ...headers, ...changes.headers },
        body,
      });
      return (JSON.parse(answer.text) as { code?: string }).code ?? answer.status;
    };

    it('are unknown over REST', async () => {
      const token = await police.mintToken({ officer: 'officer-17' });
      expect(await rest({ headers: { authorization: `Bearer ${token}` } })).to.equal(200);
      expect(await rest({ headers: { cookie: `access_token=${token}` } })).to.equal('TOKEN_MISSING');
      expect(await rest({ headers: { 'proxy-authorization': `Bearer ${token}` } })).to.equal('TOKEN_MISSING');
      expect(await rest({ headers: { 'x-authorization': `Bearer ${token}` } })).to.equal('TOKEN_MISSING');
      expect(await rest({ path: `${SEARCH}?access_token=${token}` })).not.to.equal(200);
    });

    it('or stand there twice, over REST', async () => {
      const token = await police.mintToken({ officer: 'officer-17' });
      const other = await police.mintToken({ officer: 'officer-18' });
      for (const [first, next] of [
        [token, token],
        [token, other],
      ]) {
        const lines = [
          `POST ${SEARCH} HTTP/1.1`,
          'Host: localhost',
          'Content-Type: application/json',
          `Content-Length: ${Buffer.byteLength(body)}`,
          `Authorization: Bearer ${first!}`,
          `Authorization: Bearer ${next!}`,
          'Connection: close',
        ];
        const answer = await sendBytes(`${lines.join('\r\n')}\r\n\r\n${body}`);
        expect(answer).to.match(/^HTTP\/1\.1 401 /);
        expect(answer).to.contain('"code":"TOKEN_INVALID"');
      }
    });
  });

  function sendBytes(bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = tls.connect({
        host: '127.0.0.1',
        servername: 'localhost',
        port: stack.gateway.gateway.port,
        ALPNProtocols: ['http/1.1'],
        ca: police.caPem,
        cert: police.certificatePem,
        key: police.keyPem,
      });
      let received = '';
      socket.setEncoding('utf8').on('data', (text: string) => (received += text));
      socket.on('error', reject).on('close', () => resolve(received));
      socket.write(bytes);
    });
  }

  describe('of an authority whose certificate or registration changes', () => {
    it('need a new token with a new certificate, and go on with the old one meanwhile', async () => {
      const layout = pkiLayout(stack.gateway.pkiDirectory);
      const renewed = await issueClient({
        ca: await readIntermediate(layout, systemClock),
        commonName: 'Police of Xanadu, renewed',
        uris: [police.uri],
      });
      const identity = { ...police, certificatePem: renewed.chainPem, keyPem: renewed.keyPem };
      const token = await police.mintToken({ officer: 'officer-17' });
      answerOf(await ask(here, token));
      const client = createGrpcClient(stack.gateway.address, identity);
      try {
        expect(refusalOf(await ask(client, token)).reason).to.equal('TOKEN_NOT_BOUND');
        const own = await police.mintToken({ officer: 'officer-17', certificateThumbprint: renewed.thumbprint });
        answerOf(await ask(client, own));
        expect(refusalOf(await ask(here, own)).reason).to.equal('TOKEN_NOT_BOUND');
        answerOf(await ask(here, token));
      } finally {
        client.close();
      }
    });

    it('are shut out with an authority that is suspended, good token or not, until it is not', async () => {
      const { registry } = pkiLayout(stack.gateway.pkiDirectory);
      const before = await readFile(registry, 'utf8');
      const suspended = JSON.parse(before) as { authorities: { code: string; suspended: boolean }[] };
      suspended.authorities.find(({ code }) => code === 'XB-BORDER')!.suspended = true;
      const token = await border.mintToken({ officer: 'guard-3' });
      const request = { method: 'GET', path: '/livez', headers: { authorization: `Bearer ${token}` } };
      const knock = () => sendRaw(stack.gateway.gateway.port, border, request);
      expect((await knock()).status).to.equal(200);
      await replace(registry, JSON.stringify(suspended));
      await eventually(async () => expect(await knock().catch((error: unknown) => error)).to.be.instanceOf(Error));
      await replace(registry, before);
      await eventually(async () => expect((await knock()).status).to.equal(200));
    });
  });

  async function replace(path: string, content: string): Promise<void> {
    const draft = join(stack.gateway.pkiDirectory, 'authorities.draft');
    await writeFile(draft, content);
    await rename(draft, path);
  }

  describe('whom other states know by a pseudonym', () => {
    const review = async (code: string, pseudonym: string) => {
      const client = await stack.grpc(code);
      const token = await (await stack.gateway.identity(code)).mintToken({ officer: `${code}-1` });
      const request = SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { pseudonym } });
      const { entries } = answerOf(await client.call(Review.searchEntries, request, { token })).response;
      return { client, token, entries };
    };
    const whoOf = async (officer: string): Promise<Readonly<Record<string, unknown>>[]> => {
      const from = await logbook.size();
      answerOf(await ask(here, await police.mintToken({ officer })));
      const entries = await logbook.entries(from);
      return entries.flatMap(({ sections }) => (sections.who === undefined ? [] : [sections.who]));
    };

    it('have the same one token after token, gateway after gateway, and another than their colleagues', async () => {
      const [first] = await whoOf('officer-41');
      const [next] = await whoOf('officer-41');
      const [colleague] = await whoOf('officer-42');
      expect(first!.pseudonym).to.match(/^[0-9]{4}q[1-4]-[0-9a-f]{32}$/);
      expect(next!.pseudonym).to.equal(first!.pseudonym);
      expect(colleague!.pseudonym).not.to.equal(first!.pseudonym);
      const from = await logbook.size();
      answerOf(await ask(there, await police.mintToken({ officer: 'officer-41' })));
      expect((await logbook.entries(from))[0]!.sections.who!.pseudonym).to.equal(first!.pseudonym);
    });

    it('are resolved by their own data protection officer, and by nobody of another authority', async () => {
      const [who] = await whoOf('officer-51');
      const pseudonym = who!.pseudonym as string;
      const found = await review('XA-DPO', pseudonym);
      expect(found.entries.map(({ kind, authority }) => [kind, authority])).to.deep.equal([['intent', 'XA-POLICE']]);
      const opened = answerOf(
        await found.client.call(
          Review.openEntry,
          OpenEntryRequest.fromPartial({
            access: reviewAccess,
            index: found.entries[0]!.index,
            sections: [EntrySection.WHO],
          }),
          { token: found.token },
        ),
      ).response;
      expect(JSON.parse(Buffer.from(opened.openings[0]!.content).toString())).to.include({
        officer: 'officer-51',
        pseudonym,
      });
      expect((await review('XB-DPO', pseudonym)).entries).to.be.empty;
      expect((await review('XA-SUPERVISOR', pseudonym)).entries.length).to.be.greaterThan(0);
      const unknown = `${pseudonym.slice(0, 7)}${'0'.repeat(32)}`;
      expect((await review('XA-DPO', unknown)).entries).to.be.empty;
    });

    it('are not looked for by what is no pseudonym', async () => {
      const client = await stack.grpc('XA-DPO');
      const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
      const request = SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { pseudonym: 'officer-51' } });
      const { violations } = refusalOf(await client.call(Review.searchEntries, request, { token }));
      expect(violations.map(({ field }) => field)).to.deep.equal(['filter.pseudonym']);
    });
  });
});
