import type postgres from 'postgres';
import { plateForm } from '../../../../matching/identifiers/plate.js';
import { keyOf } from '../domain/party-key.js';
import { plateKey } from '../domain/plate-rules.js';
import type { Registration } from '../domain/registration.js';

/** Registrations that travel to the server in one statement. */
const BATCH = 2_000;

/** Replaces all registrations with these, within the caller's transaction, which needs the rights of the schema's owner. */
export async function replaceRegistrations(
  tx: postgres.TransactionSql,
  registrations: Iterable<Registration>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`truncate prum.vehicle_party, prum.vehicle_registration`;
  let loaded = 0;
  let batch: Registration[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await tx`
      insert into prum.vehicle_registration
        (reference, member_state, number, number_key, number_confusion_key, vin, begun_at, ended_at, withheld, registration)
      select row ->> 'reference', row ->> 'memberState', row ->> 'number', row ->> 'numberKey', row ->> 'confusionKey',
        row ->> 'vin', to_timestamp((row ->> 'fromMs')::numeric / 1000), to_timestamp((row ->> 'untilMs')::numeric / 1000),
        (row ->> 'withheld')::boolean, row -> 'registration'
      from jsonb_array_elements(${JSON.stringify(batch.map(rowOf))}::text::jsonb) as given (row)`;
    await tx`
      insert into prum.vehicle_party
        (reference, member_state, name_key, first_names_key, date_of_birth, begun_at, ended_at)
      select row ->> 'reference', row ->> 'memberState', row ->> 'nameKey', row ->> 'firstNamesKey',
        row ->> 'dateOfBirth', to_timestamp((row ->> 'fromMs')::numeric / 1000),
        to_timestamp((row ->> 'untilMs')::numeric / 1000)
      from jsonb_array_elements(${JSON.stringify(batch.flatMap(partyRowsOf))}::text::jsonb) as given (row)`;
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const registration of registrations) {
    batch.push(registration);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}

function rowOf(registration: Registration): Readonly<Record<string, unknown>> {
  const { reference, memberState, number, vin, fromMs, untilMs, withheld } = registration;
  const { confusionKey } = plateForm(number);
  return {
    reference,
    memberState,
    number,
    numberKey: plateKey(memberState, number),
    confusionKey,
    vin,
    fromMs,
    untilMs,
    withheld,
    registration,
  };
}

/** Holders and owners as they are found. One whose date of birth is not known in whole is found by nobody. */
const partyRowsOf = ({ reference, memberState, parties }: Registration): readonly object[] =>
  parties.map(({ party, fromMs, untilMs }) => {
    const key = keyOf(party);
    return {
      reference,
      memberState,
      fromMs,
      untilMs,
      ...(key.kind === 'legal'
        ? { nameKey: key.name }
        : { nameKey: key.familyNames, firstNamesKey: key.firstNames, dateOfBirth: key.dateOfBirth }),
    };
  });
