/** OCSF 1.x, class Datastore Activity (6005) of category Application Activity (6): one JSON object on each line. */
import type { JsonObject } from '../../../shared/json.js';
import { type ExportRecord, leafHashHex, type Verb } from './record.js';

const SCHEMA_VERSION = '1.7.0';
const CATEGORY_UID = 6;
const CLASS_UID = 6005;

const ACTIVITIES: Readonly<Record<Verb, readonly [id: number, name: string]>> = {
  read: [1, 'Read'],
  update: [2, 'Update'],
  query: [4, 'Query'],
  create: [6, 'Create'],
  delete: [7, 'Delete'],
  other: [99, 'Other'],
};

/** Informational, and Low for what was refused or failed. */
const SEVERITY = { good: 1, bad: 2 } as const;

/** JSON Lines, each ending with a newline. */
export function toOcsf(records: readonly ExportRecord[], origin: string): string {
  return records.map((record) => `${JSON.stringify(toEvent(record, origin))}\n`).join('');
}

function toEvent(record: ExportRecord, origin: string): JsonObject {
  const { entry, verb, succeeded } = record;
  const { leaf } = entry;
  const [activityId, activityName] = ACTIVITIES[verb];
  return {
    activity_id: activityId,
    activity_name: activityName,
    actor: { user: actor(record) },
    category_uid: CATEGORY_UID,
    class_uid: CLASS_UID,
    database: { name: leaf.system, type: 'Unknown', type_id: 0 },
    message: leaf.kind,
    metadata: {
      correlation_uid: leaf.requestId,
      log_name: origin,
      product: { name: 'Ostiary', vendor_name: 'Ostiary' },
      sequence: entry.index,
      uid: `${origin}#${entry.index}`,
      version: SCHEMA_VERSION,
    },
    raw_data: Buffer.from(entry.body).toString('utf8'),
    raw_data_hash: { algorithm: 'RFC 6962 leaf, SHA-256', algorithm_id: 99, value: leafHashHex(entry) },
    severity: succeeded ? 'Informational' : 'Low',
    severity_id: succeeded ? SEVERITY.good : SEVERITY.bad,
    // The address of a desk may name who sits there: without clearance the authority stands for it.
    src_endpoint: endpoint(record),
    status: succeeded ? 'Success' : 'Failure',
    status_detail: entry.outcome ?? 'none',
    status_id: succeeded ? 1 : 2,
    time: leaf.time,
    type_uid: CLASS_UID * 100 + activityId,
    unmapped: unmapped(record),
  };
}

/** An officer for a cleared recipient; otherwise the authority, which is the actor as far as others may know. */
function actor({ officer, unit, entry }: ExportRecord): JsonObject {
  const { authority } = entry.leaf;
  const org = unit === undefined ? { uid: authority } : { ou_name: unit, uid: authority };
  return officer === undefined
    ? { org, type: 'Authority', type_id: 99, uid: authority }
    : { org, type: 'User', type_id: 1, uid: officer };
}

function endpoint({ remote, entry }: ExportRecord): JsonObject {
  const [, ip, port] = /^(.*):([0-9]+)$/.exec(remote ?? '') ?? [];
  return ip === undefined ? { uid: entry.leaf.authority } : { ip, port: Number(port), uid: entry.leaf.authority };
}

function unmapped({ purpose, legalBasis, operation, caseReference, entry }: ExportRecord): JsonObject {
  return {
    kind: entry.leaf.kind,
    ...(caseReference !== undefined && { case_reference: caseReference }),
    ...(entry.leaf.intentIndex !== undefined && { intent_index: entry.leaf.intentIndex }),
    ...(legalBasis !== undefined && { legal_basis: legalBasis }),
    ...(operation !== undefined && { operation }),
    ...(purpose !== undefined && { purpose }),
    synthetic: true,
  };
}
