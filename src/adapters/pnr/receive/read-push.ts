/** A carrier's message, read and filtered on the way: no part of it outlives this but what Annex I names. */
import type { PnrDiagnostic } from '../../../formats/pnr/diagnostic.js';
import type { PnrPush } from '../../../formats/pnr/pnr.js';
import { PnrReader } from '../../../formats/pnr/pnr-reader.js';
import { DELETION_CATEGORIES, DeletionCount } from '../domain/deletion.js';
import type { KeptRecord } from '../domain/kept-record.js';
import { keepAnnex } from '../domain/keep-annex.js';
import { flightOf, formatOf, type Push, type PushedRecord } from '../domain/push.js';
import { termsOf } from '../domain/search-terms.js';
import { type MessageReader, readWhole } from './reading-turns.js';
import { MOST_DIAGNOSTICS, MOST_RECORDS, refusedPush } from './refused-push.js';

/** Reads PNRGOV at once. Throws as pushReader does. */
export const readPush = (message: Uint8Array, today: string): Push => readWhole(pushReader(today), message);

/** Reads PNRGOV, in EDIFACT or in XML. `today` (YYYY-MM-DD) settles centuries. */
export function pushReader(today: string): MessageReader {
  const pushes: PnrPush[] = [];
  const records: PushedRecord[] = [];
  const diagnostics: PnrDiagnostic[] = [];
  const deleted = new DeletionCount();
  let recordCount = 0;
  let diagnosticCount = 0;
  const reader = new PnrReader(
    {
      push: (push) => void pushes.push(push),
      record(pnr) {
        recordCount += 1;
        if (recordCount > MOST_RECORDS) return;
        const { record, deletions, accounts } = keepAnnex(pnr);
        for (const category of DELETION_CATEGORIES) deleted.add(category, deletions[category] ?? 0);
        records.push({
          ...record,
          locators: identifiersOf(record),
          cancelled: pnr.cancelled,
          terms: termsOf(record.sealed, accounts),
        });
      },
      diagnostic(diagnostic) {
        diagnosticCount += 1;
        if (diagnostics.length < MOST_DIAGNOSTICS) diagnostics.push(diagnostic);
      },
    },
    today,
  );
  return {
    write: (piece) => reader.write(piece),
    end() {
      reader.end();
      const [push, ...others] = pushes;
      if (push === undefined) throw refusedPush('pnrgov', 'must be a PNRGOV message in EDIFACT or XML');
      if (others.length > 0) throw refusedPush('one_message', 'must hold one message: each is a push of its own');
      if (recordCount > MOST_RECORDS)
        throw refusedPush('max_records', `must have at most ${MOST_RECORDS} records: send parts`);
      const flight = flightOf(push.flight);
      if (flight === undefined)
        throw refusedPush('flight', 'must tell carrier, number, airports and day of the flight (TVL)');
      return {
        format: formatOf(push.format),
        kind: push.kind,
        part: push.part,
        flight,
        preparedAt: push.preparedAt,
        records,
        isWhole: isWhole(push, records),
        recordCount,
        deletions: deleted.all,
        diagnostics,
        diagnosticCount,
      };
    },
  };
}

/**
 * A full push in one message, with as many records as the sender counts, all of which can be known again. A part of a transmission
 * is never whole, nor is a message without records: that would rather be a fault than a flight without passengers.
 */
const isWhole = ({ kind, part, declaredRecords }: PnrPush, records: readonly PushedRecord[]): boolean =>
  kind === 'full' &&
  part.number === 1 &&
  part.last &&
  records.length > 0 &&
  records.length === declaredRecords &&
  records.every(({ locators }) => locators.length > 0);

/** Many senders leave out the locator; tickets are of one booking, too. */
function identifiersOf({ open, sealed }: KeptRecord): readonly string[] {
  const known = open.locators.map(({ system, code }) => `${system}/${code}`);
  return known.length > 0
    ? known
    : sealed.a.tickets.filter(({ number }) => number !== '').map(({ number }) => `TKT/${number}`);
}
