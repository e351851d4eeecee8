/** Changes of alerts that follow from forms, in the simulated SIS. */
import type postgres from 'postgres';
import type { Clock } from '../../../shared/clock.js';
import { Ender } from '../../../shared/ending.js';
import { dayOf } from '../../../world/calendar.js';
import { replaceFlags } from '../alerts/flags.js';
import { isFlaggedFor } from '../domain/flags.js';
import { type AlertTransaction, openTransaction } from '../store/write-alerts.js';
import type { AlertActs } from './alert-desk.js';
import { notFound } from './parts.js';
import type { Tx } from './store/transaction.js';

/** What follows from an answer is done with it, whoever gives up waiting. */
const UNENDING = new Ender();

/** Makes them on a pool with the rights of ostiary_gateway. */
export function createAlertActs(sql: postgres.Sql, clock: Clock): AlertActs {
  const alertsOf = (tx: Tx): Promise<AlertTransaction> => openTransaction(tx, UNENDING, new Date(clock.now()));
  const today = (): string => dayOf(clock.now());

  return {
    async flag(tx, { alertReference, action, forState, formId }, actor) {
      const alerts = await alertsOf(tx);
      const stored = (await alerts.lock([alertReference], today())).get(alertReference);
      if (stored === undefined) throw notFound('alert');
      if (isFlaggedFor(stored.alert, forState) === (action === 'add')) return;
      const alert = await replaceFlags(alerts, stored, forState, action === 'add' ? 'add' : 'remove');
      if (action === 'add') await alerts.addFlag(alertReference, forState, formId);
      else await alerts.removeFlag(alertReference, forState);
      await alerts.note(
        { alert, act: action === 'add' ? 'flagged' : 'flag_removed', fields: [], reason: undefined },
        actor,
      );
    },

    async deleteServed(tx, alertReference, actor) {
      const alerts = await alertsOf(tx);
      const stored = (await alerts.lock([alertReference], today())).get(alertReference);
      if (stored === undefined) return [];
      // Objects that were to help find the person are sought no longer (Arts. 54(3), 55(7)).
      const locators = await alerts.lock(await alerts.locatorsOf(alertReference), today());
      const gone = [stored, ...locators.values()];
      for (const one of gone) {
        await alerts.note({ alert: one.alert, act: 'deleted', fields: [], reason: 'PURPOSE_ACHIEVED' }, actor);
        await alerts.remove(one);
      }
      return gone.map(({ alert }) => alert);
    },

    async ended(references, day) {
      const rows = await sql<{ reference: string; ended_on: string }[]>`
        select asked.reference,
               coalesce(
                 alert.expires_on,
                 (select max(at)::date from sis.history
                   where history.reference = asked.reference and history.act = 'deleted'),
                 ${day}::date
               )::text as ended_on
        from unnest(${[...references]}::text[]) as asked (reference)
        left join sis.alert on alert.reference = asked.reference
        where alert.expires_on is null or alert.expires_on <= ${day}::date`;
      return rows.map(({ reference, ended_on }) => ({ reference, day: ended_on }));
    },
  };
}
