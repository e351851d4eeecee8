/** What detectors found, asked of a running review service over real mutual TLS. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type postgres from 'postgres';
import { storeRun } from '../../src/audit/detect/findings-store.js';
import type { DetectorName, Finding, Severity } from '../../src/audit/detect/finding.js';
import { parseLeaf } from '../../src/audit/leaf/leaf.js';
import { dataLayout } from '../../src/gateway/config.js';
import { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import {
  AuditReviewServiceService as Review,
  type DeepPartial,
  FindingSeverity,
  GetFindingRequest,
  ListFindingsRequest,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { runCommand } from '../cli/run-command.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { borderAccess, personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

const DAY = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const OFFICER = 'officer-whom-no-finding-names';

describe('findings in the review service', () => {
  let stack: ReviewStack;
  let logbook: Logbook;
  let sql: postgres.Sql;
  /** Numbers of the findings, in the order in which they were stored. */
  let ids: number[];

  /** Entries 0, 2, 4: intents of the police; 6: of the border guard. */
  before(async function () {
    this.timeout(60_000);
    stack = await startReviewStack();
    const { databaseUrl, config } = stack.gateway;
    logbook = await openLogbook(databaseUrl, dataLayout(config.dataDirectory).vault);
    sql = connectDatabase(databaseUrl, { applicationName: 'test-findings', max: 1, role: 'ostiary_dpo' });
    const ask = async (code: string, count: number, access?: AccessContext) => {
      const client = await stack.gateway.grpc(code);
      const token = await (await stack.gateway.identity(code)).mintToken({ officer: OFFICER });
      const question = personSearch(TEST_PERSONS.wanted, access && { access });
      for (let n = 0; n < count; n++) answerOf(await client.call(SisServiceService.searchPersons, question, { token }));
    };
    await ask('XA-POLICE', 3);
    await ask('XB-BORDER', 1, borderAccess);
    await storeRun(sql, runOf(), [
      finding('out-of-hours', 'medium', [0, 2, 4]),
      finding('own-record', 'high', [2], { day: 1 }),
      finding('own-record', 'high', [6], { authority: 'XB-BORDER' }),
      finding('no-case', 'low', [4], { day: 2 }),
    ]);
    const rows = await sql<{ id: string }[]>`SELECT id FROM audit.finding ORDER BY id`;
    ids = rows.map(({ id }) => Number(id));
  });
  after(async () => {
    await sql.end();
    await logbook.close();
    await stack.stop();
  });

  const runOf = () => ({
    logIndex: 0,
    requestId: 'test',
    since: DAY,
    until: DAY + 7 * DAY_MS,
    settingsSha256: 'ab'.repeat(32),
    opened: 4,
    erased: 0,
    altered: 0,
  });
  function finding(
    detector: DetectorName,
    severity: Severity,
    entries: number[],
    { authority = 'XA-POLICE', day = 0 } = {},
  ): Finding {
    const from = DAY + day * DAY_MS;
    return {
      detector,
      severity,
      authority,
      officer: OFFICER,
      window: {
        label: new Date(from).toISOString().slice(0, 10),
        timeZone: 'UTC',
        from,
        to: from + DAY_MS,
      },
      facts: { accesses: entries.length },
      thresholds: { minAccesses: 1 },
      entries,
    };
  }

  async function call<Request, Response>(code: string, method: MethodDefinition<Request, Response>, request: Request) {
    const client = await stack.grpc(code);
    const token = await (await stack.gateway.identity(code)).mintToken({ officer: `${code}-1` });
    return client.call(method, request, { token, deadlineMs: 15_000 });
  }
  const list = async (code: string, filter: DeepPartial<ListFindingsRequest> = {}) =>
    answerOf(
      await call(code, Review.listFindings, ListFindingsRequest.fromPartial({ access: reviewAccess, ...filter })),
    );
  const get = async (code: string, id: number, page: DeepPartial<GetFindingRequest> = {}) =>
    call(code, Review.getFinding, GetFindingRequest.fromPartial({ access: reviewAccess, id: BigInt(id), ...page }));
  /** Positions of findings in the order in which they were stored. */
  const places = ({ response }: Awaited<ReturnType<typeof list>>) =>
    response.findings.map(({ id }) => ids.indexOf(Number(id)));

  it('are listed for who oversees the authority, newest first', async () => {
    expect(places(await list('XA-DPO'))).to.deep.equal([3, 1, 0]);
    expect(places(await list('XB-DPO'))).to.deep.equal([2]);
    expect(places(await list('XA-SUPERVISOR'))).to.deep.equal([3, 1, 0]);
    expect(places(await list('XA-DPO', { authorities: ['XB-BORDER'] }))).to.deep.equal([]);
    expect(
      refusalOf(await call('XA-POLICE', Review.listFindings, ListFindingsRequest.fromPartial({ access: reviewAccess })))
        .reason,
    ).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  const filters: [string, DeepPartial<ListFindingsRequest>, number[]][] = [
    ['detector', { detectors: ['own-record', 'no-case'] }, [3, 1]],
    ['severity', { leastSeverity: FindingSeverity.MEDIUM }, [1, 0]],
    ['time', { from: '2026-11-24T00:00:00Z', until: '2026-11-25T00:00:00Z' }, [1]],
    ['authority', { authorities: ['XA-POLICE'] }, [3, 1, 0]],
    ['entry', { entryIndexes: [2n] }, [1, 0]],
  ];
  for (const [what, filter, expected] of filters) {
    it(`are found by ${what}`, async () => {
      expect(places(await list('XA-DPO', filter))).to.deep.equal(expected);
    });
  }

  it('come in pages that miss and repeat nothing', async () => {
    const seen: number[] = [];
    let pageToken = '';
    do {
      const page = await list('XA-DPO', { pageSize: 2, pageToken });
      seen.push(...places(page));
      pageToken = page.response.nextPageToken;
    } while (pageToken !== '');
    expect(seen).to.deep.equal([3, 1, 0]);
  });

  it('say what was counted and why, and name nobody', async () => {
    const { response, bytes } = await list('XA-DPO', { detectors: ['out-of-hours'] });
    const [found] = response.findings;
    expect(found).to.deep.include({
      detector: 'out-of-hours',
      severity: FindingSeverity.MEDIUM,
      authority: 'XA-POLICE',
      window: '2026-11-23',
      windowFrom: '2026-11-23T00:00:00.000Z',
      windowUntil: '2026-11-24T00:00:00.000Z',
      entryCount: 3,
    });
    const figures = [...found!.facts, ...found!.thresholds].map(({ name, value }) => [name, value]);
    expect(figures).to.deep.equal([
      ['accesses', 3],
      ['minAccesses', 1],
    ]);
    expect(found!.explanation).to.include('3');
    expect(Buffer.from(bytes).includes(OFFICER)).to.equal(false);
  });

  it('lead to the entries that caused them, in pages', async () => {
    const { response, receipt, bytes } = answerOf(await get('XA-DPO', ids[0]!, { pageSize: 2 }));
    expectVerified(receipt, stack.review.verifierKey, bytes);
    expect(response.finding).to.deep.include({ id: BigInt(ids[0]!), entryCount: 3 });
    expect(response.entries.map(({ index }) => Number(index))).to.deep.equal([4, 2]);
    expect(response.entries.map(({ entry }) => parseLeaf(entry)?.authority)).to.deep.equal(['XA-POLICE', 'XA-POLICE']);
    expect(Buffer.from(bytes).includes(OFFICER)).to.equal(false);
    const rest = answerOf(await get('XA-DPO', ids[0]!, { pageSize: 2, pageToken: response.nextPageToken })).response;
    expect([rest.entries.map(({ index }) => Number(index)), rest.nextPageToken]).to.deep.equal([[0], '']);
  });

  it('about others look like findings that are not there', async () => {
    const refused = async (id: number) => {
      const { receipt, metadata, ...refusal } = refusalOf(await get('XA-DPO', id));
      expectVerified(toReceiptFile(receipt), stack.review.verifierKey);
      return [refusal, Object.keys(metadata).sort()];
    };
    expect(await refused(ids[2]!)).to.deep.equal(await refused(9_999_999));
    expect(refusalOf(await get('XA-DPO', ids[2]!)).reason).to.equal('NOT_FOUND');
  });

  it('show no entry of another authority, whatever their table says', async () => {
    await sql`INSERT INTO audit.finding_entry (finding, idx) VALUES (${ids[3]!}, 6)`;
    const { entries } = answerOf(await get('XA-DPO', ids[3]!)).response;
    expect(entries.map(({ index }) => Number(index))).to.deep.equal([4]);
  });

  it('are looked at in the log: who, what, why, and what was disclosed', async () => {
    const listed = await list('XA-DPO', { detectors: ['own-record'], pageSize: 3 });
    const [intent, outcome] = await logbook.ofRequest(listed.receipt.requestId);
    expect(intent?.leaf).to.include({ kind: 'intent', authority: 'XA-DPO', system: 'AUDIT' });
    expect(intent?.sections.who).to.include({ officer: 'XA-DPO-1' });
    expect(intent?.sections.what).to.deep.include({ query: { detectors: ['own-record'], page_size: 3 } });
    expect(intent?.sections.why).to.include({ justification: reviewAccess.justification });
    expect(outcome?.sections.result).to.deep.include({
      disclosed: [{ category: 'XA-POLICE', fields: ['finding'], reference: `finding ${ids[1]}` }],
    });
    const got = answerOf(await get('XA-DPO', ids[1]!));
    const [, disclosed] = await logbook.ofRequest(got.receipt.requestId);
    expect(disclosed?.sections.result).to.deep.include({
      disclosed: [
        { category: 'XA-POLICE', fields: ['finding'], reference: `finding ${ids[1]}` },
        { category: 'XA-POLICE', fields: ['leaf'], reference: '2' },
      ],
    });
  });

  it('are refused by field and rule', async () => {
    const request = ListFindingsRequest.fromPartial({ access: reviewAccess, detectors: ['no-such-thing'] });
    const { reason, violations } = refusalOf(await call('XA-DPO', Review.listFindings, request));
    expect([reason, violations.map(({ field }) => field)]).to.deep.equal(['REQUEST_INVALID', ['detectors[0]']]);
  });

  it('are answered over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-DPO');
    const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-2' });
    const access = AccessContext.toJSON(reviewAccess);
    const ask = async (path: string, body: object) => {
      const answer = await rest.call('POST', path, { token, body: JSON.stringify({ access, ...body }) });
      expect(answer.status, answer.text).to.equal(200);
      return JSON.parse(answer.text) as { findings?: { id: string }[]; entries?: { index: string }[] };
    };
    const { findings } = await ask('/v1/review/findings:list', { leastSeverity: 'FINDING_SEVERITY_HIGH' });
    expect(findings?.map(({ id }) => id)).to.deep.equal([String(ids[1])]);
    const { entries } = await ask('/v1/review/findings:get', { id: String(ids[1]) });
    expect(entries?.map(({ index }) => index)).to.deep.equal(['2']);
  });

  it('are two commands', async function () {
    this.timeout(60_000);
    const common = [
      ...['--system', 'SIS', '--as', 'XA-DPO', '--why', 'weekly look at findings', '--pki', stack.gateway.pkiDirectory],
      ...['--address', `localhost:${stack.review.port}`],
    ];
    const run = async (...args: string[]) => {
      const { code, output } = await runCommand(['review', ...args, ...common]);
      expect(code, output).to.equal(0);
      return JSON.parse(output) as { findings?: { id: string }[]; entries?: { index: string }[] };
    };
    const { findings } = await run('findings', '--severity', 'high', '--detector', 'own-record', '--entry', '2');
    expect(findings?.map(({ id }) => id)).to.deep.equal([String(ids[1])]);
    const { entries } = await run('finding', String(ids[0]), '--page-size', '1');
    expect(entries?.map(({ index }) => index)).to.deep.equal(['4']);
  });

  it('are commands that take the legal basis from the system, or must be told it', async () => {
    const run = async (...args: string[]) => {
      const common = ['--as', 'XA-DPO', '--why', 'weekly look', '--pki', stack.gateway.pkiDirectory];
      const { code, output } = await runCommand(['review', 'findings', ...args, ...common]);
      return { code, output };
    };
    for (const [args, said] of [
      [[], /--system or --basis must be given/],
      // Nobody's system, no row at all, two systems with a row each.
      [['--system', 'AUDIT'], /no row in force on which the log of AUDIT is read/],
      [['--system', 'VIS'], /no row in force/],
      [['--system', 'SIS', '--system', 'PNR'], /no row in force on which the log of SIS and PNR is read/],
    ] as const) {
      const { code, output } = await run(...args);
      expect(code, output).not.to.equal(0);
      expect(output).to.match(said);
    }
  });
});
