/** Answers that come in parts, over both faces, from the caller's certificate to the log. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { AskContext, PartialAnswer } from '../../src/adapters/adapter.js';
import { parseReceiptJson, splitParts } from '../../src/audit/receipt/receipt-file.js';
import { verifyReceipt } from '../../src/audit/receipt/receipt.js';
import { verifyLog } from '../../src/audit/verify/verify-log.js';
import { partsDigestsOfFile } from '../../src/cli/parts-digests.js';
import type { PartedOutcome, RefusedCall } from '../../src/client/grpc-client.js';
import type { RestParts } from '../../src/client/rest-client.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { SearchPersonsRequest, SearchPersonsResponse } from '../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { emptyPart, hitPart, partedContract, PartedSisService } from '../helpers/parted-search.js';
import { type PartedStack, startPartedStack } from '../helpers/parted-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch } from '../helpers/questions.js';
import { toReceiptFile } from '../helpers/receipts.js';

const PATH = '/v1/sis/persons:search';
const MAX_PARTS = 60;
const LARGE = 900_000;

type Outcome = PartedOutcome<SearchPersonsResponse>;

/** Yields such parts, one after the other. */
const yields = (...parts: readonly PartialAnswer<unknown>[]) =>
  async function* () {
    for (const part of parts) yield await Promise.resolve(part);
  };

/** A part of so many bytes and more. */
const largePart = (): PartialAnswer<unknown> => ({
  status: 'NO_HIT',
  response: SearchPersonsResponse.fromPartial({
    outcome: { system: 'S'.repeat(LARGE), status: OutcomeStatus.NO_HIT },
  }),
  disclosures: [],
});

