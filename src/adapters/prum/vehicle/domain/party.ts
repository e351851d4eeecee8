/** Gender. */
export type Gender = 'female' | 'male' | 'other';

/** A postal address. */
export interface PostalAddress {
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly place: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A natural person in a register. */
export interface Individual {
  readonly kind: 'individual';
  readonly surname: string;
  /** What precedes the surname, such as "van der". */
  readonly infixes?: string;
  readonly titles?: string;
  readonly firstNames: string;
  readonly gender?: Gender;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
  readonly placeOfBirth?: string;
  readonly idNumber?: string;
  /** Kind of that number, in words. */
  readonly idNumberType?: string;
  readonly address: PostalAddress;
}

/** A legal person in a register. */
export interface Organisation {
  readonly kind: 'association' | 'company' | 'firm';
  readonly name: string;
  readonly idNumber?: string;
  readonly idNumberType?: string;
  readonly address: PostalAddress;
}

/** A holder or owner. */
export type Party = Individual | Organisation;

/** Surname with what precedes it. */
export const familyNamesOf = ({ infixes, surname }: Individual): string =>
  infixes === undefined ? surname : `${infixes} ${surname}`;

/** Whole name as it would be printed. */
export function printableName(party: Party): string {
  if (party.kind !== 'individual') return party.name;
  return [party.titles, party.firstNames, familyNamesOf(party)].filter((part) => part !== undefined).join(' ');
}

/** First letters of the first names, each with a full stop. */
export const initialsOf = (firstNames: string): string =>
  firstNames
    .split(/[\s-]+/u)
    .filter((name) => name !== '')
    .map((name) => `${(Array.from(name)[0] ?? '').toUpperCase()}.`)
    .join(' ');

/** Whole address as it would be printed. */
export const printableAddress = ({ street, houseNumber, postcode, place, country }: PostalAddress): string =>
  `${street} ${houseNumber}, ${postcode} ${place}, ${country}`;
