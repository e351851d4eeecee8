/** What the operations of the SIRENE service share. */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../../shared/json.js';
import { nowInTime } from '../../../shared/now-in-time.js';
import { Refusal } from '../../../shared/refusal.js';
import { personTerm, plateTerm, vinTerm } from '../../../matching/index-terms.js';
import { names } from '../../../matching/names/compare-names.js';
import { dayOf } from '../../../world/calendar.js';
import type { AccessScope, AskContext, Disclosure } from '../../adapter.js';
import type { AlertActs, AlertDesk } from './alert-desk.js';
import type { TimeLapse } from './domain/deadlines.js';
import { type AboutAlert, type Form, type FormIdentity } from './domain/form.js';
import { EUROPOL, type Party } from './domain/party.js';
import type { FormStore, Viewer } from './store/form-store.js';
import type { HitStore } from './store/hit-store.js';

/** Everything behind the service. */
export interface SireneParts {
  /** Pool with the rights of ostiary_gateway. */
  readonly sql: postgres.Sql;
  readonly forms: FormStore;
  readonly hits: HitStore;
  readonly alerts: AlertDesk;
  readonly acts: AlertActs;
  readonly clock: Clock;
  readonly lapse: TimeLapse;
  /** States whose bureaux take part. */
  readonly participants: ReadonlySet<Party>;
}

/** The bureau that an authority is. Policy lets no other kind come so far; this is the second bolt. */
export function partyOf({ authorityKind, memberState }: AccessScope): Party {
  if (authorityKind === 'SIR') return memberState;
  if (authorityKind === 'EUROPOL') return EUROPOL;
  throw new Refusal('FORBIDDEN', 'forms are exchanged by SIRENE Bureaux and Europol', {
    metadata: { rule: 'SIRENE_ONLY', article: 'Reg. (EU) 2018/1862 Arts. 7(2), 8' },
  });
}

/** Who looks, and what they may see. */
export const viewerOf = ({ scope }: AskContext): Viewer => ({ party: partyOf(scope), scope });

/** Fails when no time is left; otherwise tells the time. */
export const timeOf = ({ clock }: SireneParts, context: AskContext): number => nowInTime('SIS', clock, context);

/** What is not there, and what is none of the caller's business. */
export const notFound = (what: string): Refusal => new Refusal('NOT_FOUND', `No such ${what}`);

/** Fields for the log in the order of their names, without those that are not given. */
export const audit = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(fields)
      .filter((field): field is [string, JsonValue] => field[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Category of what a thread or hit is about, as the access scope names it. */
const categoryOf = ({ category, objectLetter }: AboutAlert): string =>
  category === 'OBJ' && objectLetter !== undefined ? `OBJ:${objectLetter}` : category;

/** A record, as the log names it. */
export const disclose = (reference: string, about: AboutAlert, terms: readonly IndexTerm[] = []): Disclosure => ({
  reference,
  category: categoryOf(about),
  ...(terms.length > 0 && { terms }),
});

/** What the naming of persons can be found by. */
export const identityTerms = (identities: readonly FormIdentity[]): readonly IndexTerm[] =>
  identities.map(({ surname, forename, dateOfBirth }) => personTerm(names(surname, forename), dateOfBirth));

/** What the content of a form can be found by besides its alert. */
export function formTerms({ content }: Form): readonly IndexTerm[] {
  const terms = [...identityTerms(content?.identities ?? [])];
  if (content?.body.letter !== 'P') return terms;
  const { identificationNumber, plate } = content.body;
  if (identificationNumber !== '') terms.push(vinTerm(identificationNumber));
  if (plate !== '') terms.push(plateTerm(plate));
  return terms;
}

/**
 * What the alerts of some records can be found by, by reference; alerts that are no more tell nothing. Those of notices are
 * looked up as what their creator knows.
 */
export async function termsOfAlerts(
  { alerts }: SireneParts,
  records: readonly AboutAlert[],
  { scope, signal }: AskContext,
  nowMs: number,
  how: keyof AlertDesk = 'find',
): Promise<ReadonlyMap<string, readonly IndexTerm[]>> {
  const references = new Set(records.flatMap(({ alertReference }) => alertReference ?? []));
  const found = await Promise.all(
    Array.from(references, async (reference) => {
      const known = await alerts[how](reference, scope, dayOf(nowMs), signal);
      return [reference, known?.terms ?? []] as const;
    }),
  );
  return new Map(found);
}
