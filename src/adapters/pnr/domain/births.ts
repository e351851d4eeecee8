/** Whose date of birth a travel document tells. */
import { type NamedAlike, travellersByName } from '../../../formats/pnr/namesakes.js';
import type { TravelDocument, Traveller } from '../../../formats/pnr/pnr.js';
import { nameKey } from '../../../formats/pnr/texts/names.js';

/**
 * The birth in a traveller's documents: in the one that names them alone, else in one of their surname. A document that several travel
 * on, as a parent with a child, is with each of them; the birth in it is of whoever it names, and of no namesake.
 */
export function birthsOf(travellers: readonly Traveller[]): (traveller: Traveller) => string | undefined {
  let alike: NamedAlike | undefined;
  const namedIn = ({ surname, givenNames }: TravelDocument): Traveller | undefined =>
    (alike ??= travellersByName(travellers))(surname, givenNames.join(' '));
  return (traveller) => {
    const { documents, surname, givenNames } = traveller;
    const [first] = documents;
    if (first === undefined || travellers.length === 1) return first?.birth;
    // Most are so, and need no index of names.
    if (first.surname === surname && first.givenNames.join(' ') === givenNames) return first.birth;
    const family = nameKey(surname);
    const own =
      documents.find((document) => namedIn(document) === traveller) ??
      documents.find(
        (document) =>
          document.surname === '' ||
          (nameKey(document.surname) === family && namedIn(document)?.documents.includes(document) !== true),
      );
    return own?.birth;
  };
}
