import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import fc from 'fast-check';
import { type ReceiptFile, verifyReceipt } from '../../src/audit/receipt/receipt.js';
import { parseReceiptJson } from '../../src/audit/receipt/receipt-file.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import type { RestClient } from '../../src/client/rest-client.js';
import { digestOfBytes, digestsOfJson } from '../../src/cli/answer-digest.js';
import { loadContract } from '../../src/gateway/contract/contract.js';
import { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import {
  AlertCategory,
  GetAlertRequest,
  GetAlertResponse,
  SearchObjectsRequest,
  SearchObjectsResponse,
  SearchPersonsRequest,
  SearchPersonsResponse,
  SisServiceService,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { TEST_DOCUMENTS, TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { alertReading, objectSearch, personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const contract = loadContract();

describe('questions to a whole gateway', () => {
  let stack: GatewayStack;
  let police: GrpcClient;
  let policeRest: RestClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    police = await stack.grpc('XA-POLICE');
    policeRest = await stack.rest('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
  });
  after(() => stack.stop());

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) {
    return answerOf(await police.call(method, request, { token }));
  }

  const post = (path: string, body: unknown) => policeRest.call('POST', path, { token, body: JSON.stringify(body) });

  describe('over gRPC', () => {
    it('finds a wanted person, says in which category, and what to do', async () => {
      const { response } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted));
      expect(response.outcome).to.deep.include({ system: 'SIS', status: OutcomeStatus.HIT });
      expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.wanted]);
      expect(response.matches[0]).to.deep.include({
        issuingState: 'XB',
        category: AlertCategory.ARR,
        action: 'Arrest for surrender or extradition',
        ownState: false,
      });
    });

    it('finds nobody where nobody is, and calls it no hit', async () => {
      const { response } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.unknownToAll));
      expect(response.outcome).to.deep.include({ system: 'SIS', status: OutcomeStatus.NO_HIT });
      expect(response.matches).to.deep.equal([]);
      expect(response.truncated).to.equal(false);
    });

    it('finds no alert that has reached its term', async () => {
      const { response } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.formerlyWanted));
      expect(response.outcome?.status).to.equal(OutcomeStatus.NO_HIT);
    });

    it('finds a person by document, too', async () => {
      const { document } = TEST_PERSONS.wanted;
      const request = SearchPersonsRequest.fromPartial({
        access: policeAccess(),
        document: { number: document.number },
      });
      const { response } = await ask(SisServiceService.searchPersons, request);
      expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.wanted]);
    });

    it('reads the alert in the second step', async () => {
      const { response } = await ask(SisServiceService.getAlert, alertReading(TEST_ALERTS.wanted));
      expect(response.alert).to.deep.include({
        alertReference: TEST_ALERTS.wanted,
        article: 'Regulation (EU) 2018/1862 Art. 26',
        offenceType: 'Armed robbery',
        decisionReference: 'EAW XB 2026/000001',
      });
    });

    it('finds a stolen vehicle by its number and a stolen document by its number', async () => {
      const vehicle = await ask(SisServiceService.searchObjects, objectSearch({ vin: TEST_VEHICLES.stolen.vin }));
      expect(vehicle.response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([
        TEST_ALERTS.stolenVehicle,
      ]);
      const document = await ask(
        SisServiceService.searchObjects,
        objectSearch({ documentNumber: TEST_DOCUMENTS.stolen.number }),
      );
      expect(document.response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([
        TEST_ALERTS.stolenDocument,
      ]);
    });

    it('shows an alert of the own state as a national matter, not as a hit (Art. 3(6))', async () => {
      const { response } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wantedByOwnState));
      expect(response.outcome?.status).to.equal(OutcomeStatus.NO_HIT);
      expect(response.matches).to.have.lengthOf(1);
      expect(response.matches[0]).to.deep.include({ alertReference: TEST_ALERTS.wantedByOwnState, ownState: true });
    });
  });

  describe('over REST', () => {
    /** The same question over both faces; receipts differ, as they must. */
    async function bothFaces<Request, Response extends { receipt?: AuditReceipt | undefined }>(
      path: string,
      method: MethodDefinition<Request, Response>,
      request: Request,
      toJson: (request: Request) => unknown,
      { fromJSON, toJSON }: { fromJSON: (json: unknown) => Response; toJSON: (response: Response) => unknown },
    ): Promise<void> {
      const overGrpc = (await ask(method, request)).response;
      const answer = await post(path, toJson(request));
      expect(answer.status).to.equal(200);
      const overRest = fromJSON(JSON.parse(answer.text));
      expect(overRest.receipt?.requestId).to.match(/^[0-9A-Z]{26}$/);
      expect(overRest.receipt?.requestId).not.to.equal(overGrpc.receipt?.requestId);
      expect(toJSON({ ...overRest, receipt: undefined })).to.deep.equal(toJSON({ ...overGrpc, receipt: undefined }));
    }

    const { wanted, unknownToAll, summoned, missingAdult, wantedByOwnState } = TEST_PERSONS;
    for (const [name, person] of Object.entries({ wanted, unknownToAll, summoned, missingAdult, wantedByOwnState })) {
      it(`answers a search for a person as gRPC does: ${name}`, () =>
        bothFaces(
          '/v1/sis/persons:search',
          SisServiceService.searchPersons,
          personSearch(person),
          (request) => SearchPersonsRequest.toJSON(request),
          SearchPersonsResponse,
        ));
    }

    it('answers a search for an object as gRPC does', () =>
      bothFaces(
        '/v1/sis/objects:search',
        SisServiceService.searchObjects,
        objectSearch({ plate: TEST_VEHICLES.cloned.plate }),
        (request) => SearchObjectsRequest.toJSON(request),
        SearchObjectsResponse,
      ));

    it('reads an alert as gRPC does', () =>
      bothFaces(
        '/v1/sis/alerts:read',
        SisServiceService.getAlert,
        alertReading(TEST_ALERTS.missingChild),
        (request) => GetAlertRequest.toJSON(request),
        GetAlertResponse,
      ));

    it('says on every answer that it is synthetic, of which request, and not to be kept', async () => {
      const answered = await post('/v1/sis/persons:search', SearchPersonsRequest.toJSON(personSearch(wanted)));
      const refused = await post('/v1/sis/persons:search', { access: AccessContext.toJSON(AccessContext.create()) });
      expect([answered.status, refused.status]).to.deep.equal([200, 400]);
      for (const { headers, text } of [answered, refused]) {
        expect(headers).to.include({ 'ostiary-synthetic': 'true', 'cache-control': 'no-store' });
        expect(headers['ostiary-request-id']).to.equal(parseReceiptJson(text).requestId);
        expect(parseReceiptJson(text).synthetic).to.equal(true);
      }
      expect(answered.headers['content-type']).to.equal('application/json');
      expect(refused.headers['content-type']).to.equal('application/problem+json');
    });

    it('gives a receipt that verifies offline and is bound to the answer', async () => {
      const { text } = await post('/v1/sis/persons:search', SearchPersonsRequest.toJSON(personSearch(wanted)));
      const receipt = parseReceiptJson(text);
      const { answer_sha256: logged } = JSON.parse(Buffer.from(receipt.resultSection).toString()) as {
        answer_sha256: string;
      };
      expect(digestsOfJson(contract, text)).to.include(logged);
      expect(verifyReceipt(receipt, stack.gateway.verifierKey, { answerSha256: logged }).ok).to.equal(true);
      const forged = text.replace(TEST_ALERTS.wanted, TEST_ALERTS.summoned);
      expect(forged).not.to.equal(text);
      expect(digestsOfJson(contract, forged)).not.to.include(logged);
    });

    it('gives a receipt with a refusal, too', async () => {
      const { text } = await post('/v1/sis/persons:search', {});
      expectVerified(parseReceiptJson(text), stack.gateway.verifierKey);
    });
  });

  describe('receipts', () => {
    it('verify offline for an answer, to the byte', async () => {
      const { receipt, bytes } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted));
      const { size } = expectVerified(receipt, stack.gateway.verifierKey, bytes);
      expect(receipt.leafIndex).to.be.lessThan(size);
    });

    it('verify offline for a refusal', async () => {
      const refusal = refusalOf(await police.call(SisServiceService.searchPersons, SearchPersonsRequest.create()));
      expect(refusal.reason).to.equal('TOKEN_MISSING');
      expectVerified(toReceiptFile(refusal.receipt), stack.gateway.verifierKey);
    });

    it('are of no use for another answer', async () => {
      const one = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted));
      const other = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.unknownToAll));
      const verdict = verifyReceipt(one.receipt, stack.gateway.verifierKey, {
        answerSha256: digestOfBytes(other.bytes),
      });
      expect(verdict.ok).to.equal(false);
    });

    it('do not survive a change of any field', async () => {
      const { receipt, bytes } = await ask(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted));
      const { verifierKey } = stack.gateway;
      const answerSha256 = digestOfBytes(bytes);
      fc.assert(
        fc.property(fc.constantFrom(...PROVED_FIELDS), fc.nat(), fc.integer({ min: 1, max: 255 }), (field, at, by) => {
          const altered = { ...receipt, [field]: alter(receipt[field], at, by) };
          return !verifyReceipt(altered, verifierKey, { answerSha256 }).ok;
        }),
        { numRuns: 500 },
      );
    });

    it('do not survive a change of any byte as they travelled', async () => {
      const { response, bytes } = await ask(SisServiceService.getAlert, alertReading(TEST_ALERTS.wanted));
      const answerSha256 = digestOfBytes(bytes);
      const encoded = AuditReceipt.encode(response.receipt!).finish();
      const survived: number[] = [];
      for (let at = 0; at < encoded.length; at += 1) {
        for (const by of [0x01, 0x80, 0xff]) {
          const altered = Buffer.from(encoded);
          altered[at]! ^= by;
          if (stands(altered, response.receipt!, stack.gateway.verifierKey, answerSha256)) survived.push(at);
        }
      }
      expect(survived).to.deep.equal([]);
    });
  });
});

