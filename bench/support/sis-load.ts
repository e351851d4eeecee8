/** Closed-loop searches on the SIS adapter, in this process: each asks again as soon as it has its answer. */
import type postgres from 'postgres';
import type { Answer, AskContext } from '../../src/adapters/adapter.js';
import type { Alert, PersonAlert } from '../../src/adapters/sis/domain/alert.js';
import type { createSisAdapter } from '../../src/adapters/sis/service.js';
import { createAlertStore } from '../../src/adapters/sis/store/alert-store.js';
import { nameProbes } from '../../src/adapters/sis/store/person-keys.js';
import { visibilityOf } from '../../src/adapters/sis/store/visibility.js';
import { MatchMode, SearchObjectsRequest, SearchPersonsRequest } from '../../src/gen/ostiary/sis/v1/sis.js';
import { names } from '../../src/matching/names/compare-names.js';
import { Ender } from '../../src/shared/ending.js';

/** What a run gave. */
export interface SearchRate {
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Searches with a match among all. */
  readonly foundShare: number;
}

/** A search for persons or for objects. */
export type Question =
  | { readonly on: 'person'; readonly request: SearchPersonsRequest }
  | { readonly on: 'object'; readonly request: SearchObjectsRequest };

/** Different questions of each kind, so that no cache of equal ones flatters the figures. */
const DIFFERENT = 1_000;
/** Questions whose candidates are counted. */
const COUNTED = 100;

const PERSONS = 'RET REF RSM ARR MIS-P MIS-N CHI-ABD CHI-TRV VUL-TRV JPR DSC INQ SPC INF UNK'.split(' ');
const GROUNDS = ['OBJ-26', 'OBJ-32', 'OBJ-34', 'OBJ-36', 'OBJ-37A'];
const OBJECTS = ['OBJ', ...GROUNDS, ...Array.from('abcdefghijklmnopqrz', (letter) => `OBJ:${letter}`)];
const SCOPE = {
  authority: 'XA-POLICE',
  memberState: 'XA',
  authorityKind: 'POL',
  categories: new Set([...PERSONS, ...OBJECTS]),
};

/** A search by name, about an alert that is there. */
export interface NameQuestion extends Extract<Question, { on: 'person' }> {
  /** Reference of the alert. */
  readonly meant: string;
}

/** Searches for the same persons in every mode: as on record, with one error and with two. */
export async function drawNameQuestions(sql: postgres.Sql): Promise<ReadonlyMap<string, readonly NameQuestion[]>> {
  const persons = await drawPersons(sql);
  const kinds = new Map<string, readonly NameQuestion[]>();
  for (const [change, how] of [
    [same, 'as on record'],
    [wrongLetter, 'a letter wrong'],
    [twoErrors, 'two errors'],
  ] as const) {
    for (const [mode, name] of [
      [MatchMode.EXACT, 'exact'],
      [MatchMode.INEXACT, 'inexact'],
      [MatchMode.RANKED, 'ranked'],
    ] as const) {
      kinds.set(
        `${name}, ${how}`,
        persons.map(({ identities: [identity], reference }) => ({
          on: 'person',
          request: nameRequest(mode, change(identity)),
          meant: reference,
        })),
      );
    }
  }
  return kinds;
}

/** Share of the questions whose answer lists the alert meant. */
export async function recallOf(
  adapter: ReturnType<typeof createSisAdapter>,
  questions: readonly NameQuestion[],
): Promise<number> {
  let met = 0;
  for (const question of questions) {
    const { disclosures } = await ask(adapter, question);
    if (disclosures.some(({ reference }) => reference === question.meant)) met += 1;
  }
  return met / questions.length;
}

/** Kinds of question, about subjects of the alerts that are there, and about some that are not. */
export async function drawQuestions(sql: postgres.Sql): Promise<ReadonlyMap<string, readonly Question[]>> {
  const persons = await drawPersons(sql);
  const vehicles = await draw<Extract<Alert, { subject: 'object' }>>(sql, 'object_letter = 1');
  const byName = (mode: MatchMode, change: (known: Known) => Known): Question[] =>
    persons.map(({ identities: [identity] }) => ({ on: 'person', request: nameRequest(mode, change(identity)) }));
  const plates = vehicles.map(({ object }) => object.plate ?? '').filter((plate) => plate.length > 4);
  const byPlate = (mode: MatchMode, change: (plate: string) => string): Question[] =>
    plates.map((plate) => ({
      on: 'object',
      request: SearchObjectsRequest.fromPartial({ plate: change(plate), matchMode: mode }),
    }));
  return new Map([
    ['persons, exact', byName(MatchMode.EXACT, same)],
    [
      'persons, exact, no such person',
      byName(MatchMode.EXACT, ({ surname, ...rest }) => ({ ...rest, surname: `Qz${surname}` })),
    ],
    ['persons, inexact, a letter wrong', byName(MatchMode.INEXACT, wrongLetter)],
    [
      'persons, inexact, surname alone',
      byName(MatchMode.INEXACT, (known) => ({ ...wrongLetter(known), forename: '' })),
    ],
    [
      'persons, inexact, year of birth',
      byName(MatchMode.INEXACT, (known) => ({ ...known, dateOfBirth: `${known.dateOfBirth.slice(0, 4)}-00-00` })),
    ],
    ['objects, exact plate', byPlate(MatchMode.EXACT, (plate) => plate)],
    ['objects, exact, no such plate', byPlate(MatchMode.EXACT, (plate) => `Q${plate}7`)],
    ['objects, all but the last character', byPlate(MatchMode.INEXACT, (plate) => plate.slice(0, -1))],
  ]);
}

