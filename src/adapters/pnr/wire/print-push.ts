import type { PushDeletion, PushPnrResponse } from '../../../gen/ostiary/pnr/v1/push.js';
import { DELETION_CATEGORIES, type Deletions } from '../domain/deletion.js';
import type { KeptPush } from '../store/push-store.js';
import { DELETION_TO_WIRE, KIND_TO_WIRE } from './enums.js';
import { printTime } from './text.js';

/** The acknowledgement of a push, and what its message is answered in its own format. */
export function printPush({ acknowledgement, duplicate }: KeptPush, answer: Buffer = Buffer.alloc(0)): PushPnrResponse {
  const { format, kind, part, receivedAtMs, preparedAtMs, deletions, diagnostics, ...told } = acknowledgement;
  return {
    receipt: undefined,
    ...told,
    duplicate,
    outdated: told.outdated ?? 0,
    missing: told.missing ?? 0,
    preparedAt: preparedAtMs === undefined ? '' : printTime(preparedAtMs),
    messageFormat: format,
    kind: KIND_TO_WIRE[kind],
    part: part.number,
    lastPart: part.last,
    deletions: printDeletions(deletions),
    diagnostics: diagnostics.map(({ fault, offset, segment, record }) => ({
      ...{ fault, offset, segment, record: record ?? 0 },
    })),
    receivedAt: printTime(receivedAtMs),
    answer,
  };
}

/** How much was deleted, in the order of the categories. */
export const printDeletions = (deletions: Deletions): PushDeletion[] =>
  DELETION_CATEGORIES.flatMap((category) => {
    const count = deletions[category];
    return count === undefined ? [] : [{ category: DELETION_TO_WIRE[category], count }];
  });
