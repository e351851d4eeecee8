/** One entry's sections, opened and read. */
import type { JsonObject } from '../../shared/json.js';
import type { Leaf } from '../leaf/leaf.js';
import type { SectionName } from '../log/entry.js';
import { type Opening, openPayload, type OpeningRight, type StoredPayload } from '../vault/open-payload.js';
import { object, type Sections } from './observed-access.js';

/** What became of an attempt to open and read an entry. */
export type Reading = Exclude<Opening, { kind: 'opened' }> | { readonly kind: 'opened'; readonly sections: Sections };

/** Opens an entry and reads its sections. Rejects only when database or keys cannot be reached. */
export async function openEntry(
  index: number,
  leaf: Leaf,
  payload: StoredPayload | undefined,
  right: OpeningRight,
): Promise<Reading> {
  const opening = await openPayload(index, leaf, payload, right);
  if (opening.kind !== 'opened') return opening;
  const sections: Partial<Record<SectionName, JsonObject>> = {};
  for (const [name, { plaintext }] of opening.sections) {
    const section = object(JSON.parse(Buffer.from(plaintext).toString()) as JsonObject);
    if (section === undefined) return { kind: 'altered' };
    sections[name] = section;
  }
  return { kind: 'opened', sections };
}
