/** The acknowledgement of a push, in lines for a person. */
import {
  DeletionCategory,
  type PushDeletion,
  type PushDiagnostic,
  PushKind,
  type PushPnrResponse,
} from '../gen/ostiary/pnr/v1/push.js';
import { counted, labelled, printable } from './phrases.js';

const KINDS: ReadonlyMap<PushKind, string> = new Map([
  [PushKind.FULL, 'full push'],
  [PushKind.UPDATE, 'update'],
  [PushKind.API, 'list of passengers'],
]);

const DELETED: ReadonlyMap<DeletionCategory, string> = new Map([
  [DeletionCategory.RELIGIOUS_MEAL, 'religious meals'],
  [DeletionCategory.HEALTH_MEAL, 'health meals'],
  [DeletionCategory.OTHER_MEAL, 'other meals'],
  [DeletionCategory.HEALTH, 'health and assistance'],
  [DeletionCategory.FREE_TEXT, 'free text'],
  [DeletionCategory.OUTSIDE_ANNEX_I, 'what Annex I does not name'],
  [DeletionCategory.ACCOUNT_NUMBER, 'account numbers, all but their last four characters'],
]);

/** What became of the records, what was deleted on receipt, and what is odd about the message. */
export const describePush = (response: PushPnrResponse): string[] =>
  [
    titleOf(response),
    ...(response.duplicate ? ['  sent before: what follows was said then, and nothing has changed'] : []),
    `  ${counted(response.records, 'record')}: ${fatesOf(response)}`,
    ...response.deletions.flatMap(describeDeletion),
    ...response.diagnostics.map(oddLine),
    ...unnamedOf(response),
    ...(response.answer.length === 0
      ? []
      : [`  answered by a CUSRES of ${counted(response.answer.length, 'byte')} (--answer FILE writes it)`]),
    `  received ${response.receivedAt}`,
  ].map(printable);

/** How much of a category was deleted on receipt. */
export const describeDeletion = ({ category, count }: PushDeletion): string[] =>
  labelled('deleted', `${count} of ${DELETED.get(category) ?? 'a category unknown here'}`);

function titleOf({ flight, departsOn, kind, messageFormat, preparedAt, part, lastPart }: PushPnrResponse): string {
  const isWhole = part === 1 && lastPart;
  return [
    `${flight} of ${departsOn}: ${KINDS.get(kind) ?? 'push of another kind'}`,
    messageFormat,
    ...(isWhole ? [] : [`part ${part}${lastPart ? ' (the last)' : ''}`]),
    ...(preparedAt === '' ? [] : [`prepared ${preparedAt}`]),
  ].join(', ');
}

const fatesOf = ({ taken, superseded, cancelled, missing, outdated, refused }: PushPnrResponse): string =>
  Object.entries({ taken, superseded, cancelled, missing, outdated, refused })
    .map(([fate, count]) => `${count} ${fate}`)
    .join(', ');

/** XML has no segments, and what stands before the first record is of none. */
function oddLine({ fault, offset, segment, record }: PushDiagnostic): string {
  const places = [...(segment === 0 ? [] : [`segment ${segment}`]), ...(record === 0 ? [] : [`record ${record}`])];
  return `  ! ${fault} at byte ${offset}${places.length === 0 ? '' : ` (${places.join(', ')})`}`;
}

/** The answer names the first of them alone. */
function unnamedOf({ diagnosticCount, diagnostics }: PushPnrResponse): string[] {
  const unnamed = diagnosticCount - diagnostics.length;
  return unnamed > 0 ? [`  ! and ${counted(unnamed, 'other')}`] : [];
}
