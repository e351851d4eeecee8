/**
 * RFC 5424 lines: leaves with structured data, or a CEF message. Both hold what is in the leaf and nothing else, since
 * such lines are forwarded to places that nobody keeps a list of.
 */
import { formatTime } from '../../leaf/leaf.js';
import { type ExportRecord, leafHashHex } from './record.js';

/** Facility "log audit" (13), severities "informational" (6) and "warning" (4): RFC 5424 section 6.2.1. */
const FACILITY = 13;
const INFORMATIONAL = 6;
const WARNING = 4;
/** Private enterprise number for documentation (RFC 5612): an operator with one of its own replaces it. */
const SD_ID = 'audit@32473';
/** RFC 5424 section 6: limits of HOSTNAME and MSGID. */
const MAX_HOSTNAME = 255;
const MAX_MESSAGE_ID = 32;

/** One line for each record, with structured data and without a message. */
export function toSyslog(records: readonly ExportRecord[], origin: string): string {
  return records.map((record) => `${header(record, origin)} [${SD_ID}${parameters(record, origin)}]\n`).join('');
}

/** One line for each record, whose message is in ArcSight Common Event Format. */
export function toCef(records: readonly ExportRecord[], origin: string): string {
  return records.map((record) => `${header(record, origin)} - ${cef(record, origin)}\n`).join('');
}

function header({ entry, succeeded }: ExportRecord, origin: string): string {
  const priority = FACILITY * 8 + (succeeded || entry.outcome === undefined ? INFORMATIONAL : WARNING);
  const host = printable(origin.split('/')[0] ?? '').slice(0, MAX_HOSTNAME) || '-';
  const messageId = printable(entry.leaf.kind).slice(0, MAX_MESSAGE_ID);
  return `<${priority}>1 ${formatTime(entry.leaf.time)} ${host} ostiary - ${messageId}`;
}

function parameters({ entry, verb }: ExportRecord, origin: string): string {
  const { leaf } = entry;
  const values: Record<string, string | undefined> = {
    idx: String(entry.index),
    leaf: leafHashHex(entry),
    log: origin,
    authority: leaf.authority,
    n: String(leaf.counter),
    sys: leaf.system,
    request: leaf.requestId,
    verb,
    status: entry.outcome,
    intent: leaf.intentIndex === undefined ? undefined : String(leaf.intentIndex),
  };
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeParameter(value)}"`))
    .join('');
}

/** RFC 5424 section 6.3.3: these three are escaped, and nothing else. */
const escapeParameter = (value: string): string => value.replace(/["\\\]]/g, '\\$&');

/** PRINTUSASCII: no spaces. */
const printable = (text: string): string => text.replace(/[^\x21-\x7e]/g, '?');

function cef(record: ExportRecord, origin: string): string {
  const { entry, verb, succeeded } = record;
  const { leaf } = entry;
  const severity = succeeded || entry.outcome === undefined ? 2 : 5;
  const fields = ['CEF:0', 'Ostiary', 'Ostiary', '1', leaf.kind, `${verb} ${leaf.system}`, String(severity)];
  const extension: Record<string, string> = {
    act: verb,
    cn1: String(entry.index),
    cn1Label: 'logIndex',
    cs1: origin,
    cs1Label: 'logOrigin',
    cs2: leafHashHex(entry),
    cs2Label: 'leafHash',
    destinationServiceName: leaf.system,
    externalId: leaf.requestId,
    outcome: entry.outcome ?? 'none',
    rt: String(leaf.time),
    sourceServiceName: leaf.authority,
  };
  const written = Object.entries(extension).map(([name, value]) => `${name}=${escapeExtension(value)}`);
  return `${fields.map(escapeCefHeader).join('|')}|${written.join(' ')}`;
}

const escapeCefHeader = (value: string): string => value.replace(/[|\\]/g, '\\$&');
const escapeExtension = (value: string): string => value.replace(/[=\\]/g, '\\$&');