interface Known {
  readonly surname: string;
  readonly forename: string;
  readonly dateOfBirth: string;
}

const same = (known: Known): Known => known;

const wrongLetter = (known: Known): Known => ({
  ...known,
  surname: `${known.surname.slice(0, 2)}x${known.surname.slice(3)}`,
});

/** A letter wrong in the surname, and the last letter of the forename left out: more than the Regulation calls similar. */
const twoErrors = (known: Known): Known => ({ ...wrongLetter(known), forename: known.forename.slice(0, -1) });

const drawPersons = (sql: postgres.Sql): Promise<readonly PersonAlert[]> =>
  draw<PersonAlert>(sql, 'category not in (15, 16) and object_letter = 0');

const nameRequest = (matchMode: MatchMode, { surname, forename, dateOfBirth }: Known): SearchPersonsRequest =>
  SearchPersonsRequest.fromPartial({ name: { surname, forename, dateOfBirth }, matchMode });

/** Some alerts from all over the table. */
async function draw<Drawn extends Alert>(sql: postgres.Sql, condition: string): Promise<readonly Drawn[]> {
  const rows = await sql.unsafe<{ record: Drawn }[]>(`
    select record
    from sis.alert
    where ${condition} and alert_no % (select greatest(max(alert_no) / 100000, 1) from sis.alert) = 0
    order by reference
    limit ${DIFFERENT}`);
  return rows.map(({ record }) => record);
}

/** Asks for some time, and tells how fast the answers came. */
export async function askFor(
  adapter: ReturnType<typeof createSisAdapter>,
  questions: readonly Question[],
  callers: number,
  measureMs: number,
): Promise<SearchRate> {
  const times: number[] = [];
  let found = 0;
  let next = 0;
  const end = performance.now() + measureMs;
  const call = async (): Promise<void> => {
    while (performance.now() < end) {
      const question = questions[next++ % questions.length];
      if (question === undefined) return;
      const before = performance.now();
      const { disclosures } = await ask(adapter, question);
      times.push(performance.now() - before);
      if (disclosures.length > 0) found += 1;
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const seconds = (performance.now() - begun) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { rate: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), foundShare: found / times.length };
}

const ask = (adapter: ReturnType<typeof createSisAdapter>, question: Question): Promise<Answer<unknown>> =>
  question.on === 'person'
    ? adapter.operations.searchPersons.parse(question.request).ask(context())
    : adapter.operations.searchObjects.parse(question.request).ask(context());

const context = (): AskContext => ({
  requestId: '01J00000000000000000000000',
  intent: { origin: 'bench', index: 0, leafHash: new Uint8Array(32), checkpoint: '' },
  scope: SCOPE,
  officer: { pseudonym: '2026q4-00112233445566778899aabbccddeeff' },
  deadlineMs: Date.now() + 60_000,
  signal: new Ender(),
});

/** Alerts that an inexact search by name compares on average; undefined for other kinds. */
export async function candidatesPerSearch(
  sql: postgres.Sql,
  questions: readonly Question[],
): Promise<number | undefined> {
  const store = createAlertStore(sql);
  const today = new Date().toISOString().slice(0, 10);
  let total = 0;
  let counted = 0;
  for (const question of questions.slice(0, COUNTED)) {
    if (question.on !== 'person' || question.request.name === undefined) return undefined;
    const { surname, forename, dateOfBirth } = question.request.name;
    const mode = question.request.matchMode === MatchMode.INEXACT ? 'inexact' : 'exact';
    const asked = { names: names(surname, forename), dateOfBirth };
    const probes = nameProbes(asked, mode);
    const visibility = visibilityOf(SCOPE, ['person']);
    total += (await store.findPersons({ probes, visibility, today }, new Ender())).alerts.length;
    counted += 1;
  }
  return counted === 0 ? undefined : total / counted;
}
