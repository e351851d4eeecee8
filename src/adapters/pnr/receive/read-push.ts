/** A carrier's message, read and filtered on the way: no part of it outlives this but what Annex I names. */
import type { PnrDiagnostic } from '../../../formats/pnr/diagnostic.js';
import type { PnrPush } from '../../../formats/pnr/pnr.js';
import { PnrReader } from '../../../formats/pnr/pnr-reader.js';
import { DELETION_CATEGORIES, DeletionCount } from '../domain/deletion.js';
import type { OpenHalf } from '../domain/kept-record.js';
import { keepAnnex } from '../domain/keep-annex.js';
import { flightOf, type Push, type PushedRecord } from '../domain/push.js';
import { termsOf } from '../domain/search-terms.js';
import { MOST_DIAGNOSTICS, MOST_RECORDS, refusedPush } from './refused-push.js';

/** Reads PNRGOV, in EDIFACT or in XML. `today` (YYYY-MM-DD) settles centuries. Throws a Refusal for what is no push of one flight. */
export function readPush(message: Uint8Array, today: string): Push {
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
          locators: identifiersOf(record.open),
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
  reader.write(message);
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
    format: push.format,
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
function identifiersOf({ locators, tickets }: OpenHalf): readonly string[] {
  const known = locators.filter(({ code }) => code !== '').map(({ system, code }) => `${system}/${code}`);
  return known.length > 0 ? known : tickets.filter(({ number }) => number !== '').map(({ number }) => `TKT/${number}`);
}
