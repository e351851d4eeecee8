import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { profileDigest } from '../../../src/adapters/prum/dna/audit-terms.js';
import { TEST_DNA_REFERENCES } from '../../../src/adapters/prum/dna/simulator/test-profiles.js';
import type { GrpcClient } from '../../../src/client/grpc-client.js';
import type { DnaData, PrumDnaMessage } from '../../../src/formats/prum-dna/message.js';
import { writeMessage } from '../../../src/formats/prum-dna/write-message.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { AccessContext } from '../../../src/gen/ostiary/common/v1/access.js';
import {
  CompareDnaRequest,
  type CompareDnaResponse,
  ConfirmDnaMatchRequest,
  DnaProbeKind,
  MarkDnaProfileRequest,
  PrumDnaServiceService as service,
} from '../../../src/gen/ostiary/prum/v1/dna.js';
import { FollowUpState, MatchVerdict } from '../../../src/gen/ostiary/prum/v1/exchange.js';
import { readProfile } from '../../../src/matching/dna/profile.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { TEST_DNA, type TestProfile } from '../../../src/world/test-dna.js';
import { runCommand } from '../../cli/run-command.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import {
  confirmAccess,
  contactPointAccess,
  dnaAccess,
  lociOf,
  outcomeName,
  type PrumStack,
  startPrumStack,
} from '../../helpers/prum.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../../helpers/receipts.js';

const PROFILES = { 'XA-1': TEST_DNA.unknownToAll, 'XA-2': TEST_DNA.knownToPolice, 'XA-3': TEST_DNA.microVariant };

/** Profiles of a full batch. */
const FULL = 25;

const comparison = (
  profiles: Readonly<Record<string, TestProfile>> = PROFILES,
  changes: Partial<CompareDnaRequest> = {},
): CompareDnaRequest =>
  CompareDnaRequest.fromPartial({
    access: dnaAccess({ legalBasisId: 'PRUM2-6-ALL', justification: 'first connection of XA with XB' }),
    probes: Object.entries(profiles).map(([ownReference, profile]) => ({
      kind: DnaProbeKind.UNIDENTIFIED,
      ownReference,
      loci: lociOf(profile),
    })),
    memberState: 'XB',
    ...changes,
  });

const statuses = ({ answers }: CompareDnaResponse): string[] =>
  answers.map(({ answer }) => outcomeName(answer?.reply?.status));
const digestOf = (profile: TestProfile): string => {
  const loci = Object.entries(profile).map(([name, values]) => ({ name, values }));
  const reading = readProfile({ id: 'x', kind: 'unidentified', loci });
  if (!('profile' in reading)) throw new Error('not a profile');
  return profileDigest(reading.profile);
};

