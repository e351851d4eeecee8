import { gzipSync } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { parseReceiptJson } from '../../src/audit/receipt/receipt-file.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, type LogbookEntry, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { alertReading, personSearch, registrationAccess } from '../helpers/questions.js';
import { type RawRequest, sendRaw } from '../helpers/raw-rest.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

/** A name, an officer and an identifier that no log may show when they come in a call that was not understood. */
const SECRET = 'Geheimnis';
const search = '/v1/sis/persons:search';

const question = (changes: Partial<SearchPersonsRequest> = {}): SearchPersonsRequest =>
  personSearch({ surname: SECRET, dateOfBirth: '1971-02-03' }, changes);
const encoded = (request = question()): Buffer => Buffer.from(SearchPersonsRequest.encode(request).finish());

/** An operation that takes its request as bytes, whatever they are. */
const rawSearch: MethodDefinition<Buffer, unknown> = {
  ...SisServiceService.searchPersons,
  requestSerialize: (bytes) => bytes,
  requestDeserialize: (bytes) => bytes,
  responseSerialize: () => Buffer.alloc(0),
};

/** Fields 1000 and up, which no message of the contract has. */
function unknownFields(count: number): Buffer {
  const writer = new BinaryWriter();
  for (let field = 1000; field < 1000 + count; field += 1) writer.tag(field, WireType.Varint).uint32(1);
  return Buffer.from(writer.finish());
}

