import type postgres from 'postgres';
import {
  SisPrintServiceService,
  VerificationResult,
  type SearchByPrintsResponse,
  type SearchByTraceResponse,
  type VerifyPrintsRequest,
  type VerifyPrintsResponse,
} from '../../../gen/ostiary/sis/v1/prints.js';
import type { Clock } from '../../../shared/clock.js';
import type { JsonObject } from '../../../shared/json.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Adapter, AskContext, Inquiry, LegalOperation } from '../../adapter.js';
import { discloseAlert } from '../disclosures.js';
import type { AlertCategory } from '../domain/category.js';
import { TRACE_CATEGORIES, type PrintSample } from '../domain/print-sample.js';
import { DEFAULT_MAX_CANDIDATES } from '../domain/search.js';
import { openSearch } from '../open-search.js';
import { createAlertStore, type AlertStore } from '../store/alert-store.js';
import { hidesAlert, visibilityOf } from '../store/visibility.js';
import { printOutcome, printPrintMatch } from '../wire/print-response.js';
import { findByPrints } from './find-by-prints.js';
import { parseSample } from './parse-sample.js';

/** What the adapter works with. */
export interface SisPrintAdapterOptions {
  /** Pool with the rights of ostiary_gateway on the schema sis; the adapter does not end it. */
  readonly sql: postgres.Sql;
  /** Decides which alerts have reached their term. */
  readonly clock: Clock;
}

/** The searches of the simulated SIS by prints, behind the port. See README.md in the folder above. */
export function createSisPrintAdapter({ sql, clock }: SisPrintAdapterOptions): Adapter<typeof SisPrintServiceService> {
  const store = createAlertStore(sql);
  const parts = { store, clock };
  return {
    system: 'SIS',
    service: SisPrintServiceService,
    operations: {
      searchByPrints: {
        parse: ({ sample, maxCandidates }): Inquiry<SearchByPrintsResponse> =>
          searchWith(parts, 'IDENT_PRINT', parseSample(sample), maxCandidates),
      },
      verifyPrints: { parse: (request) => parseVerifyPrints(parts, request) },
      searchByTrace: {
        parse: ({ sample, maxCandidates }): Inquiry<SearchByTraceResponse> =>
          searchWith(parts, 'TRACE_PRINT', parseSample(sample), maxCandidates, TRACE_CATEGORIES),
      },
    },
    checkHealth: (signal) => store.checkHealth(signal),
  };
}

interface Parts {
  readonly store: AlertStore;
  readonly clock: Clock;
}

/** All that the log may know of a sample (Art. 12(3)): never the sample, nor whose it is, nor a hash of it. */
const auditSample = ({ positions, bytes }: PrintSample): JsonObject => ({
  bytes,
  finger_positions: positions,
  type: 'finger minutiae, ISO/IEC 19794-2:2005',
});

function searchWith(
  { store, clock }: Parts,
  operation: LegalOperation,
  sample: PrintSample,
  maxCandidates: number,
  categories?: readonly AlertCategory[],
): Inquiry<SearchByPrintsResponse & SearchByTraceResponse> {
  const limit = maxCandidates || DEFAULT_MAX_CANDIDATES;
  return {
    legalOperations: [operation],
    audit: { max_candidates: limit, sample: auditSample(sample) },
    ask: async (context: AskContext) => {
      const { memberState } = context.scope;
      const search = openSearch(store, clock, context);
      const found = await findByPrints(sample, search, limit, categories);
      const status = found.hasForeign ? 'HIT' : 'NO_HIT';
      return {
        status,
        response: {
          receipt: undefined,
          outcome: printOutcome(status),
          matches: found.alerts.map((alert) => printPrintMatch(alert, memberState)),
          truncated: found.truncated,
        },
        disclosures: found.alerts.map((alert) => discloseAlert(alert, search.today)),
      };
    },
  };
}

function parseVerifyPrints(
  { store, clock }: Parts,
  { alertReference, sample: wire }: VerifyPrintsRequest,
): Inquiry<VerifyPrintsResponse> {
  const sample = parseSample(wire);
  return {
    legalOperations: ['VERIFY_BIO'],
    audit: { alert_reference: alertReference, sample: auditSample(sample) },
    // SIM-XB-…: the contract has checked its form.
    ownerState: alertReference.slice(4, 6),
    ask: async (context) => {
      const { scope, today, signal } = openSearch(store, clock, context);
      const visibility = visibilityOf(scope, ['person']);
      const alert = await store.read(alertReference, visibility, today, signal);
      if (alert?.subject !== 'person' || hidesAlert(scope, alert)) throw new Refusal('NOT_FOUND', 'No such alert');
      const corresponds = alert.printSubject !== undefined && alert.printSubject === sample.subject;
      const status = corresponds && alert.issuingState !== scope.memberState ? 'HIT' : 'NO_HIT';
      return {
        status,
        response: {
          receipt: undefined,
          outcome: printOutcome(status),
          result: resultOf(alert.printSubject, corresponds),
          matches: corresponds ? [printPrintMatch(alert, scope.memberState)] : [],
        },
        disclosures: corresponds ? [discloseAlert(alert, today)] : [],
      };
    },
  };
}

function resultOf(held: string | undefined, corresponds: boolean): VerificationResult {
  if (held === undefined) return VerificationResult.NOT_COMPARABLE;
  return corresponds ? VerificationResult.CORRESPONDS : VerificationResult.DIFFERS;
}
