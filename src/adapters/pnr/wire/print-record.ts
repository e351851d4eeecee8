import type { PassengerNameRecord } from '../../../gen/ostiary/pnr/v1/record.js';
import { deletedFrom, maskedFrom } from '../domain/retention.js';
import type { RecordCategory, ShownRecord } from '../operations/open-record.js';
import { CATEGORY_TO_WIRE } from './enums.js';
import { maskedElements } from './masked-elements.js';
import { printOpen } from './print-open.js';
import { printSealed } from './print-sealed.js';
import { printShares } from './print-shares.js';
import { printTime } from './text.js';

/** A record as a caller has it. What is masked is named as masked, and nothing says whether there is anything in it. */
export function printRecord({ record, category, match }: ShownRecord): PassengerNameRecord {
  const { flight } = record;
  return {
    recordReference: record.id,
    category: CATEGORY_TO_WIRE[category],
    maskedElements: isMasked(category) ? maskedElements() : [],
    receivedAt: printTime(record.receivedAtMs),
    maskedFrom: maskedFrom(record.transferredOn),
    deletedFrom: deletedFrom(record.transferredOn),
    flagged: record.term === 'flagged',
    cancelled: record.cancelled,
    version: record.version,
    match: match && {
      travellerReferences: [...match.travellers],
      nameQuality: match.nameQuality ?? 0,
      birthDateConfirmed: match.birthConfirmed,
    },
    flight: { ...flight },
    ...printOpen(record.open),
    ...printShares(record.open, record.sealed),
    ...printSealed(record.sealed),
    handling: undefined,
  };
}

const isMasked = (category: RecordCategory): boolean => category === 'MASKED';