describe('all DNA profiles of a state compared with all of another, through a whole gateway', () => {
  let stack: PrumStack;
  let logbook: Logbook;
  let contactPoint: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(120_000);
    stack = await startPrumStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    contactPoint = await stack.grpc('XA-NCP');
    token = await (await stack.identity('XA-NCP')).mintToken({ officer: 'officer-n' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const compare = async (request = comparison()) =>
    answerOf(await contactPoint.call(service.compareDna, request, { token, deadlineMs: 20_000 }));
  const refusal = async (request: CompareDnaRequest, as = contactPoint, with_ = token) =>
    refusalOf(await as.call(service.compareDna, request, { token: with_ }));

  const confirm = (searchRequestId: string, referenceNumber: string) =>
    contactPoint.call(
      service.confirmDnaMatch,
      ConfirmDnaMatchRequest.fromPartial({
        access: confirmAccess(),
        match: { searchRequestId, referenceNumber },
        review: { verdict: MatchVerdict.CONFIRMED, remarks: 'both electropherograms read again' },
      }),
      { token },
    );

  it('say of each what the state answered, in the order in which they were sent', async () => {
    const { response, bytes } = await compare();
    expect(response.answers.map(({ ownReference }) => ownReference)).to.deep.equal(['XA-1', 'XA-2', 'XA-3']);
    expect(statuses(response)).to.deep.equal(['NO_HIT', 'HIT', 'NO_HIT']);
    expect(outcomeName(response.outcome?.status)).to.equal('HIT');
    const found = response.answers.flatMap(({ answer }) => answer?.matches ?? []);
    expect(found.map(({ referenceNumber }) => referenceNumber)).to.deep.equal([TEST_DNA_REFERENCES.fullMatch]);
    const numbers = new Set(response.answers.map(({ searchRequestId }) => searchRequestId));
    expect(numbers.size).to.equal(3);
    expectVerified(toReceiptFile(response.receipt), stack.gateway.verifierKey, bytes);
  });

  it('are one access in the log, which names each question and no profile', async () => {
    const { response } = await compare();
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    expect(intent?.sections.what?.query).to.deep.equal({
      max_matches: 10,
      member_states: ['XB'],
      probes: response.answers.map(({ ownReference, searchRequestId }) => ({
        kind: 'UNIDENTIFIED',
        number: searchRequestId,
        own_reference: ownReference,
        profile_sha256: digestOf(PROFILES[ownReference as keyof typeof PROFILES]),
      })),
    });
    expect(outcome?.sections.result?.places).to.deep.equal([{ place: 'XB', status: 'HIT' }]);
    expect(JSON.stringify(outcome?.sections.result?.disclosed)).to.include(TEST_DNA_REFERENCES.fullMatch);
  });

  it('are confirmed by a person like those of a search, each under the number of its question', async () => {
    const { response } = await compare();
    const [, matched] = response.answers;
    const none = await confirm(response.receipt?.requestId ?? '', TEST_DNA_REFERENCES.fullMatch);
    expect(refusalOf(none).reason).to.equal('REQUEST_INVALID');
    const confirmed = answerOf(await confirm(matched?.searchRequestId ?? '', TEST_DNA_REFERENCES.fullMatch));
    expect(confirmed.response.state).to.equal(FollowUpState.CONFIRMED);
  });

  it('are for contact points on their own legal basis', async () => {
    const police = await stack.grpc('XA-POLICE');
    const theirs = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    expect((await refusal(comparison(), police, theirs)).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    const search = comparison(PROFILES, { access: dnaAccess({ legalBasisId: 'PRUM2-6' }) });
    expect((await refusal(search)).reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('name every fault of a batch, and none of its values', async () => {
    const { fewLoci, unknownToAll } = TEST_DNA;
    const { VWA, TH01 } = fewLoci;
    const bad = comparison({ 'XA-1': unknownToAll, '': unknownToAll, 'XA-4': { VWA: VWA, TH01: TH01 } });
    bad.probes.push({ ...bad.probes[0]! });
    const { violations, reason } = await refusal(bad);
    expect(reason).to.equal('REQUEST_INVALID');
    expect(violations.map(({ field }) => field)).to.deep.equal([
      'probes[1].own_reference',
      'probes[2].loci',
      'probes[3].own_reference',
    ]);
    const own = await refusal(comparison(PROFILES, { memberState: 'XA' }));
    expect(own.violations.map(({ field }) => field)).to.deep.equal(['member_state']);
  });

  it('say of which profiles a state has not answered, and never call that no hit', async () => {
    await stack.behave('XD', { fault: 'refuses' });
    const { response } = await compare(comparison(PROFILES, { memberState: 'XD' }));
    await stack.behave('XD', { fault: null });
    expect(statuses(response)).to.deep.equal(['REFUSED', 'REFUSED', 'REFUSED']);
    expect(outcomeName(response.outcome?.status)).to.equal('REFUSED');
  });

  it('are answered, and logged whole, when each of a full batch has as many matches as are listed', async () => {
    const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-stains', max: 1 });
    const stains = Array.from({ length: 10 }, (_, n) => `DNA-XC-U-01ARZ3NDEKTSV4RRFFQ69G5FA${n}`);
    await sql`
      insert into prum.dna_profile (reference, member_state, loci)
      select reference, 'XC', ${JSON.stringify(TEST_DNA.unknownToAll)}::text::jsonb
      from unnest(${stains}::text[]) reference`;
    const profiles = Array.from({ length: FULL }, (_, n) => [`XA-${n}`, TEST_DNA.unknownToAll] as const);
    const { response } = await compare(comparison(Object.fromEntries(profiles), { memberState: 'XC' }));
    await sql`update prum.dna_profile set removed = true where reference = any (${stains}::text[])`;
    await sql.end();
    expect(response.answers.flatMap(({ answer }) => answer?.matches ?? []).length).to.equal(10 * FULL);
    const [, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    expect(outcome?.sections.result?.disclosed).to.have.length(10 * FULL);
  });

  it('go on where they stopped, from message files, with the answers in a journal', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ostiary-compare-all-'));
    const stain = (profileIdent: string, profile: TestProfile): DnaData => ({
      requestType: 'comparison',
      storedOn: '2026-11-20',
      kind: 'stain',
      agency: 'Laboratory of XA',
      profileIdent,
      profile: {
        profileId: profileIdent,
        marker: '',
        loci: Object.entries(profile).map(([name, values]) => ({ name, values: [...values] })),
      },
      result: { kind: 'undefined' },
    });
    const message = (first: DnaData, ...others: DnaData[]): PrumDnaMessage => ({
      direction: 'request',
      ref: '1',
      generator: 'test',
      schemaVersion: '1.0',
      requesting: { source: 'XA', destination: 'XB', requestId: 'XA-1', date: '2026-11-26', time: '09:30:00' },
      requested: undefined,
      datas: [first, ...others],
    });
    const { VWA } = TEST_DNA.knownToPolice;
    await writeFile(
      join(folder, '1.xml'),
      writeMessage(
        message(
          stain('S-0', { VWA: VWA }),
          ...Array.from({ length: 104 }, (_, n) => stain(`S-${n + 1}`, TEST_DNA.unknownToAll)),
          stain('S-105', TEST_DNA.knownToPolice),
        ),
      ),
    );
    await writeFile(join(folder, '2.xml'), writeMessage(message(stain('T-1', TEST_DNA.knownToPolice))));
    const journal = join(folder, 'journal.ndjson');
    const run = () =>
      runCommand([
        ...['prum', 'compare-all', folder, '--state', 'XB', '--journal', journal, '--as', 'XA-NCP'],
        ...['--address', stack.address, '--pki', stack.pkiDirectory],
      ]);
    try {
      await stack.behave('XB', { fault: 'refuses', latencyMs: 0 });
      const stopped = await run();
      await stack.behave('XB', { fault: null });
      expect(stopped.code, stopped.output).to.equal(1);
      expect(stopped.output).to.include('XB did not answer for 24 profiles of 1.xml');

      const finished = await run();
      expect(finished.code, finished.output).to.equal(0);
      expect(finished.output).to.include('106 profiles compared with all of XB in this run: 2 matches');
      const [first, ...lines] = (await readFile(journal, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      expect(first).to.deep.equal({ comparison: { as: 'XA-NCP', basis: 'PRUM2-6-ALL', state: 'XB' } });
      expect(lines.map(({ file, done, unanswered }) => [file, done, unanswered.length])).to.deep.equal([
        ['1.xml', 25, 24],
        ['1.xml', 25, 0],
        ['1.xml', 50, 0],
        ['1.xml', 75, 0],
        ['1.xml', 100, 0],
        ['1.xml', 106, 0],
        ['2.xml', 1, 0],
      ]);
      expect(lines[0]?.skipped).to.deep.equal([{ profile: 'S-0', rule: 'TOO_FEW_LOCI' }]);
      const matched = lines
        .flatMap(({ answer }) => answer.answers)
        .filter(({ answer }) => answer.matchCount === 1)
        .map(({ ownReference }) => ownReference);
      expect(matched).to.deep.equal(['S-105', 'T-1']);

      const again = await run();
      expect(again.code, again.output).to.equal(0);
      expect(again.output).to.include('0 profiles compared');
    } finally {
      await rm(folder, { recursive: true });
    }
  }).timeout(180_000);

  it('let the holder mark its unidentified profile that matched, with the number of the other (Art. 9(4))', async () => {
    const stain = 'DNA-XB-U-01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-stain', max: 1 });
    await sql`
      insert into prum.dna_profile (reference, member_state, loci)
      values (${stain}, 'XB', ${JSON.stringify(TEST_DNA.unknownToAll)}::text::jsonb)`;
    const holder = await stack.grpc('XB-NCP');
    const theirs = await (await stack.identity('XB-NCP')).mintToken({ officer: 'officer-b' });
    const access = AccessContext.fromPartial({ ...contactPointAccess(), legalBasisId: 'PRUM2-9-4' });
    const mark = (followUpId: string, as = holder, with_ = theirs) =>
      as.call(service.markDnaProfile, MarkDnaProfileRequest.fromPartial({ access, followUpId }), { token: with_ });

    const { response } = await compare();
    const [stained, person] = response.answers;
    const stainMatch = await confirm(stained?.searchRequestId ?? '', stain);
    const personMatch = await confirm(person?.searchRequestId ?? '', TEST_DNA_REFERENCES.fullMatch);
    const marked = answerOf(await mark(answerOf(stainMatch).response.followUpId));
    expect(marked.response).to.deep.include({ referenceNumber: stain, askingState: 'XA', ownReference: 'XA-1' });
    const again = answerOf(await mark(answerOf(stainMatch).response.followUpId));
    expect(again.response.markedAt).to.equal(marked.response.markedAt);
    const rows = await sql`select reference, asking_state, own_reference, marked_by from prum.dna_mark`;
    await sql.end();
    expect(rows).to.deep.equal([{ reference: stain, asking_state: 'XA', own_reference: 'XA-1', marked_by: 'XB-NCP' }]);

    const identified = refusalOf(await mark(answerOf(personMatch).response.followUpId));
    expect([identified.reason, identified.metadata.article]).to.deep.equal([
      'REQUEST_INVALID',
      'Reg. (EU) 2024/982 Art. 9(4)',
    ]);
    // Whoever searched marks nothing in the data of another state, and nobody learns of a match that is not theirs.
    const asker = refusalOf(await mark(answerOf(stainMatch).response.followUpId, contactPoint, token));
    expect(asker.reason).to.equal('NOT_FOUND');

    const [, outcome] = await logbook.ofRequest(marked.response.receipt?.requestId ?? '');
    expect(JSON.stringify(outcome?.sections.result)).to.include(marked.response.followUpId);
  });
});

interface Line {
  readonly file: string;
  readonly done: number;
  readonly unanswered: readonly string[];
  readonly skipped: unknown;
  readonly answer: {
    readonly answers: readonly { readonly ownReference: string; readonly answer: { readonly matchCount?: number } }[];
  };
}