/** Never ends by itself; says when it was ended. */
function endless() {
  const seen = { parts: 0, ended: false };
  const answer = async function* ({ signal }: AskContext) {
    try {
      yield hitPart(1);
      seen.parts = 1;
      await new Promise((_, reject) => {
        if (signal.aborted) reject(signal.reason as Error);
        else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    } finally {
      seen.ended = true;
    }
  };
  return { seen, answer };
}

describe('an answer in parts', () => {
  let stack: PartedStack;
  let token: string;
  const request = personSearch(TEST_PERSONS.wanted);
  const json = JSON.stringify(SearchPersonsRequest.toJSON(request));

  before(async function () {
    this.timeout(60_000);
    stack = await startPartedStack(MAX_PARTS);
    token = await stack.police.mintToken({ officer: 'officer-17' });
  });
  after(() => stack.stop());

  const overGrpc = (asked = request, deadlineMs?: number) =>
    stack.grpc.callParts(PartedSisService.searchPersons, asked, {
      token,
      ...(deadlineMs !== undefined && { deadlineMs }),
    });
  const overRest = (body = json, deadlineMs?: number): Promise<RestParts> =>
    stack.rest.callParts(PATH, { token, body, ...(deadlineMs !== undefined && { deadlineMs }) });

  async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
    const taken: Item[] = [];
    for await (const item of items) taken.push(item);
    return taken;
  }

  function partsOf(outcomes: readonly Outcome[]): Uint8Array[] {
    return outcomes.flatMap((outcome) => (outcome.kind === 'part' ? [outcome.bytes] : []));
  }

  function refusalIn(outcomes: readonly Outcome[]): RefusedCall {
    const last = outcomes.at(-1);
    if (last?.kind !== 'refusal') throw new Error('it must end with a refusal');
    return last.refusal;
  }

  const digestsOf = (parts: readonly Uint8Array[]): string[] =>
    parts.map((bytes) => createHash('sha256').update(bytes).digest('hex'));

  function failedSteps(receipt: Parameters<typeof verifyReceipt>[0], partsSha256: readonly string[]): string[] {
    const { steps } = verifyReceipt(receipt, stack.verifierKey, { partsSha256 });
    return steps.filter(({ verdict }) => verdict !== 'passed').map(({ name }) => name);
  }

  /** The outcome entry that the log has from an index on, when it is there. */
  async function outcomeSince(index: number) {
    return eventually(async () => {
      const outcome = (await stack.logbook.entries(index)).find(({ leaf }) => leaf.kind === 'outcome');
      if (outcome === undefined) throw new Error('there is no outcome yet');
      return outcome;
    });
  }

  for (const face of ['gRPC', 'REST'] as const) {
    it(`comes over ${face} as it is made, each part after its entry is durable and signed for`, async () => {
      const since = await stack.logbook.size();
      let go: () => void = () => undefined;
      stack.answer = async function* () {
        for (let n = 0; n < 4; n += 1) {
          yield n === 2 ? emptyPart('TIMED_OUT') : hitPart(n);
          await new Promise<void>((resolve) => (go = resolve));
        }
      };
      let received = 0;
      const each = async (): Promise<void> => {
        received += 1;
        // Another connection sees it: intent and parts, and a checkpoint that covers them.
        const [seen] = await stack.logbook.sql<{ kinds: string[]; size: string }[]>`
          SELECT array_agg(kind ORDER BY idx) AS kinds, (SELECT max(size) FROM audit.log_checkpoint) AS size
            FROM audit.log_entry WHERE idx >= ${since}`;
        expect(seen?.kinds).to.deep.equal(['intent', ...Array.from({ length: received }, () => 'part')]);
        expect(Number(seen?.size)).to.be.at.least(since + 1 + received);
        go();
      };
      if (face === 'gRPC') {
        for await (const { kind } of overGrpc()) if (kind === 'part') await each();
      } else {
        for await (const line of (await overRest()).lines) if (!line.includes('"receipt"')) await each();
      }
      expect(received).to.equal(4);
      const { sections, leaf } = await outcomeSince(since);
      expect(leaf).to.include({ intentIndex: since, outcome: 'answered' });
      expect(sections.result).to.deep.include({ parts: 4, outcomes: { HIT: 3, TIMED_OUT: 1 }, status: 'HIT' });
    });
  }

  it('ends over gRPC with a receipt that binds all parts in their order', async () => {
    stack.answer = yields(hitPart(1), emptyPart('NO_HIT'), hitPart(2));
    const outcomes = await all(overGrpc());
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['part', 'part', 'part', 'answer']);
    const last = outcomes.at(-1);
    if (last?.kind !== 'answer') throw new Error('it must end with a receipt');
    const receipt = toReceiptFile(last.response.receipt);
    const [one = '', two = '', three = ''] = digestsOf(partsOf(outcomes));
    expect(failedSteps(receipt, [one, two, three])).to.deep.equal([]);
    expect(failedSteps(receipt, [one, three])).to.deep.equal(['answer']);
    expect(failedSteps(receipt, [two, one, three])).to.deep.equal(['answer']);
  });

  it('ends over REST with one, and can be checked as it was saved', async () => {
    stack.answer = yields(hitPart(1), emptyPart('UNAVAILABLE'), hitPart(2));
    const { status, headers, lines } = await overRest();
    expect(status).to.equal(200);
    expect(headers['content-type']).to.equal('application/x-ndjson');
    expect(headers['ostiary-synthetic']).to.equal('true');
    const saved = await all(lines);
    const receipt = parseReceiptJson(saved.join('\n'));
    expect(headers['ostiary-request-id']).to.equal(receipt.requestId);
    const contract = partedContract({ maxParts: MAX_PARTS });
    const logged = (JSON.parse(Buffer.from(receipt.resultSection).toString()) as { parts_sha256: string }).parts_sha256;
    const check = (kept: readonly string[]): string[] =>
      failedSteps(receipt, partsDigestsOfFile(contract, kept.join('\n'), logged) ?? []);
    const [one = '', two = '', three = '', last = ''] = saved;
    expect(check([one, two, three, last])).to.deep.equal([]);
    expect(check([one, two, last])).to.deep.equal(['answer']);
    expect(check([one, three, two, last])).to.deep.equal(['answer']);
    expect(check([one, two.replace('UNAVAILABLE', 'NO_HIT'), three, last])).to.deep.equal(['answer']);
    expect(check([last])).to.deep.equal(['answer']);
    expect(splitParts(`${saved.join('\n')}\n`)?.parts).to.have.length(3);
  });

  it('is nothing but the receipt when nobody had to be asked', async () => {
    stack.answer = yields();
    expect((await all(overGrpc())).map(({ kind }) => kind)).to.deep.equal(['answer']);
    const lines = await all((await overRest()).lines);
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).to.deep.equal([['receipt']]);
  });

  it('is refused before the first part as any answer is', async () => {
    stack.answer = yields(hitPart(1));
    const unlawful = personSearch(TEST_PERSONS.wanted, { access: policeAccess({ legalBasisId: 'SIS62-45-1' }) });
    const outcomes = await all(overGrpc(unlawful));
    expect(outcomes).to.have.length(1);
    expect(refusalIn(outcomes).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    const { status, headers, lines } = await overRest(JSON.stringify(SearchPersonsRequest.toJSON(unlawful)));
    expect([status, headers['content-type']]).to.deep.equal([403, 'application/problem+json']);
    const [document = ''] = await all(lines);
    expect((JSON.parse(document) as Problem).code).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('is refused when the request cannot be read', async () => {
    const malformed = personSearch({ surname: 'Muster\u202efrau', dateOfBirth: '1980-02-31' });
    const refusal = refusalIn(await all(overGrpc(malformed)));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations.map(({ field }) => field)).to.have.members(['name.surname', 'name.date_of_birth']);
    const { status, lines } = await overRest('{"access":{},"access":{}}');
    expect(status).to.equal(400);
    const [document = ''] = await all(lines);
    expect((JSON.parse(document) as Problem).code).to.equal('REQUEST_MALFORMED');
  });

  it('ends with the refusal, and a receipt for what was sent, when the system fails midway', async () => {
    stack.answer = async function* () {
      yield await Promise.resolve(hitPart(1));
      throw new Error('row ("Musterfrau") is broken');
    };
    const outcomes = await all(overGrpc());
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['part', 'refusal']);
    const refusal = refusalIn(outcomes);
    expect(refusal.reason).to.equal('SYSTEM_UNAVAILABLE');
    expect(failedSteps(toReceiptFile(refusal.receipt), digestsOf(partsOf(outcomes)))).to.deep.equal([]);

    const { status, lines } = await overRest();
    expect(status).to.equal(200);
    const saved = await all(lines);
    expect(saved).to.have.length(2);
    const { problem } = JSON.parse(saved[1] ?? '') as { problem: Problem };
    expect(problem).to.include({ code: 'SYSTEM_UNAVAILABLE', status: 503 });
    expect(saved.join()).not.to.include('Musterfrau');
    const receipt = parseReceiptJson(saved.join('\n'));
    const logged = (JSON.parse(Buffer.from(receipt.resultSection).toString()) as { parts_sha256: string }).parts_sha256;
    const digests = partsDigestsOfFile(partedContract({ maxParts: MAX_PARTS }), saved.join('\n'), logged);
    expect(failedSteps(receipt, digests ?? [])).to.deep.equal([]);
  });

  it('sends nothing of a part whose entry cannot be written', async () => {
    for (const face of ['gRPC', 'REST'] as const) {
      const since = await stack.logbook.size();
      let release: () => void = () => undefined;
      let holding: Promise<unknown> = Promise.resolve();
      stack.answer = async function* () {
        yield hitPart(1);
        const frontier = connectDatabase(stack.databaseUrl, { applicationName: 'holder', max: 1 });
        await new Promise<void>((held) => {
          holding = frontier
            .begin(async (tx) => {
              await tx`SELECT FROM audit.log_frontier FOR UPDATE`;
              held();
              await new Promise<void>((resolve) => (release = resolve));
            })
            .finally(() => frontier.end());
        });
        yield hitPart(2);
      };
      const received =
        face === 'gRPC'
          ? (await all(overGrpc(request, 1_500)).catch((error: unknown) => [String(error)])).map((item) =>
              JSON.stringify(item, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
            )
          : await all((await overRest(json, 1_500)).lines);
      release();
      await holding;
      expect(received.join(), face).to.match(/AUDIT_UNAVAILABLE|DEADLINE_EXCEEDED/);
      expect(received.join(), face).not.to.include('SIM-XB-00000000000000000000000002');
      const { sections, leaf } = await outcomeSince(since);
      expect(leaf).to.include({ outcome: 'failed', intentIndex: since });
      expect(sections.result).to.include({ parts: 1 });
    }
  });

  it('ends when the caller goes: the system is told, and what was sent stays logged', async () => {
    for (const face of ['gRPC', 'REST'] as const) {
      const since = await stack.logbook.size();
      const { seen, answer } = endless();
      stack.answer = answer;
      if (face === 'gRPC') {
        for await (const { kind } of overGrpc()) {
          expect(kind).to.equal('part');
          break;
        }
      } else {
        for await (const line of (await overRest()).lines) {
          expect(line).to.include('SIM-XB-');
          break;
        }
      }
      const { leaf, sections } = await outcomeSince(since);
      expect(leaf, face).to.include({ outcome: 'failed' });
      expect(sections.result, face).to.deep.include({ status: 'CANCELLED', parts: 1, outcomes: { HIT: 1 } });
      expect(seen, face).to.deep.equal({ parts: 1, ended: true });
    }
  });

  it('is made no faster than the caller reads, and given up at the end of the time', async () => {
    for (const face of ['gRPC', 'REST'] as const) {
      const since = await stack.logbook.size();
      let made = 0;
      stack.answer = async function* () {
        for (; made < MAX_PARTS; made += 1) yield await Promise.resolve(largePart());
      };
      let reader: AsyncIterator<unknown>;
      if (face === 'gRPC') reader = overGrpc(request, 30_000)[Symbol.asyncIterator]();
      else reader = (await overRest(json, 2_000)).lines[Symbol.asyncIterator]();
      if (face === 'gRPC') await reader.next();
      const { sections } = await outcomeSince(since);
      // All of it would be 54 MB; sockets buffer a few.
      expect(sections.result?.status, face).to.equal('CALLER_TOO_SLOW');
      expect(sections.result?.parts, face)
        .to.be.greaterThan(0)
        .and.lessThan(MAX_PARTS / 2);
      expect(made, face).to.be.lessThan(MAX_PARTS / 2);
      await reader.return?.();
    }
  }).timeout(30_000);

  it('leaves a log that verifies, each intent closed by one outcome after its parts', async () => {
    const verdict = await verifyLog({
      sql: stack.logbook.sql,
      origin: stack.logOrigin,
      vkey: stack.verifierKey,
    });
    expect(verdict.ok ? '' : verdict.message).to.equal('');
    const entries = await stack.logbook.entries();
    const intents = entries.filter(({ leaf }) => leaf.kind === 'intent');
    for (const intent of intents) {
      const own = entries.filter(({ leaf }) => leaf.intentIndex === intent.index).map(({ leaf }) => leaf.kind);
      expect(own.slice(0, -1).every((kind) => kind === 'part')).to.equal(true);
      expect(own.at(-1)).to.equal('outcome');
    }
  });
});
