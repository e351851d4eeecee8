/** Closed-loop writers on the audit log, in this process: each appends again as soon as its entry is durable. */
import type { AuditLog, EntryDraft } from '../../src/audit/log/entry.js';
import { caseTerm, officerTerm, personTerm, unitTerm } from '../../src/matching/index-terms.js';
import { names } from '../../src/matching/names/compare-names.js';
import { newRequestId } from '../../src/shared/request-id.js';

/** What a run gave. */
export interface AppendRate {
  readonly entries: number;
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Makes the n-th entry. */
export type MakeDraft = (n: number) => EntryDraft;

/** Persons asked about; each turns up in every this-many-th entry. */
export const DIFFERENT_SUBJECTS = 10_000;

const DATE_OF_BIRTH = '1980-01-01';

/** The term under which the n-th entry's subject is found. */
export const subjectOf = (n: number) =>
  personTerm(names(`Subject${letters(n % DIFFERENT_SUBJECTS)}`, ''), DATE_OF_BIRTH);

const letters = (index: number): string =>
  String(index).replace(/[0-9]/g, (digit) => 'abcdefghij'.charAt(Number(digit)));

// Made once: what is measured is the log.
const SUBJECTS = Array.from({ length: DIFFERENT_SUBJECTS }, (_, n) => subjectOf(n));
const UNIT = unitTerm('Patrol 7');
const CASE = caseTerm('CASE-2026-000123');

const DIFFERENT_AUTHORITIES = 20;
const authorityOf = (n: number): string => `XA-POLICE-${n % DIFFERENT_AUTHORITIES}`;
/** All authorities that the entries name. */
export const AUTHORITIES = new Set(Array.from({ length: DIFFERENT_AUTHORITIES }, (_, n) => authorityOf(n)));

const frame = (n: number) => ({
  kind: 'intent' as const,
  authority: authorityOf(n),
  system: 'SIS',
  requestId: newRequestId(Date.now()),
  retention: 'sis-3y' as const,
});

/** An entry as a search for a person leaves it: three sections and four terms. */
export const sealedDraft: MakeDraft = (n) => {
  const subject = SUBJECTS[n % DIFFERENT_SUBJECTS];
  return {
    ...frame(n),
    terms: [officerTerm(`officer-${n % 500}`), UNIT, CASE, ...(subject === undefined ? [] : [subject])],
    sections: {
      who: {
        authority: 'XA-POLICE',
        client_cert_sha256: '0'.repeat(64),
        member_state: 'XA',
        officer: `officer-${n % 500}`,
      },
      what: {
        operation: '/ostiary.sis.v1.SisService/SearchPersons',
        query: { name: { date_of_birth: DATE_OF_BIRTH, surname: subject?.value ?? '' } },
        system: 'SIS',
      },
      why: { case_reference: 'CASE-2026-000123', legal_basis: 'SIS62-44-1-B', purpose: 'POLICE_CUSTOMS_CHECK' },
    },
  };
};

/** An entry without sections: tree, signed checkpoint and commit alone. */
export const bareDraft: MakeDraft = (n) => ({ ...frame(n), sections: {} });

/** Lets so many writers append for a time. */
export async function appendFor(
  log: AuditLog,
  make: MakeDraft,
  writers: number,
  milliseconds: number,
): Promise<AppendRate> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + milliseconds;
  let next = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < end) {
        const before = performance.now();
        await log.append(make(next++));
        times.push(performance.now() - before);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { entries: times.length, rate: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Appends so many entries as fast as the log takes them. */
export async function appendMany(log: AuditLog, make: MakeDraft, from: number, to: number): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      while (next < to) await log.append(make(next++));
    }),
  );
}
