/** Documents of the special services DOCS, DOCO and DOCA, given to the travellers whose they are. */
import type { EdifactPlace } from '../edifact/messages.js';
import type { Tell } from './diagnostic.js';
import { travellersByName } from './namesakes.js';
import type { TravelDocument, Traveller } from './pnr.js';
import { travellersByReference } from './references.js';
import { readDoca, readDoco, readDocs } from './texts/documents.js';

/** A service that names a document, until all travellers are known. */
export interface DocumentService extends EdifactPlace {
  readonly code: string;
  readonly text: string;
  /** Travellers that it names. */
  readonly references: readonly string[];
  /** The traveller in whose part of the record it stands. */
  readonly within?: Traveller | undefined;
}

/** True for services that name a document, or an address stated with one. */
export const isDocument = (code: string): boolean => code === 'DOCS' || code === 'DOCO' || code === 'DOCA';

/** What settles whose documents are, and their centuries. */
export interface DocumentContext {
  readonly tell: Tell;
  /** Day of the flight. */
  readonly referenceDay: string;
}

/** Documents of one kind that a traveller may have: each is compared with what the others tell. Nobody travels on as many. */
const MOST_OF_TRAVELLER = 20;

/** Adds one to a traveller's documents of a kind, or addresses; tells where they have as many as anybody may. */
export function addDocument<Item>(all: Item[], one: Item, tell: Tell, at?: EdifactPlace): void {
  if (all.length < MOST_OF_TRAVELLER) all.push(one);
  else tell('RECORD_TOO_LARGE', at);
}

/** What documents of several travellers may still add to a record. */
interface Room {
  left: number;
}

/**
 * Characters of documents that are with several travellers, counted with each but the first: more than any group's collective
 * passport or visa, and little enough that no message grows a thousandfold.
 */
const MOST_SHARED = 262_144;

/** Gives a document to the traveller in whose part of the record it stands. */
export function giveOwnDocument(context: DocumentContext, document: DocumentService, owner: Traveller): void {
  give(context, document, () => [owner], { left: 0 });
}

/**
 * Gives documents to the travellers that they name, else to the one in whose part they stand, else to the only one whose they
 * can be: who is alone in the record, or has the name of the document alone.
 */
export function giveDocuments(
  context: DocumentContext,
  documents: readonly DocumentService[],
  travellers: readonly Traveller[],
): void {
  if (documents.length === 0) return;
  const named = travellersByReference(travellers);
  let alike: ReturnType<typeof travellersByName> | undefined;
  const room = { left: MOST_SHARED };
  for (const document of documents) {
    const ownersOf = (docs: TravelDocument | undefined): readonly Traveller[] => {
      const owners = document.references.flatMap((reference) => named(reference));
      if (owners.length > 0) return owners;
      if (document.within !== undefined) return [document.within];
      if (document.references.length > 0) return [];
      if (travellers.length === 1) return travellers;
      if (docs === undefined) return [];
      alike ??= travellersByName(travellers);
      const owner = alike(docs.surname, docs.givenNames.join(' '));
      return owner === undefined ? [] : [owner];
    };
    give(context, document, ownersOf, room);
  }
}

function give(
  { tell, referenceDay }: DocumentContext,
  { code, text, segment, offset }: DocumentService,
  ownersOf: (docs: TravelDocument | undefined) => readonly Traveller[],
  room: Room,
): void {
  const docs = code === 'DOCS' ? readDocs(text, referenceDay) : undefined;
  const doco = code === 'DOCO' ? readDoco(text, referenceDay) : undefined;
  const doca = code === 'DOCA' ? readDoca(text) : undefined;
  if (docs === undefined && doco === undefined && doca === undefined) {
    tell('DOCUMENT_UNREADABLE', { segment, offset });
    return;
  }
  const place = { segment, offset };
  const found = ownersOf(docs);
  const owners = found.length > 1 ? [...new Set(found)] : found;
  if (found.length === 0) tell('TRAVELLER_UNKNOWN', place);
  if (owners.length > 1) {
    room.left -= text.length * (owners.length - 1);
    if (room.left < 0) {
      tell('RECORD_TOO_LARGE', place);
      return;
    }
  }
  for (const owner of owners) {
    if (docs !== undefined) addDocument(owner.documents, docs, tell, place);
    if (doco !== undefined) addDocument(owner.otherDocuments, doco, tell, place);
    if (doca !== undefined) addDocument(owner.addresses, doca, tell, place);
  }
}
