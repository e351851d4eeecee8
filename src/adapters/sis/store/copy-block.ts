import { missingFields, type Alert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import { hiddenFrom } from '../domain/flags.js';
import { objectFaults } from '../domain/object-identifier.js';
import { objectKeysOf } from './object-keys.js';
import { personKeysOf } from './person-keys.js';
import { letterNumber } from './visibility.js';

/** Alerts and their keys as the text format of COPY has them. */
export interface CopyBlock {
  readonly count: number;
  readonly lastNumber: number;
  /** Columns of ALERT_COLUMNS. */
  readonly alerts: Uint8Array<ArrayBuffer>;
  /** Columns word, day, alert_no. */
  readonly personKeys: Uint8Array<ArrayBuffer>;
  /** Columns key, category, object_letter, alert_no. */
  readonly objectKeys: Uint8Array<ArrayBuffer>;
  /** Columns subject, category, alert_no. */
  readonly printKeys: Uint8Array<ArrayBuffer>;
}

/** Columns of sis.alert in a block. */
export const ALERT_COLUMNS = [
  'alert_no',
  'reference',
  'issuing_state',
  'category',
  'object_letter',
  'expires_on',
  'hidden_from',
  'record',
] as const;

/**
 * Writes alerts that are numbered from a number on. Throws a RangeError for an alert that may not be entered: it lacks a
 * mandatory field, or nothing identifies its object.
 */
export function copyBlock(alerts: Iterable<Alert>, firstNumber: number): CopyBlock {
  const lines: string[] = [];
  const personKeys: string[] = [];
  const objectKeys: string[] = [];
  const printKeys: string[] = [];
  let number = firstNumber;
  for (const alert of alerts) {
    refuseIncomplete(alert);
    const category = rulesOf(alert.category).number;
    const letter = letterNumber(alert.subject === 'object' ? alert.object.letter : undefined);
    const hidden = hiddenFrom(alert, []);
    lines.push(
      [
        number,
        alert.reference,
        alert.issuingState,
        category,
        letter,
        alert.expiresOn,
        hidden === undefined ? NULL : `{${hidden.join()}}`,
        escaped(JSON.stringify(alert)),
      ].join('\t'),
    );
    if (alert.subject === 'person') {
      for (const { word, day } of personKeysOf(alert)) personKeys.push(`${word}\t${day}\t${number}`);
    } else if (alert.subject === 'object') {
      for (const key of objectKeysOf(alert.object)) {
        objectKeys.push(`${escaped(key)}\t${category}\t${letter}\t${number}`);
      }
    }
    if (alert.subject !== 'object' && alert.printSubject !== undefined) {
      printKeys.push(`${alert.printSubject}\t${category}\t${number}`);
    }
    number += 1;
  }
  return {
    count: lines.length,
    lastNumber: number - 1,
    alerts: inLines(lines),
    personKeys: inLines(personKeys),
    objectKeys: inLines(objectKeys),
    printKeys: inLines(printKeys),
  };
}

function refuseIncomplete(alert: Alert): void {
  const missing = missingFields(alert);
  if (missing.length > 0) throw new RangeError(`An alert lacks ${missing.join(', ')}`);
  const [fault] = alert.subject === 'object' ? objectFaults(alert.object) : [];
  if (fault !== undefined) throw new RangeError(`The object of an alert: ${fault.field} ${fault.description}`);
}

const inLines = (lines: readonly string[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));

const NULL = '\\N';

/** JSON has no control characters, and a canonical identifier letters and digits alone: only \ is special to COPY. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\');
