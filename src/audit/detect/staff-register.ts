/** The authority's staff list: whose pseudonym an officer's identifier is, and where they serve. A file; never stored. */
import { z } from 'zod';
import { foldIdentifier, foldName, foldUnit } from './text/fold.js';

/** Largest staff list that is read, in bytes. */
export const MAX_STAFF_BYTES = 64 * 1024 * 1024;

const identifiers = z.array(z.string().min(2).max(40)).max(50).default([]);

const officerSchema = z.strictObject({
  authority: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,63}$/, 'must be the code of an authority'),
  /** As in the officers' tokens ("sub"). */
  officer: z.string().min(1).max(128),
  surname: z.string().min(1).max(200),
  forenames: z.string().max(200).default(''),
  dateOfBirth: z.string().regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, 'must be YYYY-MM-DD'),
  /** Units for which the officer may ask, the own one first. */
  units: z.array(z.string().min(1).max(64)).min(1).max(50),
  /** Former surnames, and those of others in the household. */
  otherSurnames: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** Numbers of own identity documents. */
  documents: identifiers,
  /** Plates and identification numbers of own vehicles. */
  vehicles: identifiers,
});

const registerSchema = z.strictObject({
  version: z.literal(1),
  officers: z.array(officerSchema).max(200_000),
});

/** One officer, ready to be compared. */
export interface StaffMember {
  readonly authority: string;
  readonly officer: string;
  /** Spellings of the surname. */
  readonly surname: ReadonlySet<string>;
  /** Spellings of all surnames of the family, and of their parts. */
  readonly family: ReadonlySet<string>;
  /** Spellings of each forename. */
  readonly forenames: ReadonlySet<string>;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  /** Folded; the own unit first. */
  readonly units: readonly [string, ...string[]];
  /** Folded identifiers of documents and vehicles. */
  readonly identifiers: ReadonlySet<string>;
}

/** The staff list. */
export interface StaffRegister {
  /** The officer, if the list has them. */
  member(authority: string, officer: string): StaffMember | undefined;
  /** Whether the list has anybody of this authority, and so speaks for it. */
  covers(authority: string): boolean;
  /** Officers of the authority who spell their surname so. */
  bySurname(authority: string, spelling: string): readonly StaffMember[];
}

/** The staff list breaks its rules. Problems name fields, never values. */
export class StaffRegisterError extends Error {
  override readonly name = 'StaffRegisterError';
}

/** A list with nobody on it. */
export const NO_STAFF: StaffRegister = indexStaff([]);

/** Reads a staff list. Throws a StaffRegisterError that names the broken fields, at most twenty of them. */
export function parseStaffRegister(text: string): StaffRegister {
  if (Buffer.byteLength(text) > MAX_STAFF_BYTES) throw new StaffRegisterError('staff list: larger than 64 MiB');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text around the fault: somebody's name, perhaps.
    throw new StaffRegisterError('staff list: not well-formed JSON');
  }
  const parsed = registerSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
    throw new StaffRegisterError(`staff list: ${problems.join('; ')}`);
  }
  const seen = new Set<string>();
  parsed.data.officers.forEach((entry, index) => {
    const key = keyOf(entry.authority, entry.officer);
    if (seen.has(key)) throw new StaffRegisterError(`staff list: officers.${index}: is listed twice`);
    seen.add(key);
  });
  return indexStaff(parsed.data.officers.map(prepare));
}

function prepare(entry: z.output<typeof officerSchema>): StaffMember {
  const [own = '', ...others] = entry.units.map(foldUnit);
  const surnames = [entry.surname, ...entry.otherSurnames].map(foldName);
  return {
    authority: entry.authority,
    officer: entry.officer,
    surname: foldName(entry.surname).whole,
    family: new Set(surnames.flatMap(({ whole, parts }) => [...whole, ...parts])),
    forenames: foldName(entry.forenames).parts,
    dateOfBirth: entry.dateOfBirth,
    units: [own, ...others],
    identifiers: new Set([...entry.documents, ...entry.vehicles].map(foldIdentifier)),
  };
}

function indexStaff(members: readonly StaffMember[]): StaffRegister {
  const byKey = new Map(members.map((member) => [keyOf(member.authority, member.officer), member]));
  const authorities = new Set(members.map(({ authority }) => authority));
  const bySurname = new Map<string, StaffMember[]>();
  for (const member of members) {
    for (const spelling of member.surname) {
      const key = keyOf(member.authority, spelling);
      const known = bySurname.get(key);
      if (known === undefined) bySurname.set(key, [member]);
      else known.push(member);
    }
  }
  return {
    member: (authority, officer) => byKey.get(keyOf(authority, officer)),
    covers: (authority) => authorities.has(authority),
    bySurname: (authority, spelling) => bySurname.get(keyOf(authority, spelling)) ?? [],
  };
}

const keyOf = (authority: string, name: string): string => `${authority}\0${name}`;
