import { expect } from 'chai';
import { openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import type { CallOutcome, GrpcClient } from '../../src/client/grpc-client.js';
import type { RestClient } from '../../src/client/rest-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import {
  AuditServiceService,
  GetConsistencyProofResponse,
  GetEntryRequest,
  GetEntryResponse,
  GetInclusionProofResponse,
} from '../../src/gen/ostiary/audit/v1/audit.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { naiveConsistency, naiveInclusion, naiveLeafHash, naiveRoot } from '../audit/naive-tree.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { borderAccess, personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

describe('proofs of the log over both faces', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let policeRest: RestClient;
  let dpo: GrpcClient;
  let dpoRest: RestClient;
  let dpoToken: string;
  /** Indexes of entries of each authority. */
  let ofPolice: number;
  let ofBorder: number;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    policeRest = await stack.rest('XA-POLICE');
    dpo = await stack.grpc('XA-DPO');
    dpoRest = await stack.rest('XA-DPO');
    dpoToken = await (await stack.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
    const border = await stack.grpc('XB-BORDER');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const borderToken = await (await stack.identity('XB-BORDER')).mintToken({ officer: 'guard-3' });
    for (let calls = 0; calls < 6; calls += 1) {
      const own = await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });
      ofPolice = answerOf(own).receipt.leafIndex;
      const others = await border.call(
        SisServiceService.searchPersons,
        personSearch(TEST_PERSONS.wanted, { access: borderAccess }),
        { token: borderToken },
      );
      ofBorder = answerOf(others).receipt.leafIndex;
    }
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const openNote = (note: string) => openCheckpoint(note, parseVerifierKey(stack.gateway.verifierKey));

  function responseOf<Response>(outcome: CallOutcome<Response>): Response {
    if (outcome.kind === 'refusal') throw new Error(`refused: ${outcome.refusal.reason}`);
    return outcome.response;
  }

  async function restJson(path: string): Promise<unknown> {
    const answer = await policeRest.call('GET', path);
    expect(answer.status, answer.text).to.equal(200);
    return JSON.parse(answer.text);
  }

  it('gives the latest checkpoint, signed over the root of all entries', async () => {
    const leaves = await logbook.leafHashes();
    const overGrpc = responseOf(await police.call(AuditServiceService.getCheckpoint, {})).checkpoint;
    const overRest = ((await restJson('/v1/audit/checkpoint')) as { checkpoint: string }).checkpoint;
    expect(overRest).to.equal(overGrpc);
    const { size, root, origin } = openNote(overGrpc);
    expect(origin).to.equal(stack.config.logOrigin);
    expect(size).to.equal(leaves.length);
    expect(Buffer.from(root)).to.deep.equal(naiveRoot(leaves));
  });

  it('proves the inclusion of every entry in every tree', async () => {
    const all = await logbook.leafHashes();
    for (let size = 1; size <= all.length; size += 1) {
      const leaves = all.slice(0, size);
      for (let index = 0; index < size; index += 1) {
        const request = { index: BigInt(index), treeSize: BigInt(size) };
        const found = responseOf(await police.call(AuditServiceService.getInclusionProof, request));
        expect(found.leafHash).to.deep.equal(leaves[index]);
        expect(found.proof).to.deep.equal(naiveInclusion(index, leaves));
        expect(openNote(found.checkpoint).size).to.be.at.least(size);
      }
    }
  }).timeout(60_000);

  it('proves the inclusion over REST, too', async () => {
    const leaves = await logbook.leafHashes();
    for (const [index, leaf] of leaves.entries()) {
      const json = await restJson(`/v1/audit/inclusion-proof?index=${index}`);
      const found = GetInclusionProofResponse.fromJSON(json);
      expect(Number(found.treeSize)).to.equal(leaves.length);
      expect(found.leafHash).to.deep.equal(leaf);
      expect(found.proof).to.deep.equal(naiveInclusion(index, leaves));
    }
  });

  it('proves that every tree continues every earlier one', async () => {
    const all = await logbook.leafHashes();
    for (let second = 1; second <= all.length; second += 1) {
      for (let first = 1; first <= second; first += 1) {
        const request = { firstSize: BigInt(first), secondSize: BigInt(second) };
        const { proof } = responseOf(await police.call(AuditServiceService.getConsistencyProof, request));
        expect(proof).to.deep.equal(naiveConsistency(first, all.slice(0, second)));
      }
    }
    const json = await restJson(`/v1/audit/consistency-proof?first_size=3`);
    const latest = GetConsistencyProofResponse.fromJSON(json);
    expect(Number(latest.secondSize)).to.equal(all.length);
    expect(latest.proof).to.deep.equal(naiveConsistency(3, all));
  }).timeout(60_000);

  it('refuses proofs of what is not there', async () => {
    const size = BigInt(await logbook.size());
    const beyond = await police.call(AuditServiceService.getInclusionProof, { index: size, treeSize: size });
    expect(refusalOf(beyond).reason).to.equal('NOT_FOUND');
    const future = await police.call(AuditServiceService.getConsistencyProof, {
      firstSize: 1n,
      secondSize: size + 100n,
    });
    expect(refusalOf(future).reason).to.equal('REQUEST_INVALID');
    const empty = await policeRest.call('GET', '/v1/audit/consistency-proof?first_size=0');
    expect((JSON.parse(empty.text) as Problem).code).to.equal('REQUEST_INVALID');
  });

  describe('reading entries', () => {
    const reading = (index: number, access = reviewAccess) =>
      GetEntryRequest.fromPartial({ access, index: BigInt(index) });

    it('shows a data protection officer an overseen entry, as it was hashed', async () => {
      const { response, bytes, receipt } = answerOf(
        await dpo.call(AuditServiceService.getEntry, reading(ofPolice), { token: dpoToken }),
      );
      const leaves = await logbook.leafHashes();
      expect(naiveLeafHash(response.entry)).to.deep.equal(leaves[ofPolice]);
      expect(response.leafHash).to.deep.equal(leaves[ofPolice]);
      expectVerified(receipt, stack.gateway.verifierKey, bytes);
      const leaf = JSON.parse(response.entry.toString()) as Record<string, unknown>;
      expect(leaf).to.include({ o: 'XA-POLICE', s: 'SIS', k: 'outcome' });
      expect(Object.keys(leaf).sort()).to.deep.equal(['c', 'i', 'k', 'n', 'o', 'q', 'r', 's', 't', 'v', 'x']);
    });

    it('shows the same over REST', async () => {
      const answer = await dpoRest.call('POST', '/v1/audit/entries:read', {
        token: dpoToken,
        body: JSON.stringify(GetEntryRequest.toJSON(reading(ofPolice))),
      });
      expect(answer.status).to.equal(200);
      const [expected] = await logbook.entries(ofPolice);
      expect(GetEntryResponse.fromJSON(JSON.parse(answer.text)).entry).to.deep.equal(expected?.body);
    });

    it('logs the look like any access: who looked, at which entry, on what grounds (invariant 8)', async () => {
      const since = await logbook.size();
      answerOf(await dpo.call(AuditServiceService.getEntry, reading(ofPolice), { token: dpoToken }));
      const [intent, outcome] = await logbook.entries(since);
      expect(intent?.leaf).to.include({ kind: 'intent', authority: 'XA-DPO', system: 'AUDIT' });
      expect(intent?.sections.who).to.include({ officer: 'dpo-1', authority: 'XA-DPO' });
      expect(intent?.sections.what).to.deep.include({ query: { index: ofPolice } });
      expect(intent?.sections.why).to.include({
        legal_basis: 'SIS62-12-6',
        case_reference: 'REVIEW-2026-11',
        justification: 'monthly sample of accesses',
      });
      expect(outcome?.leaf).to.include({ kind: 'outcome', intentIndex: since, outcome: 'answered' });
      expect(outcome?.sections.result?.disclosed).to.deep.equal([
        { reference: String(ofPolice), category: 'XA-POLICE', fields: ['entry'] },
      ]);
    });

    it('makes entries of others look like entries that are not there, and logs the attempt', async () => {
      const attempt = async (index: number) => {
        const since = await logbook.size();
        const refusal = refusalOf(await dpo.call(AuditServiceService.getEntry, reading(index), { token: dpoToken }));
        const logged = await logbook.entries(since);
        const rest = await dpoRest.call('POST', '/v1/audit/entries:read', {
          token: dpoToken,
          body: JSON.stringify(GetEntryRequest.toJSON(reading(index))),
        });
        const problem = JSON.parse(rest.text) as Problem;
        const receipt = toReceiptFile(refusal.receipt);
        expectVerified(receipt, stack.gateway.verifierKey);
        return {
          reason: refusal.reason,
          message: refusal.message,
          violations: refusal.violations,
          metadata: Object.keys(refusal.metadata).sort(),
          status: rest.status,
          problem: [problem.type, problem.code, problem.title, problem.detail, problem.metadata],
          entries: logged.map(({ leaf }) => [leaf.kind, leaf.authority, leaf.outcome]),
          result: withoutTimes(Buffer.from(receipt.resultSection).toString()),
        };
      };
      const hidden = await attempt(ofBorder);
      expect(hidden).to.include({ reason: 'NOT_FOUND', status: 404 });
      expect(hidden.entries).to.deep.equal([
        ['intent', 'XA-DPO', undefined],
        // The leaf says "answered" of what was found and what was not: it must not be a flag for hits.
        ['outcome', 'XA-DPO', 'answered'],
      ]);
      expect(await attempt(999_999)).to.deep.equal(hidden);
      expect(await attempt(Number.MAX_SAFE_INTEGER)).to.deep.equal(hidden);
      // Its own looks are not overseen by itself.
      expect(await attempt((await logbook.size()) - 1)).to.deep.equal(hidden);
    });

    it('lets nobody but a data protection officer read', async () => {
      const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
      const refusal = refusalOf(await police.call(AuditServiceService.getEntry, reading(ofPolice), { token }));
      expect(refusal.reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    });

    it('gives no entry without a token and grounds', async () => {
      expect(refusalOf(await dpo.call(AuditServiceService.getEntry, reading(ofPolice))).reason).to.equal(
        'TOKEN_MISSING',
      );
      const bare = GetEntryRequest.fromPartial({ index: BigInt(ofPolice) });
      const refusal = refusalOf(await dpo.call(AuditServiceService.getEntry, bare, { token: dpoToken }));
      expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['access']);
    });
  });
});

const withoutTimes = (result: string): string => result.replace(/"duration_ms":[\d.]+/, '"duration_ms":0');
