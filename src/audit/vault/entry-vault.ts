/**
 * Opening of entries, and selective disclosure: one section of an entry with its salt and the proof that it is in the
 * log says nothing about the others.
 */
import { Refusal } from '../../shared/refusal.js';
import type { SectionName, SectionOpening } from '../leaf/commitment.js';
import { type Leaf, parseLeaf } from '../leaf/leaf.js';
import type { InclusionProof, LogReader } from '../log/reader.js';
import type { Sql } from '../log/store.js';
import { encodeBase64 } from '../note/base64.js';
import { formatTlogProof } from '../note/tlog-proof.js';
import type { KeyUnwrapper } from './keys.js';
import { openPayload, type StoredPayload } from './open-payload.js';

/** An entry, opened. */
export interface OpenedEntry {
  readonly index: number;
  /** audit-leaf/v1. */
  readonly entry: Uint8Array;
  readonly leaf: Leaf;
  /** Every section with what opens its commitment; held against it. */
  readonly sections: ReadonlyMap<SectionName, SectionOpening>;
}

/** One section of an entry, with all that a third party needs to believe it. */
export interface DisclosedSection {
  readonly index: number;
  readonly entry: Uint8Array;
  readonly name: SectionName;
  /** Opens the commitment of this section, and no other. */
  readonly opening: SectionOpening;
  readonly proof: InclusionProof;
}

/**
 * Opens entries. Rejects with a Refusal NOT_FOUND for an entry or section that is not there or was erased, and with an
 * Error for one that was tampered with. Whoever calls it logs that first (kinds dpo-open, dsar-opened).
 */
export interface EntryVault {
  open(index: number): Promise<OpenedEntry>;
  openSection(index: number, name: SectionName): Promise<DisclosedSection>;
}

/** Opens the vault. The role of `sql` is ostiary_dpo. */
export function openEntryVault(parts: {
  readonly sql: Sql;
  readonly keys: KeyUnwrapper;
  readonly reader: LogReader;
}): EntryVault {
  const { sql, keys, reader } = parts;

  async function open(index: number): Promise<OpenedEntry> {
    const { entry } = await reader.entry(index);
    const leaf = parseLeaf(entry);
    if (leaf === undefined) throw new Error(`entry ${index}: is not an entry of audit-leaf/v1`);
    const [row] = await sql<StoredPayload[]>`SELECT bucket, sealed FROM audit.log_payload WHERE idx = ${index}`;
    const opening = await openPayload(index, leaf, row, { sql, keys });
    switch (opening.kind) {
      case 'opened':
        return { index, entry, leaf, sections: opening.sections };
      case 'absent':
        throw new Refusal('NOT_FOUND', 'the sections of this entry are not there any more');
      case 'locked':
        throw new Refusal('NOT_FOUND', 'the keys of this entry are not there any more');
      case 'altered':
        throw new Error(`entry ${index}: its sections are not those it commits to`);
    }
  }

  return {
    open,
    async openSection(index, name) {
      const { entry, sections } = await open(index);
      const opening = sections.get(name);
      if (opening === undefined) throw new Refusal('NOT_FOUND', 'the entry has no such section');
      return { index, entry, name, opening, proof: await reader.inclusionProof(index) };
    },
  };
}

/**
 * A disclosed section as a C2SP tlog-proof. Any C2SP tool checks that the entry is in the log; "extra" is JSON in
 * base64: `entry` (the leaf), `section` (its name), `salt` and `plaintext`, the last three as docs/audit-log.md says.
 */
export function formatSectionProof({ index, entry, name, opening, proof }: DisclosedSection): string {
  const extra = JSON.stringify({
    entry: encodeBase64(entry),
    section: name,
    salt: encodeBase64(opening.salt),
    plaintext: encodeBase64(opening.plaintext),
  });
  return formatTlogProof({ extra: Buffer.from(extra), index, proof: proof.proof, checkpoint: proof.checkpoint });
}
