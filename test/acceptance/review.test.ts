/** What a data protection officer asks of the log, over real mutual TLS; every expectation is counted by hand. */
import { createHash } from 'node:crypto';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { parseLeaf } from '../../src/audit/leaf/leaf.js';
import { leafHash } from '../../src/audit/merkle/hash.js';
import { verifyInclusion } from '../../src/audit/merkle/verify.js';
import { openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import { SearchPersonsRequest, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import {
  AccessOutcome,
  AuditReviewServiceService as Review,
  type DeepPartial,
  DrawSampleRequest,
  EntryFilter,
  EntrySection,
  ExportEntriesRequest,
  ExportFormat,
  GetStatisticsRequest,
  OpenEntryRequest,
  PayloadState,
  ReleaseHoldRequest,
  ReportSubjectAccessRequest,
  ReportSubjectAccessResponse,
  SearchEntriesRequest,
  SetHoldRequest,
  StratumDimension,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { alertReading, borderAccess, objectSearch, personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

const { wanted, summoned } = TEST_PERSONS;
/** After everything that a test logs. */
const FAR = '2199-01-01T00:00:00Z';

describe('the review service', () => {
  let stack: ReviewStack;
  let logbook: Logbook;
  let vkey: string;
  const clients = new Map<string, GrpcClient>();
  const tokens = new Map<string, string>();

  /** Asks the review service as an authority. */
  async function call<Request, Response>(code: string, method: MethodDefinition<Request, Response>, request: Request) {
    const client = clients.get(code) ?? (await stack.grpc(code));
    clients.set(code, client);
    const token = tokens.get(code) ?? (await (await stack.gateway.identity(code)).mintToken({ officer: `${code}-1` }));
    tokens.set(code, token);
    return client.call(method, request, { token, deadlineMs: 15_000 });
  }
  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) {
    return answerOf(await call(code, method, request));
  }
  const search = async (code: string, filter: DeepPartial<EntryFilter> = {}, page = {}) =>
    (await ask(code, Review.searchEntries, SearchEntriesRequest.fromPartial({ access: reviewAccess, filter, ...page })))
      .response;

  /** Questions to the gateway: three by the police about two persons, one about a vehicle, two at the border. */
  before(async function () {
    this.timeout(60_000);
    stack = await startReviewStack();
    vkey = stack.review.verifierKey;
    logbook = await openLogbook(stack.gateway.databaseUrl, dataLayout(stack.gateway.config.dataDirectory).vault);
    const police = await stack.gateway.grpc('XA-POLICE');
    const border = await stack.gateway.grpc('XB-BORDER');
    const officer = async (code: string, id: string) => (await stack.gateway.identity(code)).mintToken({ officer: id });
    const [one, two, guard] = [
      await officer('XA-POLICE', 'officer-17'),
      await officer('XA-POLICE', 'officer-18'),
      await officer('XB-BORDER', 'guard-3'),
    ];
    const persons = SisServiceService.searchPersons;
    answerOf(await police.call(persons, personSearch(wanted), { token: one }));
    answerOf(
      await police.call(
        persons,
        personSearch(wanted, { access: policeAccess({ caseReference: 'CASE/2026 000999' }) }),
        { token: two },
      ),
    );
    answerOf(await police.call(persons, personSearch(summoned), { token: one }));
    answerOf(
      await police.call(SisServiceService.searchObjects, objectSearch({ plate: TEST_VEHICLES.cloned.plate }), {
        token: one,
      }),
    );
    answerOf(await border.call(persons, personSearch(wanted, { access: borderAccess }), { token: guard }));
    // Denied: the police asks on a basis that is not open to it.
    refusalOf(
      await border.call(persons, personSearch(wanted, { access: { ...borderAccess, legalBasisId: 'SIS62-12-6' } }), {
        token: guard,
      }),
    );
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const person = { surname: wanted.surname, dateOfBirth: wanted.dateOfBirth };

  describe('search', () => {
    it('finds every access about a person in scope, newest first, with its outcome', async () => {
      const { entries, nextPageToken } = await search('XA-DPO', { subject: { person } });
      expect(
        entries.map(({ index, kind, authority, system }) => [Number(index), kind, authority, system]),
      ).to.deep.equal([
        [2, 'intent', 'XA-POLICE', 'SIS'],
        [0, 'intent', 'XA-POLICE', 'SIS'],
      ]);
      expect(entries.map(({ outcome }) => outcome)).to.deep.equal([AccessOutcome.ANSWERED, AccessOutcome.ANSWERED]);
      expect(entries.map(({ closingIndex }) => Number(closingIndex))).to.deep.equal([3, 1]);
      expect(nextPageToken).to.equal('');
    });

    it('shows leaves as they were hashed, and nothing more', async () => {
      const [entry] = (await search('XA-DPO', { officer: 'officer-18' })).entries;
      const leaf = parseLeaf(entry!.entry)!;
      expect(Buffer.from(leafHash(entry!.entry)).equals(entry!.leafHash)).to.equal(true);
      expect(entry).to.deep.include({ index: 2n, requestId: leaf.requestId, time: new Date(leaf.time).toISOString() });
      expect(entry!.entry.toString()).not.to.include('officer-18').and.not.to.include(wanted.surname);
    });

    const found: [string, DeepPartial<EntryFilter>, number[]][] = [
      ['an officer', { officer: 'officer-17' }, [6, 4, 0]],
      ['a case, however it is written', { caseReference: 'case-2026-000999' }, [2]],
      ['a licence plate', { subject: { plate: TEST_VEHICLES.cloned.plate.toLowerCase() } }, [6]],
      ['a person or a plate', { subject: { person, plate: TEST_VEHICLES.cloned.plate } }, [6, 2, 0]],
      ['a person and an officer', { subject: { person }, officer: 'officer-17' }, [0]],
      ['a legal basis', { legalBasisId: 'SIS62-44-1-B', kinds: ['intent'] }, [6, 4, 2, 0]],
      ['a legal basis nobody used', { legalBasisId: 'SIS62-44-1-C' }, []],
      ['a kind', { kinds: ['outcome'] }, [7, 5, 3, 1]],
      ['a system', { systems: ['SIS'], kinds: ['intent'] }, [6, 4, 2, 0]],
      ['an outcome', { outcomes: [AccessOutcome.ANSWERED], kinds: ['intent'] }, [6, 4, 2, 0]],
      ['an outcome that none had', { outcomes: [AccessOutcome.FAILED] }, []],
      ['an authority in scope', { authorities: ['XA-POLICE'], kinds: ['outcome'] }, [7, 5, 3, 1]],
      ['an authority out of scope', { authorities: ['XB-BORDER'] }, []],
      ['a time before all', { until: '2020-01-01T00:00:00Z' }, []],
      ['a time from long ago on', { from: '2020-01-01T00:00:00.000Z', kinds: ['intent'] }, [6, 4, 2, 0]],
    ];
    for (const [what, filter, indexes] of found) {
      it(`finds by ${what}`, async () => {
        expect((await search('XA-DPO', filter)).entries.map(({ index }) => Number(index))).to.deep.equal(indexes);
      });
    }

    it('comes in pages that miss and repeat nothing', async () => {
      const seen: number[] = [];
      let pageToken = '';
      do {
        const page = await search('XA-DPO', { kinds: ['intent', 'outcome'] }, { pageSize: 3, pageToken });
        expect(page.entries.length).to.be.at.most(3);
        seen.push(...page.entries.map(({ index }) => Number(index)));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      expect(seen).to.deep.equal([7, 6, 5, 4, 3, 2, 1, 0]);
    });

    it('pages through what has to be opened to be compared, too', async () => {
      const seen: number[] = [];
      let pageToken = '';
      do {
        const page = await search('XA-DPO', { legalBasisId: 'SIS62-44-1-B' }, { pageSize: 1, pageToken });
        seen.push(...page.entries.map(({ index }) => Number(index)));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      expect(seen).to.deep.equal([6, 4, 2, 0]);
    });
  });

  describe('scope', () => {
    it('shows a data protection officer the entries of the own authority alone', async () => {
      const own = new Set((await search('XA-DPO', {}, { pageSize: 400 })).entries.map(({ authority }) => authority));
      const other = new Set((await search('XB-DPO', {}, { pageSize: 400 })).entries.map(({ authority }) => authority));
      expect([...own]).to.deep.equal(['XA-POLICE']);
      expect([...other]).to.deep.equal(['XB-BORDER']);
    });

    it('shows a supervisory authority those of its state, data protection officers included', async () => {
      const { entries } = await search('XA-SUPERVISOR', {}, { pageSize: 400 });
      const seen = new Set(entries.map(({ authority }) => authority));
      expect([...seen]).to.include.members(['XA-POLICE', 'XA-DPO']);
      for (const authority of seen) expect(authority).to.match(/^XA-/);
    });

    it('opens on a ground the log of its own system alone: in every operation the others’ are not there', async () => {
      const access = { ...reviewAccess, legalBasisId: 'PNR-13-6' };
      const window = { from: '2020-01-01T00:00:00Z', until: FAR };
      // The police asked the SIS alone, so on this ground there is nothing.
      const filter = { authorities: ['XA-POLICE'] };
      const found = await ask('XA-DPO', Review.searchEntries, SearchEntriesRequest.fromPartial({ access }));
      expect(found.response.entries).to.deep.equal([]);
      const sample = DrawSampleRequest.fromPartial({ access, filter, sizePerStratum: 5 });
      expect((await ask('XA-DPO', Review.drawSample, sample)).response.strata).to.deep.equal([]);
      const statistics = GetStatisticsRequest.fromPartial({ access, ...window });
      expect((await ask('XA-DPO', Review.getStatistics, statistics)).response.counts).to.deep.equal([]);
      const report = ReportSubjectAccessRequest.fromPartial({ access, subject: { person } });
      expect((await ask('XA-DPO', Review.reportSubjectAccess, report)).response.accesses).to.deep.equal([]);
      const exported = ExportEntriesRequest.fromPartial({
        ...{ access, format: ExportFormat.CSV, recipient: 'Court of Xanadu' },
      });
      expect((await ask('XA-DPO', Review.exportEntries, exported)).response.entryCount).to.equal(0);
      const open = OpenEntryRequest.fromPartial({ access, index: 0n, sections: [EntrySection.WHO] });
      expect(refusalOf(await call('XA-DPO', Review.openEntry, open)).reason).to.equal('NOT_FOUND');
      const hold = (legalBasisId: string) => ({
        ...{ ...reviewAccess, legalBasisId, caseReference: 'MON-2026-8' },
      });
      const set = SetHoldRequest.fromPartial({ access: hold('PNR-13-6'), indexes: [0n], until: '2199-01-01' });
      expect(refusalOf(await call('XA-DPO', Review.setHold, set)).reason).to.equal('NOT_FOUND');
      await ask('XA-DPO', Review.setHold, { ...set, access: AccessContext.fromPartial(hold('SIS62-12-6')) });
      const release = (legalBasisId: string) => ReleaseHoldRequest.fromPartial({ access: hold(legalBasisId) });
      expect(refusalOf(await call('XA-DPO', Review.releaseHold, release('PNR-13-6'))).reason).to.equal('NOT_FOUND');
      expect((await ask('XA-DPO', Review.releaseHold, release('SIS62-12-6'))).response.released).to.equal(1);
    });

    it('makes another authority’s entry look like one that is not there', async () => {
      const open = async (index: bigint) => {
        const request = OpenEntryRequest.fromPartial({ access: reviewAccess, index, sections: [EntrySection.WHO] });
        const { receipt, metadata, ...refusal } = refusalOf(await call('XA-DPO', Review.openEntry, request));
        expect(Object.keys(metadata).sort()).to.deep.equal(['audit_index', 'request_id']);
        return { refusal, receipt: toReceiptFile(receipt) };
      };
      const others = await open(8n);
      const missing = await open(9_999_999n);
      expect(others.refusal).to.deep.equal(missing.refusal);
      expect(others.refusal.reason).to.equal('NOT_FOUND');
      const shape = ({ entry }: { entry: Uint8Array }) => {
        const leaf = parseLeaf(entry)!;
        return {
          ...leaf,
          time: 0,
          counter: 0,
          requestId: '',
          commitments: Object.keys(leaf.commitments),
          intentIndex: 0,
        };
      };
      expect(shape(others.receipt)).to.deep.equal(shape(missing.receipt));
    });

    it('denies everybody else before anything is looked up', async () => {
      const before = (await logbook.entries()).length;
      const request = SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { subject: { person } } });
      const { reason, receipt } = refusalOf(await call('XA-POLICE', Review.searchEntries, request));
      expect(reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
      expectVerified(toReceiptFile(receipt), vkey);
      const written = await logbook.entries(before);
      expect(written.map(({ leaf }) => [leaf.kind, leaf.authority])).to.deep.equal([['access-denied', 'XA-POLICE']]);
    });

    it('denies a purpose that is not review', async () => {
      const access = AccessContext.fromPartial({ ...policeAccess(), legalBasisId: 'SIS62-44-1-B' });
      const { reason } = refusalOf(
        await call('XA-POLICE', Review.searchEntries, SearchEntriesRequest.fromPartial({ access })),
      );
      expect(reason).to.equal('LEGAL_BASIS_UNKNOWN');
    });

    it('is not offered by the gateway', async () => {
      const gateway = await stack.gateway.grpc('XA-DPO');
      const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
      const request = SearchEntriesRequest.fromPartial({ access: reviewAccess });
      const refusal = refusalOf(await gateway.call(Review.searchEntries, request, { token }));
      expect(refusal.reason).to.equal('OPERATION_UNKNOWN');
    });

    it('offers no search in SIS', async () => {
      const refusal = refusalOf(await call('XA-DPO', SisServiceService.searchPersons, SearchPersonsRequest.create()));
      expect(refusal.reason).to.equal('OPERATION_UNKNOWN');
    });
  });

  it('leaves an intent and an outcome of each of its acts, with who, what and why (invariant 8)', async () => {
    const { receipt, bytes } = await ask(
      'XA-DPO',
      Review.searchEntries,
      SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { officer: 'officer-18' }, pageSize: 7 }),
    );
    expectVerified(receipt, vkey, bytes);
    const [intent, outcome] = await logbook.ofRequest(receipt.requestId);
    expect(intent?.leaf).to.include({ kind: 'intent', authority: 'XA-DPO', system: 'AUDIT' });
    expect(intent?.sections.who).to.include({ officer: 'XA-DPO-1', authority_kind: 'DPO' });
    expect(intent?.sections.what).to.deep.include({
      operation: '/ostiary.audit.v1.AuditReviewService/SearchEntries',
      query: { filter: { officer: 'officer-18' }, page_size: 7 },
    });
    expect(intent?.sections.why).to.include({ legal_basis: 'SIS62-12-6', justification: reviewAccess.justification });
    expect(outcome?.leaf).to.include({ kind: 'outcome', outcome: 'answered', intentIndex: intent?.index });
    expect(outcome?.sections.result).to.deep.include({
      disclosed: [{ category: 'XA-POLICE', fields: ['leaf'], reference: '2' }],
    });
  });

  describe('opening', () => {
    const open = (index: bigint, sections: EntrySection[]) =>
      ask('XA-DPO', Review.openEntry, OpenEntryRequest.fromPartial({ access: reviewAccess, index, sections }));

    it('gives the sections asked for, which the reader can verify, and no other', async () => {
      const { response } = await open(2n, [EntrySection.WHO, EntrySection.WHY]);
      expect(response.state).to.equal(PayloadState.OPENED);
      expect(response.openings.map(({ section }) => section)).to.deep.equal([EntrySection.WHO, EntrySection.WHY]);
      const [who, why] = response.openings;
      expect(JSON.parse(who!.content.toString())).to.include({ officer: 'officer-18', authority: 'XA-POLICE' });
      expect(JSON.parse(why!.content.toString())).to.include({ case_reference: 'CASE/2026 000999' });
      const { commitments } = parseLeaf(response.entry!.entry)!;
      for (const [name, { salt, content }] of [
        ['who', who!],
        ['why', why!],
      ] as const) {
        const byHand = createHash('sha256').update(`audit-commit/v1\0${name}\0`).update(salt).update(content);
        expect(byHand.digest('base64')).to.equal(commitments[name]);
      }
      const checkpoint = openCheckpoint(response.proof!.checkpoint, parseVerifierKey(vkey));
      const proven = verifyInclusion(
        2,
        checkpoint.size,
        leafHash(response.entry!.entry),
        response.proof!.inclusionProof,
        checkpoint.root,
      );
      expect(proven).to.equal(true);
    });

    it('asks for at least one section, and for a reason', async () => {
      const request = OpenEntryRequest.fromPartial({ access: { ...reviewAccess, justification: '' }, index: 2n });
      const { reason, violations } = refusalOf(await call('XA-DPO', Review.openEntry, request));
      expect(reason).to.equal('REQUEST_INVALID');
      expect(violations.map(({ field }) => field)).to.include.members(['access.justification', 'sections']);
    });
  });

  it('draws a sample that anybody can draw again', async () => {
    const request = DrawSampleRequest.fromPartial({
      access: reviewAccess,
      filter: { kinds: ['intent', 'outcome'] },
      stratifyBy: [StratumDimension.AUTHORITY, StratumDimension.OUTCOME],
      sizePerStratum: 2,
    });
    const { response, receipt } = await ask('XA-DPO', Review.drawSample, request);
    expect(response.sampleId).to.equal(receipt.requestId);
    const text = response.checkpoint.slice(0, response.checkpoint.indexOf('\n\n') + 1);
    const seed = createHash('sha256').update(text).update(response.sampleId).digest();
    expect(response.seed.equals(seed)).to.equal(true);
    // The checkpoint covers the intent, which commits to the request: nobody knew the seed when they asked.
    const [intent] = await logbook.ofRequest(receipt.requestId);
    expect(openCheckpoint(response.checkpoint, parseVerifierKey(vkey)).size).to.be.greaterThan(intent!.index);
    expect(response.frameSize).to.equal(BigInt(intent!.index));
    const byHand = (indexes: number[]) =>
      indexes
        .map((index) => {
          const position = Buffer.alloc(8);
          position.writeBigUInt64BE(BigInt(index));
          return { index, key: createHash('sha256').update(seed).update(position).digest('hex') };
        })
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, 2)
        .map(({ index }) => index);
    const strata = response.strata.map(({ authority, kind, population, drawn }) => ({
      stratum: `${authority} ${kind}`,
      population: Number(population),
      drawn: drawn.map(({ index }) => Number(index)),
    }));
    expect(strata).to.deep.equal([
      { stratum: 'XA-POLICE intent', population: 4, drawn: byHand([0, 2, 4, 6]) },
      { stratum: 'XA-POLICE outcome', population: 4, drawn: byHand([1, 3, 5, 7]) },
    ]);
  });

  it('reports the accesses about a person without the officers, each with its proof', async () => {
    const request = ReportSubjectAccessRequest.fromPartial({ access: reviewAccess, subject: { person } });
    const { response, bytes } = await ask('XA-DPO', Review.reportSubjectAccess, request);
    expect(
      response.accesses.map(({ index, authority, system, purpose, legalBasisId, outcome }) => [
        Number(index),
        authority,
        system,
        purpose,
        legalBasisId,
        outcome,
      ]),
    ).to.deep.equal([
      [2, 'XA-POLICE', 'SIS', 'POLICE_CUSTOMS_CHECK', 'SIS62-44-1-B', AccessOutcome.ANSWERED],
      [0, 'XA-POLICE', 'SIS', 'POLICE_CUSTOMS_CHECK', 'SIS62-44-1-B', AccessOutcome.ANSWERED],
    ]);
    const { size, root } = openCheckpoint(response.checkpoint, parseVerifierKey(vkey));
    for (const { index, entry, inclusionProof } of response.accesses) {
      expect(verifyInclusion(Number(index), size, leafHash(entry), inclusionProof, root)).to.equal(true);
    }
    expect(Buffer.from(bytes).toString('latin1')).not.to.match(/officer-1[78]/);
  });

  it('reports no legal basis that only the caller ever heard of: it may be a name', async () => {
    const police = await stack.gateway.grpc('XA-POLICE');
    const token = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-99' });
    const { missingChild } = TEST_PERSONS;
    const attempt = async (legalBasisId: string) =>
      refusalOf(
        await police.call(
          SisServiceService.searchPersons,
          personSearch(missingChild, { access: policeAccess({ legalBasisId }) }),
          { token },
        ),
      ).reason;
    expect(await attempt('OFFICER-99')).to.equal('LEGAL_BASIS_UNKNOWN');
    expect(await attempt('SIS62-44-1-A')).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    const { surname, dateOfBirth } = missingChild;
    const subject = { person: { surname, dateOfBirth } };
    const request = ReportSubjectAccessRequest.fromPartial({ access: reviewAccess, subject });
    const { response } = await ask('XA-DPO', Review.reportSubjectAccess, request);
    expect(response.accesses.map(({ legalBasisId, outcome }) => [legalBasisId, outcome])).to.deep.equal([
      ['SIS62-44-1-A', AccessOutcome.REFUSED],
      ['', AccessOutcome.REFUSED],
    ]);
    expect(ReportSubjectAccessResponse.encode(response).finish().toString()).not.to.match(/officer-99/i);
  });

  it('counts by leaves, and hides counts below five', async () => {
    const request = GetStatisticsRequest.fromPartial({
      access: reviewAccess,
      from: '2020-01-01T00:00:00Z',
      until: '2099-01-01T00:00:00Z',
    });
    const { response } = await ask('XB-DPO', Review.getStatistics, request);
    expect(
      response.counts.map(({ authority, system, kind, outcome, count }) => [authority, system, kind, outcome, count]),
    ).to.deep.equal([
      ['XB-BORDER', 'SIS', 'access-denied', AccessOutcome.REFUSED, undefined],
      ['XB-BORDER', 'SIS', 'intent', AccessOutcome.UNSPECIFIED, undefined],
      ['XB-BORDER', 'SIS', 'outcome', AccessOutcome.ANSWERED, undefined],
    ]);
  });

  it('holds entries and releases them, each authority its own', async () => {
    const access = { ...reviewAccess, caseReference: 'REVIEW-7' };
    const until = '2099-12-31';
    const set = (code: string, indexes: bigint[]) =>
      call(code, Review.setHold, SetHoldRequest.fromPartial({ access, indexes, until }));
    const release = (code: string) => call(code, Review.releaseHold, ReleaseHoldRequest.fromPartial({ access }));
    expect(refusalOf(await set('XA-DPO', [0n, 8n])).reason).to.equal('NOT_FOUND');
    expect(answerOf(await set('XA-DPO', [0n, 2n])).response.held).to.equal(2);
    expect(refusalOf(await release('XB-DPO')).reason).to.equal('NOT_FOUND');
    const again = refusalOf(await set('XA-DPO', [0n]));
    expect(again.violations.map(({ field }) => field)).to.deep.equal(['access.case_reference']);
    const kinds = (await logbook.entries()).map(({ leaf }) => leaf.kind);
    expect(kinds).to.include('hold-set').and.not.to.include('hold-released');
    expect(answerOf(await release('XA-DPO')).response.released).to.equal(2);
    expect(refusalOf(await release('XA-DPO')).reason).to.equal('NOT_FOUND');
  });

  describe('malformed questions', () => {
    const cases: [string, DeepPartial<EntryFilter>, string, string][] = [
      ['a time that does not exist', { from: '2026-02-31T00:00:00Z' }, 'filter.from', 'exists'],
      [
        'an end before the beginning',
        { from: '2026-02-02T00:00:00Z', until: '2026-02-01T00:00:00Z' },
        'filter.until',
        'later',
      ],
      ['a kind that is none', { kinds: ['intent', 'gossip'] }, 'filter.kinds[1]', 'kind of entry'],
      [
        'a surname of signs',
        { subject: { person: { surname: '--', dateOfBirth: '1980-01-01' } } },
        'filter.subject.person.surname',
        'letter',
      ],
      ['a subject that is nothing', { subject: {} }, 'filter.subject.person', 'at least one'],
      ['a plate of signs', { subject: { plate: '- -' } }, 'filter.subject.plate', 'letter'],
      ['an authority in lower case', { authorities: ['xa-police'] }, 'filter.authorities[0]', 'capitals'],
    ];
    for (const [what, filter, field, words] of cases) {
      it(`are told ${what}, by field and rule`, async () => {
        const request = SearchEntriesRequest.fromPartial({
          access: reviewAccess,
          filter: EntryFilter.fromPartial(filter),
        });
        const { reason, violations } = refusalOf(await call('XA-DPO', Review.searchEntries, request));
        expect(reason).to.equal('REQUEST_INVALID');
        expect(violations.map((violation) => violation.field)).to.deep.equal([field]);
        expect(violations[0]!.description).to.include(words);
      });
    }

    it('are told that a sample is not drawn by what is sealed', async () => {
      const request = DrawSampleRequest.fromPartial({
        access: reviewAccess,
        filter: { officer: 'officer-17' },
        sizePerStratum: 5,
      });
      const { violations } = refusalOf(await call('XA-DPO', Review.drawSample, request));
      expect(violations.map(({ field }) => field)).to.deep.equal(['filter']);
    });
  });

  it('answers over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-DPO');
    const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-2' });
    const body = JSON.stringify({
      access: AccessContext.toJSON(reviewAccess),
      filter: { officer: 'officer-18' },
    });
    const answer = await rest.call('POST', '/v1/review/entries:search', { token, body });
    expect(answer.status).to.equal(200);
    const { entries } = JSON.parse(answer.text) as { entries: { index: string }[] };
    expect(entries.map(({ index }) => index)).to.deep.equal(['2']);
    const checkpoint = await rest.call('GET', '/v1/audit/checkpoint');
    expect(checkpoint.status).to.equal(200);
  });

  // Last: what it leaves in the log would be found by the searches above.
  describe('what was disclosed', () => {
    it('is an access about the person: the reading of a file, a hit by something else than the name', async () => {
      const police = await stack.gateway.grpc('XA-POLICE');
      const token = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
      const { missingAdult, discreetlyChecked } = TEST_PERSONS;
      answerOf(await police.call(SisServiceService.getAlert, alertReading(TEST_ALERTS.missingAdult), { token }));
      const { number } = discreetlyChecked.document;
      const byDocument = SearchPersonsRequest.fromPartial({ access: policeAccess(), document: { number } });
      answerOf(await police.call(SisServiceService.searchPersons, byDocument, { token }));

      for (const { surname, dateOfBirth } of [missingAdult, discreetlyChecked]) {
        const subject = { person: { surname, dateOfBirth } };
        const request = ReportSubjectAccessRequest.fromPartial({ access: reviewAccess, subject });
        const { response } = await ask('XA-DPO', Review.reportSubjectAccess, request);
        expect(response.accesses.map(({ authority, outcome }) => [authority, outcome])).to.deep.equal([
          ['XA-POLICE', AccessOutcome.ANSWERED],
        ]);
        const [found] = (await search('XA-DPO', { subject, officer: 'officer-17' })).entries;
        expect(found).to.deep.include({ kind: 'intent', index: response.accesses[0]!.index });
      }
    });
  });

  // Last of all: from here on the log is broken.
  describe('what the person may not learn', () => {
    it('marks accesses of which the person may learn only when the issuer was asked (1862 Art. 67(2), (3))', async () => {
      const police = await stack.gateway.grpc('XA-POLICE');
      const token = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-20' });
      const { discreetlyChecked, refusedEntry } = TEST_PERSONS;
      answerOf(await police.call(SisServiceService.searchPersons, personSearch(discreetlyChecked), { token }));
      answerOf(await police.call(SisServiceService.getAlert, alertReading(TEST_ALERTS.discreetlyChecked), { token }));
      const report = async ({ surname, dateOfBirth }: { surname: string; dateOfBirth: string }) => {
        const subject = { person: { surname, dateOfBirth } };
        const request = ReportSubjectAccessRequest.fromPartial({ access: reviewAccess, subject });
        const { response } = await ask('XA-DPO', Review.reportSubjectAccess, request);
        return response.accesses.map(({ askIssuerFirst }) => askIssuerFirst);
      };
      expect((await report(discreetlyChecked)).slice(0, 2)).to.deep.equal([true, true]);
      // A search that may see no refusals of entry discloses nothing.
      answerOf(await police.call(SisServiceService.searchPersons, personSearch(refusedEntry), { token }));
      expect(await report(refusedEntry)).to.deep.equal([false]);
      // Nor does the law hide an arrest warrant from who is arrested.
      expect(new Set(await report(wanted))).to.deep.equal(new Set([false]));
    });
  });

  describe('a log that was altered', () => {
    it('names the leaf that a superuser altered, and shows the others', async () => {
      const admin = connectDatabase(stack.gateway.databaseUrl, { applicationName: 'test-superuser', max: 1 });
      try {
        await admin.begin(async (tx) => {
          await tx`SET LOCAL session_replication_role = replica`;
          await tx`UPDATE audit.log_entry SET body = convert_to('{"o":"XA-POLICE"', 'UTF8') WHERE idx = 2`;
        });
      } finally {
        await admin.end();
      }
      const { entries, damaged } = await search('XA-DPO', { systems: ['SIS'], until: FAR, kinds: ['intent'] });
      expect(entries.map(({ index }) => index))
        .to.include.members([0n, 4n, 6n])
        .and.not.include(2n);
      expect(damaged).to.deep.equal([2n]);
      const open = OpenEntryRequest.fromPartial({ access: reviewAccess, index: 2n, sections: [EntrySection.WHO] });
      const { response } = await ask('XA-DPO', Review.openEntry, open);
      expect(response).to.deep.include({ state: PayloadState.DAMAGED, openings: [], proof: undefined });
      expect(response.entry).to.deep.include({ index: 2n, authority: '', entry: Buffer.alloc(0) });
      const hold = SetHoldRequest.fromPartial({ access: reviewAccess, indexes: [0n, 2n], until: '2199-01-01' });
      const { reason, violations } = refusalOf(await call('XA-DPO', Review.setHold, hold));
      expect([reason, violations.map(({ field }) => field)]).to.deep.equal(['REQUEST_INVALID', ['indexes[1]']]);
    });
  });
});
