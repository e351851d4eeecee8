import type postgres from 'postgres';
import type { Alert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS } from '../domain/object-identifier.js';
import { objectKeysOf, objectProbes, type ObjectProbes } from './object-keys.js';
import { identityProbes, personKeysOf, type PersonProbe } from './person-keys.js';
import { letterNumber } from './visibility.js';

/** Writes the keys of one alert, in a transaction that writes the alert. */
export async function insertKeys(tx: postgres.TransactionSql, alert: Alert, alertNo: number): Promise<void> {
  if (alert.subject !== 'object' && alert.printSubject !== undefined) {
    await tx`
      insert into sis.print_key (subject, category, alert_no)
      values (${alert.printSubject}, ${rulesOf(alert.category).number}, ${alertNo})`;
  }
  if (alert.subject === 'person') {
    const keys = personKeysOf(alert);
    await tx`
      insert into sis.person_key (word, day, alert_no)
      select word, day, ${alertNo}::int
      from unnest(${keys.map(({ word }) => word)}::int[], ${keys.map(({ day }) => day)}::int[]) as given (word, day)`;
  } else if (alert.subject === 'object') {
    await tx`
      insert into sis.object_key (key, category, object_letter, alert_no)
      select key, ${rulesOf(alert.category).number}::int, ${letterNumber(alert.object.letter)}::int, ${alertNo}::int
      from unnest(${[...objectKeysOf(alert.object)]}::text[]) as key`;
  }
}

/** Deletes the keys of an alert as it stood. */
export async function deleteKeys(tx: postgres.TransactionSql, alert: Alert, alertNo: number): Promise<void> {
  if (alert.subject !== 'object' && alert.printSubject !== undefined) {
    await tx`delete from sis.print_key where subject = ${alert.printSubject} and alert_no = ${alertNo}`;
  }
  if (alert.subject === 'person') {
    const keys = personKeysOf(alert);
    await tx`
      delete from sis.person_key
      using unnest(${keys.map(({ word }) => word)}::int[], ${keys.map(({ day }) => day)}::int[]) as given (word, day)
      where person_key.word = given.word and person_key.day = given.day and person_key.alert_no = ${alertNo}`;
  } else if (alert.subject === 'object') {
    await tx`
      delete from sis.object_key
      where key = any (${[...objectKeysOf(alert.object)]}::text[]) and alert_no = ${alertNo}`;
  }
}

/** What finds the alerts on the subject of an alert, and what two that enter such alerts at once would both lock. */
export interface SubjectProbes {
  readonly locks: readonly string[];
  readonly persons: readonly PersonProbe[];
  readonly objects: Pick<ObjectProbes, 'keys' | 'beginnings'>;
}

/** Of a person the surname with the date of birth, of an object its identifiers; nothing of an unknown person. */
export function subjectProbes(alert: Alert): SubjectProbes {
  const nothing = { keys: [], beginnings: [] };
  switch (alert.subject) {
    case 'person': {
      const persons = alert.identities.flatMap(identityProbes);
      return { locks: persons.map(({ word, from }) => `${word}/${from}`), persons, objects: nothing };
    }
    case 'object': {
      const { object } = alert;
      const identifiers = IDENTIFIER_KINDS.flatMap((kind) => {
        const text = object[kind];
        const { rangeEnd } = IDENTIFIERS[kind];
        return text === undefined ? [] : [{ kind, text, to: rangeEnd && object[rangeEnd] }];
      });
      return { locks: objectKeysOf(object), persons: [], objects: objectProbes({ identifiers, mode: 'exact' }) };
    }
    case 'unknown-person':
      return { locks: [], persons: [], objects: nothing };
  }
}

/** Numbers of the alerts that the probes find, as a query within another. */
export const alertsFoundBy = (tx: postgres.TransactionSql, { persons, objects }: SubjectProbes) => tx`
  select person_key.alert_no
  from unnest(
    ${persons.map(({ word }) => word)}::int[],
    ${persons.map(({ from }) => from)}::int[],
    ${persons.map(({ to }) => to)}::int[]
  ) as asked (word, low, high)
  join sis.person_key on person_key.word = asked.word and person_key.day between asked.low and asked.high
  union
  select object_key.alert_no
  from sis.object_key
  where object_key.key = any (${[...objects.keys]}::text[])
  union
  select object_key.alert_no
  from unnest(${[...objects.beginnings]}::text[]) as asked (prefix)
  join sis.object_key on object_key.key >= asked.prefix and object_key.key < asked.prefix || ${LAST}`;

/** Sorts after every character that a key may hold. */
const LAST = '\u{10ffff}';
