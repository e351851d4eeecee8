/**
 * The evidence bundle: a ZIP that proves what it says to somebody who trusts nothing but the log's verifier key.
 * Everything in it can be checked with common tools; its README says how.
 */
import { createHash } from 'node:crypto';
import { ZipFile } from 'yazl';
import { Refusal } from '../../../shared/refusal.js';
import type { SectionName } from '../../leaf/commitment.js';
import { formatTime } from '../../leaf/leaf.js';
import { encodeBase64 } from '../../note/base64.js';
import type { NoteSigner } from '../../note/key.js';
import { signNote } from '../../note/signed-note.js';
import { formatTlogProof } from '../../note/tlog-proof.js';
import type { Proof, ReviewCheckpoint } from '../evidence.js';
import type { OpenedPayload } from '../payload.js';
import type { FoundEntry } from '../query.js';
import { leafHashHex } from './record.js';
import { readme } from './bundle-readme.js';

/** What goes into a bundle. */
export interface BundleParts {
  readonly entries: readonly FoundEntry[];
  readonly payloads: ReadonlyMap<number, OpenedPayload>;
  /** Sections that were asked for. */
  readonly sections: ReadonlySet<SectionName>;
  /** Those of them that are opened of an entry; what it has besides stays covered. */
  readonly sectionsOf: (entry: FoundEntry) => ReadonlySet<SectionName>;
  readonly proofs: readonly Proof[];
  /** Every proof leads to it. */
  readonly checkpoint: ReviewCheckpoint;
  /** C2SP tlog-policy under which the checkpoint is to be believed. */
  readonly policy: string;
  readonly signer: NoteSigner & { readonly verifierKey: string };
  readonly about: BundleAbout;
}

/** What the manifest says of the bundle. */
export interface BundleAbout {
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  readonly madeFor: string;
  readonly caseReference: string;
  /** The request that asked for it: it is in the log itself. */
  readonly requestId: string;
}

/** Most bytes of all files together, before they are compressed. */
export const MAX_BUNDLE_BYTES = 8 * 1024 * 1024;

/** Makes the ZIP. Throws a Refusal REQUEST_INVALID when it would get too large for an answer. */
export async function makeBundle(parts: BundleParts): Promise<Buffer> {
  const files = new Map<string, Buffer>([
    ['README', Buffer.from(readme())],
    ['checkpoint.txt', Buffer.from(parts.checkpoint.note)],
    ['entries.jsonl', Buffer.from(parts.entries.map((entry) => `${entryLine(entry, parts)}\n`).join(''))],
    ['policy.txt', Buffer.from(parts.policy)],
    ['signer.vkey', Buffer.from(`${parts.signer.verifierKey}\n`)],
    ...parts.proofs.map(({ index, inclusionProof }): [string, Buffer] => [
      `proofs/${index}.tlog-proof`,
      Buffer.from(
        formatTlogProof({ extra: undefined, index, proof: inclusionProof, checkpoint: parts.checkpoint.note }),
      ),
    ]),
  ]);
  const manifest = manifestOf(files, parts);
  files.set('manifest.json', Buffer.from(manifest));
  files.set('manifest.note', Buffer.from(signNote(manifest, [parts.signer])));
  const bytes = Array.from(files.values()).reduce((sum, { length }) => sum + length, 0);
  if (bytes > MAX_BUNDLE_BYTES) {
    const description = `the bundle would hold more than ${MAX_BUNDLE_BYTES} bytes: ask for fewer entries or sections`;
    throw new Refusal('REQUEST_INVALID', `page_size: ${description}`, {
      violations: [{ field: 'page_size', rule: 'bundle_size', description }],
    });
  }
  return zip(files, new Date(parts.about.madeAt));
}

/** One entry on one line: its bytes as hashed, and what opens the sections that are shown. */
function entryLine(entry: FoundEntry, { payloads, sectionsOf }: BundleParts): string {
  const payload = payloads.get(entry.index);
  const sections = sectionsOf(entry);
  const opened = Array.from(payload?.sections ?? [])
    .filter(([name]) => sections.has(name))
    .map(([name, { salt, plaintext }]) => [
      name,
      { salt: encodeBase64(salt), content: Buffer.from(plaintext).toString('utf8') },
    ]);
  return JSON.stringify({
    index: entry.index,
    entry: Buffer.from(entry.body).toString('utf8'),
    leaf_hash: leafHashHex(entry),
    payload: payload?.state ?? 'none',
    sections: Object.fromEntries(opened) as unknown,
  });
}

function manifestOf(files: ReadonlyMap<string, Buffer>, { about, entries, sections, signer }: BundleParts): string {
  const manifest = {
    format: 'ostiary-evidence/v1',
    synthetic: true,
    log: about.origin,
    made_at: formatTime(about.madeAt),
    made_for: about.madeFor,
    case_reference: about.caseReference,
    request_id: about.requestId,
    signer: signer.name,
    entries: entries.length,
    sections_opened: [...sections].sort(),
    files: Array.from(files, ([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

async function zip(files: ReadonlyMap<string, Buffer>, mtime: Date): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, bytes] of files) archive.addBuffer(bytes, name, { mtime, mode: 0o100644 });
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
