import type postgres from 'postgres';
import {
  SisServiceService,
  type GetAlertRequest,
  type GetAlertResponse,
  type SearchObjectsRequest,
  type SearchObjectsResponse,
  type SearchPersonsRequest,
  type SearchPersonsResponse,
} from '../../gen/ostiary/sis/v1/sis.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { dayOf } from '../../world/calendar.js';
import type { Adapter, AskContext, Inquiry, LegalOperation } from '../adapter.js';
import { auditObjectSearch, auditPersonSearch, objectSearchTerms, personSearchTerms } from './audit-terms.js';
import { discloseAlert, disclosePersonMatch } from './disclosures.js';
import { objectSearchWarnings, personSearchWarnings } from './domain/doubts.js';
import type { PersonHit, PersonSearch, RankedSearch, SearchResult } from './domain/search.js';
import { findObjects, findPersons, type SearchContext } from './find-alerts.js';
import { openSearch } from './open-search.js';
import { findRanked } from './ranked/find-ranked.js';
import type { RankedIndex } from './ranked/index-thread.js';
import { createAlertStore } from './store/alert-store.js';
import { hidesAlert, visibilityOf } from './store/visibility.js';
import { parseObjectSearch } from './wire/parse-objects.js';
import { parsePersonSearch } from './wire/parse-persons.js';
import { printAlertResponse, printObjects, printPersons, type Status } from './wire/print-response.js';

/** What the adapter works with. */
export interface SisAdapterOptions {
  /** Pool with the rights of ostiary_gateway on the schema sis; the adapter does not end it. */
  readonly sql: postgres.Sql;
  /** Decides which alerts have reached their term. */
  readonly clock: Clock;
  /** Names of all alerts, for ranked searches; left out where there is none, which refuses them. */
  readonly nameIndex?: RankedIndex | undefined;
}

/** The simulated SIS behind the port. See README.md in this folder. */
export function createSisAdapter({ sql, clock, nameIndex }: SisAdapterOptions): Adapter<typeof SisServiceService> {
  const store = createAlertStore(sql);
  const open = (context: AskContext): SearchContext => openSearch(store, clock, context);
  return {
    system: 'SIS',
    service: SisServiceService,
    operations: {
      searchPersons: { parse: (request) => parseSearchPersons(request, dayOf(clock.now()), open, nameIndex) },
      searchObjects: { parse: (request) => parseSearchObjects(request, open) },
      getAlert: { parse: (request) => parseGetAlert(request, open) },
    },
    checkHealth: (signal) => store.checkHealth(signal),
  };
}

type Open = (context: AskContext) => SearchContext;

function parseSearchPersons(
  request: SearchPersonsRequest,
  today: string,
  open: Open,
  nameIndex: RankedIndex | undefined,
): Inquiry<SearchPersonsResponse> {
  const search = parsePersonSearch(request, today);
  const find = personFinder(search, nameIndex);
  const warnings = personSearchWarnings(search);
  const legalOperations: LegalOperation[] = [];
  if (search.name !== undefined) legalOperations.push('SEARCH_ALPHA');
  if (search.document !== undefined) legalOperations.push('SEARCH_DOC');
  return {
    legalOperations,
    audit: auditPersonSearch(search),
    terms: personSearchTerms(search),
    ask: async (context) => {
      const within = open(context);
      const { memberState } = within.scope;
      const result = await find(within);
      const status = statusOf(result);
      return {
        status,
        response: printPersons(result, status, memberState, warnings),
        disclosures: result.hits.map((hit) => disclosePersonMatch(hit, within.today)),
      };
    },
  };
}

/** How the alerts are found. Throws a Refusal for a ranked search where there is no index of names. */
function personFinder(
  search: PersonSearch | RankedSearch,
  nameIndex: RankedIndex | undefined,
): (context: SearchContext) => Promise<SearchResult<PersonHit>> {
  if (search.mode !== 'ranked') return (context) => findPersons(search, context);
  if (nameIndex === undefined) {
    const description = 'is not offered here: this gateway keeps no index of names (OSTIARY_SIS_NAME_INDEX is off)';
    throw new Refusal('REQUEST_INVALID', 'This gateway offers no ranked search', {
      violations: [{ field: 'match_mode', rule: 'not_offered', description }],
    });
  }
  return (context) => findRanked(search, nameIndex, context);
}

function parseSearchObjects(request: SearchObjectsRequest, open: Open): Inquiry<SearchObjectsResponse> {
  const search = parseObjectSearch(request);
  const warnings = objectSearchWarnings(search);
  return {
    legalOperations: ['SEARCH_OBJ'],
    audit: auditObjectSearch(search),
    terms: objectSearchTerms(search),
    ask: async (context) => {
      const { memberState } = context.scope;
      const result = await findObjects(search, open(context));
      const status = statusOf(result);
      return {
        status,
        response: printObjects(result, status, memberState, warnings),
        disclosures: result.hits.map(({ alert }) => discloseAlert(alert)),
      };
    },
  };
}

function parseGetAlert(request: GetAlertRequest, open: Open): Inquiry<GetAlertResponse> {
  const { alertReference } = request;
  return {
    legalOperations: ['READ'],
    audit: { alert_reference: alertReference },
    // SIM-XB-…: the contract has checked its form.
    ownerState: alertReference.slice(4, 6),
    ask: async (context) => {
      const { store, scope, today, signal } = open(context);
      const visibility = visibilityOf(scope, ['person', 'object', 'unknown-person']);
      const alert = await store.read(alertReference, visibility, today, signal);
      if (alert === undefined || hidesAlert(scope, alert)) throw new Refusal('NOT_FOUND', 'No such alert');
      const links = await store.readLinks(alertReference, scope, today, signal);
      return {
        status: 'HIT',
        response: printAlertResponse(alert, scope.memberState, links),
        disclosures: [discloseAlert(alert, today)],
      };
    },
  };
}

/** An alert of the caller's own state is a national matter: a hit is another state's (Art. 3(6)). */
const statusOf = ({ hasForeign }: SearchResult<unknown>): Status => (hasForeign ? 'HIT' : 'NO_HIT');
