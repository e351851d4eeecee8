/** A record as a caller may have it, and as the log names it. */
import { documentTerm, partialPersonTerm } from '../../../matching/index-terms.js';
import { nameForm } from '../../../matching/names/name-form.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { type AccessScope, type Disclosure, MAX_ANSWER_TERMS } from '../../adapter.js';
import type { PnrMatch } from '../domain/search.js';
import type { OpenedRecord } from '../domain/stored-record.js';
import type { FoundRecord } from '../store/record-store.js';

/** Category of a record, as the access scope names it. */
export type RecordCategory = 'PASSENGER' | 'MASKED' | 'UNMASKED';

/** A record that is shown. */
export interface ShownRecord {
  readonly record: OpenedRecord;
  readonly category: RecordCategory;
  readonly match?: PnrMatch | undefined;
}

/**
 * Opens a record as far as the caller may see it; undefined where nothing of it may be seen, or where its key is gone, so
 * that it is as good as deleted.
 */
export async function show(found: FoundRecord, { categories }: AccessScope): Promise<ShownRecord | undefined> {
  const { unseal, ...record } = found;
  if (found.state === 'masked' && !categories.has('UNMASKED')) {
    return categories.has('MASKED') ? { record: { ...record, sealed: undefined }, category: 'MASKED' } : undefined;
  }
  if (found.state === 'active' && !categories.has('PASSENGER')) return undefined;
  const sealed = await unseal();
  if (sealed === undefined) return undefined;
  return { record: { ...record, sealed }, category: found.state === 'masked' ? 'UNMASKED' : 'PASSENGER' };
}

/** As the log names it: whom it is about, if that is told. */
export const disclose = ({ record, category }: ShownRecord): Disclosure => ({
  reference: record.id,
  category,
  terms: termsOf(record),
});

function termsOf({ sealed }: OpenedRecord): readonly IndexTerm[] {
  if (sealed === undefined) return [];
  const { a, f } = sealed;
  const terms = [
    ...a.travellers
      .filter(({ surname }) => surname !== '')
      .map(({ surname, birth }) => partialPersonTerm(nameForm(surname), birth)),
    ...f.documents.filter(({ number }) => number !== '').map(({ number }) => documentTerm(number)),
  ];
  const distinct = new Map(terms.map((term) => [`${term.field}\0${term.value}`, term]));
  return [...distinct.values()].slice(0, MAX_ANSWER_TERMS);
}
