/** Exports over real mutual TLS, and an evidence bundle checked as its README says. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { fromBuffer } from 'yauzl';
import { openNote } from '../../src/audit/note/signed-note.js';
import { parseVerifierKey } from '../../src/audit/note/key.js';
import { parsePolicy } from '../../src/audit/note/policy.js';
import { verifyTlogProof } from '../../src/audit/note/verify-proof.js';
import { opensSection } from '../../src/audit/leaf/commitment.js';
import { parseLeaf } from '../../src/audit/leaf/leaf.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import {
  AuditReviewServiceService as Review,
  type DeepPartial,
  EntrySection,
  ExportEntriesRequest,
  ExportFormat,
  SearchEntriesRequest,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

const run = promisify(execFile);

/** Accesses of the police that are exported: an intent and an outcome each. */
const QUESTIONS = 3;

interface BundleLine {
  index: number;
  entry: string;
  leaf_hash: string;
  payload: string;
  sections: Record<string, { salt: string; content: string }>;
}

describe('exports of the review service', () => {
  let stack: ReviewStack;
  let dpo: GrpcClient;
  let token: string;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'ostiary-evidence-'));
    stack = await startReviewStack();
    const police = await stack.gateway.grpc('XA-POLICE');
    const officer = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    for (let i = 0; i < QUESTIONS; i++) {
      answerOf(
        await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token: officer }),
      );
    }
    dpo = await stack.grpc('XA-DPO');
    token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const requested = (changes: DeepPartial<ExportEntriesRequest>) =>
    ExportEntriesRequest.fromPartial({
      access: reviewAccess,
      filter: { kinds: ['intent', 'outcome'] },
      recipient: 'Court of Xanadu',
      ...changes,
    } as ExportEntriesRequest);
  const call = (changes: DeepPartial<ExportEntriesRequest>) =>
    dpo.call(Review.exportEntries, requested(changes), { token, deadlineMs: 15_000 });

  const formats: [string, ExportFormat, string, (text: string) => number][] = [
    ['FHIR', ExportFormat.FHIR, 'application/fhir+json', (text) => (JSON.parse(text) as { entry: [] }).entry.length],
    ['OCSF', ExportFormat.OCSF, 'application/jsonl', (text) => text.trimEnd().split('\n').length],
    ['syslog', ExportFormat.SYSLOG, 'text/plain; charset=utf-8', (text) => text.trimEnd().split('\n').length],
    ['CEF', ExportFormat.CEF, 'text/plain; charset=utf-8', (text) => text.trimEnd().split('\n').length],
    ['CSV', ExportFormat.CSV, 'text/csv; charset=utf-8', (text) => text.trimEnd().split('\r\n').length - 1],
  ];
  for (const [name, format, mediaType, count] of formats) {
    it(`write every entry in ${name}, officers only for a cleared recipient`, async () => {
      const { response, receipt, bytes } = answerOf(await call({ format }));
      expectVerified(receipt, stack.review.verifierKey, bytes);
      expect(response).to.include({ mediaType, entryCount: 2 * QUESTIONS, nextPageToken: '' });
      expect(count(response.content.toString())).to.equal(2 * QUESTIONS);
      expect(response.content.toString()).not.to.include('officer-17');
      const cleared = answerOf(await call({ format, officersCleared: true })).response.content.toString();
      const leafOnly = format === ExportFormat.SYSLOG || format === ExportFormat.CEF;
      expect(cleared.includes('officer-17')).to.equal(!leafOnly);
    });
  }

  it('come in parts', async () => {
    const seen: string[] = [];
    let pageToken = '';
    do {
      const { response } = answerOf(await call({ format: ExportFormat.CSV, pageSize: 4, pageToken }));
      seen.push(...response.content.toString().trimEnd().split('\r\n').slice(1));
      pageToken = response.nextPageToken;
    } while (pageToken !== '');
    expect(seen.map((line) => Number(line.split(',')[0]))).to.deep.equal([5, 4, 3, 2, 1, 0]);
  });

  it('refuse to open who asked for a recipient that is not cleared, and sections in other formats', async () => {
    const who = refusalOf(await call({ format: ExportFormat.EVIDENCE_BUNDLE, sections: [EntrySection.WHO] }));
    expect(who.violations.map(({ field }) => field)).to.deep.equal(['sections']);
    const csv = refusalOf(await call({ format: ExportFormat.CSV, sections: [EntrySection.WHY] }));
    expect(csv.violations.map(({ field }) => field)).to.deep.equal(['sections']);
    const none = refusalOf(await call({}));
    expect(none.violations.map(({ field }) => field)).to.deep.equal(['format']);
  });

  it('keep covered, for a recipient that is not cleared, which officer a review was about', async () => {
    const supervisor = await stack.grpc('XA-SUPERVISOR');
    const own = await (await stack.gateway.identity('XA-SUPERVISOR')).mintToken({ officer: 'supervisor-1' });
    // The search names an officer in what it asks.
    const search = SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { officer: 'officer-17' } });
    answerOf(await dpo.call(Review.searchEntries, search, { token }));
    const bundleOf = async (officersCleared: boolean) => {
      const request = requested({
        filter: { authorities: ['XA-POLICE', 'XA-DPO'], kinds: ['intent'] },
        format: ExportFormat.EVIDENCE_BUNDLE,
        sections: [EntrySection.WHAT],
        officersCleared,
      });
      const { response, receipt } = answerOf(
        await supervisor.call(Review.exportEntries, request, { token: own, deadlineMs: 15_000 }),
      );
      const lines = (await unzip(response.content)).get('entries.jsonl')!.toString();
      return { lines, result: JSON.parse(receipt.resultSection.toString()) as { disclosed: { fields: string[] }[] } };
    };
    const { lines, result } = await bundleOf(false);
    expect(lines).not.to.include('officer-17');
    expect(lines).to.include(TEST_PERSONS.wanted.dateOfBirth);
    expect(result.disclosed[0]!.fields, 'the entry of the search').to.deep.equal(['leaf']);
    expect(result.disclosed.at(-1)!.fields, 'the first entry of the police').to.deep.equal(['leaf', 'what']);
    expect((await bundleOf(true)).lines).to.include('officer-17');
  });

  describe('an evidence bundle', () => {
    let files: Map<string, Buffer>;
    let lines: BundleLine[];

    before(async () => {
      const sections = [EntrySection.WHAT, EntrySection.WHY];
      const { response } = answerOf(await call({ format: ExportFormat.EVIDENCE_BUNDLE, sections }));
      expect(response.mediaType).to.equal('application/zip');
      files = await unzip(response.content);
      lines = text('entries.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as BundleLine);
      for (const [name, bytes] of files) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), bytes);
      }
    });

    const text = (name: string): string => files.get(name)!.toString('utf8');

    it('holds entries, proofs, checkpoint, policy and manifest', () => {
      const proofs = [0, 1, 2, 3, 4, 5].map((index) => `proofs/${index}.tlog-proof`);
      expect([...files.keys()]).to.have.members([
        ...['README', 'checkpoint.txt', 'entries.jsonl', 'manifest.json', 'manifest.note', 'policy.txt', 'signer.vkey'],
        ...proofs,
      ]);
    });

    it('proves every entry to whoever follows its policy', () => {
      const policy = parsePolicy(text('policy.txt'));
      expect(text('policy.txt')).to.include(stack.review.verifierKey);
      for (const { index, entry } of lines) {
        const proven = verifyTlogProof(text(`proofs/${index}.tlog-proof`), Buffer.from(entry), policy);
        expect(proven.index).to.equal(index);
      }
      expect(lines.map(({ index }) => index)).to.deep.equal([5, 4, 3, 2, 1, 0]);
    });

    it('opens the sections asked for, and keeps the officer covered', () => {
      for (const { entry, sections, payload } of lines) {
        const leaf = parseLeaf(Buffer.from(entry))!;
        expect(payload).to.equal('opened');
        expect(Object.keys(sections)).to.deep.equal(leaf.kind === 'intent' ? ['what', 'why'] : []);
        for (const name of ['what', 'why'] as const) {
          const opening = sections[name];
          if (opening === undefined) continue;
          const [salt, plaintext] = [Buffer.from(opening.salt, 'base64'), Buffer.from(opening.content)];
          expect(opensSection(leaf.commitments, name, { salt, plaintext })).to.equal(true);
        }
      }
      expect(text('entries.jsonl')).not.to.include('officer-17');
    });

    it('names the SHA-256 of every file in a signed manifest', () => {
      const manifest = JSON.parse(text('manifest.json')) as {
        made_for: string;
        entries: number;
        files: { name: string; sha256: string }[];
      };
      expect(manifest).to.include({ made_for: 'Court of Xanadu', entries: 2 * QUESTIONS });
      for (const { name, sha256 } of manifest.files) {
        expect(createHash('sha256').update(files.get(name)!).digest('hex'), name).to.equal(sha256);
      }
      const named = manifest.files.map(({ name }) => name);
      expect([...named, 'manifest.json', 'manifest.note']).to.have.members([...files.keys()]);
      expect(text('signer.vkey').trim()).to.equal(stack.review.bundleVerifierKey);
      expect(openNote(text('manifest.note'), [parseVerifierKey(stack.review.bundleVerifierKey)]).text).to.equal(
        text('manifest.json'),
      );
    });

    /** Runs the commands of the README's numbered parts 1 to 4. */
    async function followReadme(): Promise<string> {
      const parts = text('README')
        .split(/^[0-9]\. .*\n-+\n/m)
        .slice(1, 5);
      expect(parts).to.have.lengthOf(4);
      // One folder for what the commands write between them.
      const script = parts.join('\n').replaceAll('/tmp/', `${folder}/scratch-`);
      const { stdout, stderr } = await run('bash', ['-c', script], { cwd: folder });
      return stdout + stderr;
    }

    it('can be checked with common tools, as its README says', async () => {
      const told = await followReadme();
      expect(told).to.include('files: good').and.include('entries: compared').and.not.include('WRONG');
      expect(told.match(/Signature Verified Successfully/g)).to.have.lengthOf(2);
    });

    it('fails that check when a section is forged', async () => {
      const forged = text('entries.jsonl').replaceAll('traffic stop', 'traffic jam!');
      await writeFile(join(folder, 'entries.jsonl'), forged);
      const told = await followReadme().catch((error: unknown) => JSON.stringify(error));
      expect(told).to.include('why: WRONG').and.not.include('files: good');
      await writeFile(join(folder, 'entries.jsonl'), text('entries.jsonl'));
    });
  });
});

function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const files = new Map<string, Buffer>();
      archive.on('error', reject);
      archive.on('end', () => resolve(files));
      archive.on('entry', (entry: { fileName: string }) => {
        archive.openReadStream(entry as never, (failed, stream) => {
          if (failed !== null) {
            reject(failed);
            return;
          }
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks));
            archive.readEntry();
          });
        });
      });
      archive.readEntry();
    });
  });
}