/** Every field of a receipt but the note that data are synthetic, which the log's origin says as well. */
const PROVED_FIELDS = [
  'logOrigin',
  'requestId',
  'leafIndex',
  'leafHash',
  'entry',
  'inclusionProof',
  'checkpoint',
  'resultSalt',
  'resultSection',
] as const satisfies readonly (keyof ReceiptFile)[];

/** The same value, changed in one place. */
function alter(value: ReceiptFile[(typeof PROVED_FIELDS)[number]], at: number, by: number): unknown {
  if (typeof value === 'number') return value + by;
  if (typeof value === 'string') {
    const place = at % value.length;
    const changed = String.fromCodePoint(((value.codePointAt(place) ?? 0) ^ by) & 0xff);
    return value.slice(0, place) + changed + value.slice(place + 1);
  }
  if (value instanceof Uint8Array) {
    const changed = Buffer.from(value);
    changed[at % changed.length]! ^= by;
    return changed;
  }
  if (value.length === 0) return [Buffer.alloc(32, by)];
  const place = at % value.length;
  return value.map((hash, index) => (index === place ? alter(hash, at, by) : hash));
}

/** Whether altered bytes still make a receipt that verifies, in another way than by saying the same. */
function stands(altered: Buffer, original: AuditReceipt, vkey: string, answerSha256: string): boolean {
  let read: AuditReceipt;
  try {
    read = AuditReceipt.decode(altered);
  } catch {
    return false;
  }
  const same = AuditReceipt.toJSON({ ...read, synthetic: original.synthetic });
  if (JSON.stringify(same) === JSON.stringify(AuditReceipt.toJSON(original))) return false;
  return verifyReceipt(toReceiptFile(read), vkey, { answerSha256 }).ok;
}
