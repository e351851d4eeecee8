/** HL7 FHIR R4: a Bundle of type collection that holds one AuditEvent for each entry. */
import { formatTime } from '../../leaf/leaf.js';
import type { JsonObject } from '../../../shared/json.js';
import { type ExportRecord, isAccess, leafHashHex, type Verb } from './record.js';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
/** Extensions and identifiers of ours. */
const OSTIARY = 'urn:ostiary:fhir:';

/** DICOM PS3.16, context group 400: an access to a system is a query. */
const QUERY = { system: DCM, code: '110112', display: 'Query' } as const;
const SECURITY_ADMINISTRATION = { system: DCM, code: '110136', display: 'Security Roles Changed' } as const;
const APPLICATION_ACTIVITY = { system: DCM, code: '110100', display: 'Application Activity' } as const;

/** Create, Read, Update, Delete, Execute: a query is an execution (FHIR audit-event-action). */
const ACTIONS: Readonly<Record<Verb, string>> = {
  create: 'C',
  read: 'R',
  update: 'U',
  delete: 'D',
  query: 'E',
  other: 'E',
};

/** The bundle as JSON text. */
export function toFhir(records: readonly ExportRecord[], origin: string): string {
  const bundle: JsonObject = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: records.map((record) => ({ resource: toAuditEvent(record, origin) })),
  };
  return `${JSON.stringify(bundle, null, 1)}\n`;
}

function toAuditEvent(record: ExportRecord, origin: string): JsonObject {
  const { entry, verb } = record;
  const { leaf } = entry;
  return {
    resourceType: 'AuditEvent',
    id: `entry-${entry.index}`,
    extension: [
      { url: `${OSTIARY}log-origin`, valueString: origin },
      { url: `${OSTIARY}log-index`, valueString: String(entry.index) },
      { url: `${OSTIARY}leaf-hash`, valueString: leafHashHex(entry) },
      ...(record.legalBasis === undefined ? [] : [{ url: `${OSTIARY}legal-basis`, valueString: record.legalBasis }]),
    ],
    type: typeOf(leaf.kind),
    subtype: [{ system: `${OSTIARY}entry-kind`, code: leaf.kind }],
    action: ACTIONS[verb],
    recorded: formatTime(leaf.time),
    outcome: outcomeOf(record),
    ...(entry.outcome !== undefined && { outcomeDesc: entry.outcome }),
    ...(record.purpose !== undefined && {
      purposeOfEvent: [{ coding: [{ system: `${OSTIARY}purpose`, code: record.purpose }] }],
    }),
    agent: [agent(record)],
    source: {
      observer: { identifier: { system: `${OSTIARY}log`, value: origin } },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    entity: [
      {
        what: { identifier: { system: `${OSTIARY}system`, value: leaf.system } },
        ...(record.operation !== undefined && { name: record.operation }),
      },
    ],
  };
}

function typeOf(kind: string): JsonObject {
  if (isAccess(kind)) return QUERY;
  return kind === 'role' ? SECURITY_ADMINISTRATION : APPLICATION_ACTIVITY;
}

/** 0 success, 4 minor failure (FHIR audit-event-outcome). */
const outcomeOf = ({ succeeded }: ExportRecord): string => (succeeded ? '0' : '4');

function agent({ entry, officer, unit, remote }: ExportRecord): JsonObject {
  const { authority } = entry.leaf;
  return {
    who: {
      identifier:
        officer === undefined
          ? { system: `${OSTIARY}authority`, value: authority }
          : { system: `${OSTIARY}officer:${authority}`, value: officer },
    },
    ...(unit !== undefined && { name: unit }),
    requestor: true,
    ...(remote !== undefined && { network: { address: remote, type: '2' } }),
  };
}
