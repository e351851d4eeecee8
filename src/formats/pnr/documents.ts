/** Documents of the special services DOCS, DOCO and DOCA, given to the travellers whose they are. */
import type { EdifactPlace } from '../edifact/messages.js';
import type { Tell } from './diagnostic.js';
import type { Pnr, Traveller } from './pnr.js';
import { readDoca, readDoco, readDocs } from './texts/documents.js';

/** A service that names a document, until all travellers are known. */
export interface DocumentService extends EdifactPlace {
  readonly code: string;
  readonly text: string;
  readonly references: readonly string[];
}

/** True for services that name a document, or an address stated with one. */
export const isDocument = (code: string): boolean => code === 'DOCS' || code === 'DOCO' || code === 'DOCA';

/** Gives one to the traveller in whose part it stands, else to the travellers named, else to the only one whose it can be. */
export function giveDocument(
  { pnr, tell, referenceDay }: { readonly pnr: Pnr; readonly tell: Tell; readonly referenceDay: string },
  { code, text, references, segment, offset }: DocumentService,
  of?: Traveller,
): void {
  const docs = code === 'DOCS' ? readDocs(text, referenceDay) : undefined;
  const doco = code === 'DOCO' ? readDoco(text, referenceDay) : undefined;
  const doca = code === 'DOCA' ? readDoca(text) : undefined;
  if (docs === undefined && doco === undefined && doca === undefined) {
    tell('DOCUMENT_UNREADABLE', { segment, offset });
    return;
  }
  const owners = of === undefined ? ownersAmong(pnr.travellers, references, docs?.surname) : [of];
  if (owners.length === 0) tell('TRAVELLER_UNKNOWN', { segment, offset });
  for (const owner of owners) {
    if (docs !== undefined) owner.documents.push(docs);
    if (doco !== undefined) owner.otherDocuments.push(doco);
    if (doca !== undefined) owner.addresses.push(doca);
  }
}

function ownersAmong(
  travellers: readonly Traveller[],
  references: readonly string[],
  surname: string | undefined,
): readonly Traveller[] {
  if (references.length > 0) return travellers.filter(({ reference }) => references.includes(reference));
  if (travellers.length === 1) return travellers;
  const namesakes = travellers.filter((one) => surname !== undefined && one.surname === surname);
  return namesakes.length === 1 ? namesakes : [];
}
