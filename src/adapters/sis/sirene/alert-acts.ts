/** Changes of alerts that follow from forms, in the simulated SIS. */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import { Ender } from '../../../shared/ending.js';
import type { Alert } from '../domain/alert.js';
import { hiddenFrom } from '../domain/flags.js';
import { openTransaction, type StoredAlert } from '../store/write-alerts.js';
import type { AlertActs } from './alert-desk.js';
import { dayOf, notFound } from './parts.js';
import type { Tx } from './store/transaction.js';

/** Whoever gave or drew the answer waits for what follows from it, whoever waits for them. */
const UNENDING = new Ender();

/** Makes them on a pool with the rights of ostiary_gateway. */
export function createAlertActs(sql: postgres.Sql, clock: Clock): AlertActs {
  const today = (): string => dayOf(clock.now());

  async function lock(tx: Tx, reference: string): Promise<StoredAlert | undefined> {
    return (await openTransaction(tx, UNENDING).lock([reference], today())).get(reference);
  }

  return {
    async flag(tx, { alertReference, action, forState, formId }, actor) {
      const stored = await lock(tx, alertReference);
      if (stored === undefined) throw notFound('alert');
      const before = new Set(stored.alert.flaggedFor);
      const isFlagged = before.has(forState);
      if (isFlagged === (action === 'add')) return;
      if (action === 'add') before.add(forState);
      else before.delete(forState);
      const version = (stored.alert.version ?? 1) + 1;
      const next: Alert = { ...stored.alert, version, flaggedFor: [...before].sort() };
      const unavailable = await tx<{ state: string }[]>`
        select state from sis.unavailability
        where reference = ${alertReference} and until > ${new Date(clock.now())}`;
      const alerts = openTransaction(tx, UNENDING);
      await alerts.replace(
        stored,
        next,
        hiddenFrom(
          next,
          unavailable.map(({ state }) => state),
        ),
      );
      if (action === 'add') {
        await tx`
          insert into sis.flag (reference, state, request_reference)
          values (${alertReference}, ${forState}, ${formId})
          on conflict do nothing`;
      } else {
        await tx`delete from sis.flag where reference = ${alertReference} and state = ${forState}`;
      }
      await alerts.note(
        {
          reference: alertReference,
          version,
          act: action === 'add' ? 'flagged' : 'flag_removed',
          fields: ['flagged_for'],
          reason: `form F ${formId} of ${forState}`,
        },
        actor,
      );
    },

    async deleteServed(tx, alertReference, actor) {
      const stored = await lock(tx, alertReference);
      if (stored === undefined) return;
      const alerts = openTransaction(tx, UNENDING);
      await alerts.note(
        {
          reference: alertReference,
          version: stored.alert.version ?? 1,
          act: 'deleted',
          fields: [],
          reason: 'has served its purpose (Art. 53(9))',
        },
        actor,
      );
      await alerts.remove(stored);
    },

    async ended(references, day) {
      const rows = await sql<{ reference: string }[]>`
        select asked.reference from unnest(${[...references]}::text[]) as asked (reference)
        where not exists (
          select from sis.alert where alert.reference = asked.reference and alert.expires_on > ${day}::date
        )`;
      return rows.map(({ reference }) => reference);
    },
  };
}