describe('refusals of a whole gateway', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: DevelopmentClient;
  let client: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.identity('XA-POLICE');
    client = await stack.grpc('XA-POLICE');
    token = await police.mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  /** What the log holds since a size: one refusal of this reason, without what was sent. */
  async function expectLogged(since: number, reason: string): Promise<LogbookEntry> {
    const entries = await logbook.entries(since);
    expect(entries.map(({ leaf }) => leaf.kind)).to.deep.equal(['access-denied']);
    const [entry] = entries;
    expect(entry!.leaf).to.include({ authority: 'XA-POLICE', outcome: 'refused' });
    expect(entry!.sections.result).to.include({ status: reason });
    expect(entry!.sections.who).to.include({ authority: 'XA-POLICE' });
    return entry!;
  }

  function expectNoSecret(entry: LogbookEntry): void {
    expect(JSON.stringify(entry.sections)).not.to.include(SECRET);
    expect(entry.body.toString()).not.to.include(SECRET);
  }

  /** After whatever came before, an honest question is answered. */
  async function expectHonestAnswer(): Promise<void> {
    answerOf(await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }));
  }

  async function refusedOverGrpc(
    bytes: Buffer,
    { given = token, method = rawSearch }: { given?: string; method?: typeof rawSearch } = {},
  ) {
    const since = await logbook.size();
    const refusal = refusalOf(await client.call(method, bytes, { token: given }));
    return { refusal, entry: await expectLogged(since, refusal.reason) };
  }

  async function refusedOverRest(raw: RawRequest) {
    const since = await logbook.size();
    const answer = await sendRaw(stack.gateway.port, police, raw);
    const problem = JSON.parse(answer.text) as Problem;
    expect(answer.headers['content-type']).to.equal('application/problem+json');
    expect(answer.headers).to.include({ 'ostiary-synthetic': 'true', 'cache-control': 'no-store' });
    expect(problem.status).to.equal(answer.status);
    return { answer, problem, entry: await expectLogged(since, problem.code) };
  }

  const json = (body: unknown): RawRequest => ({
    path: search,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const honest = (): Record<string, unknown> => SearchPersonsRequest.toJSON(question()) as Record<string, unknown>;

  afterEach(expectHonestAnswer);

  describe('of officers', () => {
    const tokens: Readonly<Record<string, readonly [reason: string, () => Promise<string>]>> = {
      'of another audience': ['TOKEN_INVALID', () => police.mintToken({ officer: SECRET, audience: 'urn:elsewhere' })],
      'that has expired': [
        'TOKEN_INVALID',
        () => police.mintToken({ officer: SECRET, issuedAtMs: Date.now() - 20 * 60_000 }),
      ],
      'that lives too long': ['TOKEN_INVALID', () => police.mintToken({ officer: SECRET, lifetimeSeconds: 3600 })],
      'of the future': [
        'TOKEN_INVALID',
        () => police.mintToken({ officer: SECRET, issuedAtMs: Date.now() + 10 * 60_000 }),
      ],
      'for another certificate': [
        'TOKEN_NOT_BOUND',
        () => police.mintToken({ officer: SECRET, certificateThumbprint: 'x'.repeat(43) }),
      ],
      'of an unknown issuer': [
        'TOKEN_NOT_BOUND',
        () => police.mintToken({ officer: SECRET, issuer: 'https://idp.example' }),
      ],
      'that is none': ['TOKEN_INVALID', () => Promise.resolve(SECRET)],
      'whose signature was cut': [
        'TOKEN_INVALID',
        async () => (await police.mintToken({ officer: SECRET })).slice(0, -2),
      ],
    };
    for (const [name, [reason, mint]] of Object.entries(tokens)) {
      it(`refuses a token ${name}`, async () => {
        const { refusal, entry } = await refusedOverGrpc(encoded(), { given: await mint() });
        expect(refusal.reason).to.equal(reason);
        expectVerified(toReceiptFile(refusal.receipt), stack.gateway.verifierKey);
        expectNoSecret(entry);
        expect(entry.sections.who).not.to.have.property('officer');
      });
    }

    it('refuses a call without a token, over both faces', async () => {
      const since = await logbook.size();
      expect(refusalOf(await client.call(rawSearch, encoded())).reason).to.equal('TOKEN_MISSING');
      expectNoSecret(await expectLogged(since, 'TOKEN_MISSING'));
      const { answer, problem } = await refusedOverRest({
        ...json(honest()),
        headers: { 'content-type': 'application/json' },
      });
      expect([answer.status, problem.code]).to.deep.equal([401, 'TOKEN_MISSING']);
      expect(answer.headers['www-authenticate']).to.equal('Bearer');
    });

    it('refuses a second token with the identifier of a first', async () => {
      const tokenId = 'one-and-only';
      const first = await police.mintToken({ officer: 'officer-1', tokenId });
      answerOf(await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token: first }));
      const second = await police.mintToken({ officer: 'officer-2', tokenId });
      const { refusal } = await refusedOverGrpc(encoded(), { given: second });
      expect(refusal.reason).to.equal('TOKEN_REPLAYED');
    });
  });

  describe('of what cannot be read', () => {
    it('refuses a message that was cut short', async () => {
      const { refusal, entry } = await refusedOverGrpc(encoded().subarray(0, -1));
      expect(refusal.reason).to.equal('REQUEST_MALFORMED');
      expectNoSecret(entry);
    });

    it('refuses a text that is not UTF-8', async () => {
      const bytes = encoded();
      bytes[bytes.indexOf(SECRET)] = 0xff;
      const { refusal, entry } = await refusedOverGrpc(bytes);
      expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['name.surname']);
      expect(JSON.stringify(entry.sections)).not.to.include('eheimnis');
    });

    it('refuses a field given twice, since only one of them would be logged', async () => {
      const { refusal } = await refusedOverGrpc(Buffer.concat([encoded(), encoded()]));
      expect(refusal.reason).to.equal('REQUEST_MALFORMED');
    });

    for (const [name, size] of [
      ['the contract takes', 300_000],
      ['the transport takes', 1_200_000],
    ] as const) {
      it(`refuses a message larger than ${name}`, async () => {
        const { refusal, entry } = await refusedOverGrpc(Buffer.concat([encoded(), Buffer.alloc(size, SECRET)]));
        expect(refusal.reason).to.equal('REQUEST_TOO_LARGE');
        expectNoSecret(entry);
      });
    }

    const bodies: Readonly<Record<string, readonly [string, number, string | Buffer]>> = {
      'that is no JSON': ['REQUEST_MALFORMED', 400, `{"name": ${SECRET}`],
      'that is not UTF-8': ['REQUEST_MALFORMED', 400, Buffer.from(`{"a":"${SECRET}\xff"}`, 'latin1')],
      'with a key given twice': ['REQUEST_MALFORMED', 400, `{"name":{"surname":"${SECRET}","surname":"x"}}`],
      'that is empty': ['REQUEST_MALFORMED', 400, ''],
      'that is a list': ['REQUEST_INVALID', 400, `["${SECRET}"]`],
      'with a value of the wrong type': ['REQUEST_INVALID', 400, `{"max_candidates":"${SECRET}"}`],
      'that is too large': ['REQUEST_TOO_LARGE', 413, JSON.stringify({ name: { surname: SECRET.repeat(40_000) } })],
    };
    for (const [name, [reason, status, body]] of Object.entries(bodies)) {
      it(`refuses a body ${name}`, async () => {
        const { answer, problem, entry } = await refusedOverRest({ ...json({}), body });
        expect([problem.code, answer.status]).to.deep.equal([reason, status]);
        expect(answer.text).not.to.include(SECRET);
        expectNoSecret(entry);
      });
    }
  });

  describe('of what breaks the contract', () => {
    it('refuses a question without an access context', async () => {
      const request = SearchPersonsRequest.fromPartial({ name: { surname: SECRET, dateOfBirth: '1971-02-03' } });
      const { refusal, entry } = await refusedOverGrpc(encoded(request));
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['access']);
      expect(entry.sections.who).to.include({ officer: 'officer-17' });
      expectNoSecret(entry);
    });

    it('names all of a hundred violations at once', async () => {
      const bytes = Buffer.concat([encoded(), unknownFields(100)]);
      const { entry } = await refusedOverGrpc(bytes);
      expect(entry.sections.result?.violations).to.have.lengthOf(100);
      const { problem } = await refusedOverRest(
        json({ ...honest(), categories: Array.from({ length: 100 }, () => 'ALERT_CATEGORY_UNSPECIFIED') }),
      );
      expect(problem.code).to.equal('REQUEST_INVALID');
      expect(problem.violations!.length).to.be.greaterThanOrEqual(1);
    });

    it('names no more violations than a reader can use, and says how many it left out', async () => {
      const { entry } = await refusedOverGrpc(unknownFields(5000));
      const violations = entry.sections.result?.violations as { field: string; rule: string }[];
      expect(violations).to.have.lengthOf(100);
      expect(violations.at(-1)).to.deep.equal({ field: '', rule: 'more' });
    });

    it('refuses a field that it does not know, since it could be a restriction', async () => {
      const { refusal } = await refusedOverGrpc(Buffer.concat([encoded(), unknownFields(1)]));
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      expect(refusal.violations.map(({ field, description }) => [field, description.split(':')[0]])).to.deep.equal([
        ['#1000', 'unknown_field'],
      ]);
    });

    it('refuses a key that it does not know, and repeats none that could be data', async () => {
      const { problem, answer, entry } = await refusedOverRest(json({ ...honest(), [`${SECRET} 1971`]: SECRET }));
      expect(problem.violations?.map(({ field, rule }) => [field, rule])).to.deep.equal([['?', 'unknown_field']]);
      expect(answer.text).not.to.include(SECRET);
      expectNoSecret(entry);
    });
  });

  describe('of what the law does not allow', () => {
    const denied: Readonly<Record<string, readonly [reason: string, access: AccessContext]>> = {
      'a legal basis that does not exist': ['LEGAL_BASIS_UNKNOWN', policeAccess({ legalBasisId: 'SIS62-99-9' })],
      'a legal basis for another kind of authority': ['AUTHORITY_KIND_NOT_ALLOWED', registrationAccess],
      'a purpose that the basis does not serve': ['PURPOSE_NOT_ALLOWED', policeAccess({ purpose: Purpose.VISA })],
      'a kind that the authority is not registered under': [
        'AUTHORITY_KIND_NOT_ALLOWED',
        policeAccess({ authorityKind: 'BOR' }),
      ],
    };
    for (const [name, [reason, access]] of Object.entries(denied)) {
      it(`refuses ${name}, and logs what was asked and on what grounds`, async () => {
        const { refusal, entry } = await refusedOverGrpc(encoded(question({ access })));
        expect(refusal.reason).to.equal(reason);
        expect(entry.sections.who).to.include({ officer: 'officer-17' });
        expect(entry.sections.why).to.deep.include({ legal_basis: access.legalBasisId });
        expect(entry.sections.why?.decision).to.include({ effect: 'deny' });
        // What was asked is what the data protection officer needs (Art. 12(2)); it is sealed, and not in the leaf.
        expect(JSON.stringify(entry.sections.what)).to.include(SECRET);
        expect(entry.body.toString()).not.to.include(SECRET);
      });
    }

    it('gives the same answer for an alert that is hidden and one that does not exist', async () => {
      const vehicles = await stack.identity('XC-VEHICLES');
      const given = await vehicles.mintToken({ officer: 'clerk-1' });
      const registry = await stack.grpc('XC-VEHICLES');
      const read = async (reference: string) => {
        const request = { ...alertReading(reference), access: { ...registrationAccess } };
        const refusal = refusalOf(await registry.call(SisServiceService.getAlert, request, { token: given }));
        const { reason, message, metadata, violations } = refusal;
        return { reason, message, violations, keys: Object.keys(metadata).sort() };
      };
      const hidden = await read(TEST_ALERTS.wanted);
      expect(hidden).to.deep.equal(await read('SIM-XB-00000000000000000TEST09999'));
    });
  });

  describe('of what HTTP and gRPC do not know here', () => {
    it('refuses an operation that the contract does not have', async () => {
      const method = { ...rawSearch, path: `/ostiary.sis.v1.SisService/${SECRET}` };
      const { refusal, entry } = await refusedOverGrpc(encoded(), { method });
      expect(refusal.reason).to.equal('OPERATION_UNKNOWN');
      expectNoSecret(entry);
    });

    const requests: Readonly<Record<string, readonly [string, number, RawRequest]>> = {
      'a path that the contract does not have': ['OPERATION_UNKNOWN', 404, { path: `/v1/sis/${SECRET}` }],
      'a path that almost is one': ['OPERATION_UNKNOWN', 404, { path: `${search}/` }],
      'another method': ['HTTP_UNSUPPORTED', 405, { method: 'PUT', path: search }],
      'a method of its own invention': ['HTTP_UNSUPPORTED', 405, { method: 'PROPFIND', path: search }],
      'a body of another type': [
        'HTTP_UNSUPPORTED',
        415,
        { path: search, headers: { 'content-type': 'text/plain' }, body: SECRET },
      ],
      'a compressed body': [
        'HTTP_UNSUPPORTED',
        415,
        {
          path: search,
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body: gzipSync(SECRET),
        },
      ],
      'a question in the address': [
        'REQUEST_MALFORMED',
        400,
        { path: `${search}?name.surname=${SECRET}`, headers: { 'content-type': 'application/json' }, body: '{}' },
      ],
      'a deadline that is none': [
        'REQUEST_INVALID',
        400,
        {
          path: search,
          headers: { 'content-type': 'application/json', 'ostiary-deadline-ms': SECRET },
          body: '{}',
        },
      ],
      'a deadline that leaves no time': [
        'DEADLINE_TOO_SHORT',
        504,
        { path: search, headers: { 'content-type': 'application/json', 'ostiary-deadline-ms': '10' }, body: '{}' },
      ],
    };
    for (const [name, [reason, status, raw]] of Object.entries(requests)) {
      it(`refuses ${name}`, async () => {
        const { answer, problem, entry } = await refusedOverRest(raw);
        expect([problem.code, answer.status]).to.deep.equal([reason, status]);
        expect(answer.text).not.to.include(SECRET);
        expectVerified(parseReceiptJson(answer.text), stack.gateway.verifierKey);
        expectNoSecret(entry);
      });
    }

    it('says which method a path takes', async () => {
      const { answer } = await refusedOverRest({ method: 'DELETE', path: search });
      expect(answer.headers.allow).to.equal('POST');
    });
  });
});
