import type postgres from 'postgres';
import type { AccessScope, AskContext } from '../../../src/adapters/adapter.js';
import type { Alert } from '../../../src/adapters/sis/domain/alert.js';
import { createSisAdapter } from '../../../src/adapters/sis/service.js';
import { testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { giveTime } from '../../../src/adapters/sis/store/write-alerts.js';
import { replaceAlerts } from '../../../src/adapters/sis/store/load-alerts.js';
import {
  AlertCategory,
  Gender,
  MatchMode,
  SearchObjectsRequest,
  type GetAlertRequest,
  type SearchPersonsRequest,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import type { Clock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { migrate } from '../../../src/shared/database/migrate.js';
import { Ender, type Ending } from '../../../src/shared/ending.js';
import { createFilledDatabase, type TestDatabase } from '../../helpers/postgres.js';

/** The day on which the tests take place. */
export const TODAY = '2026-11-23';
export const NOON = Date.parse(`${TODAY}T12:00:00Z`);

const PERSON_CATEGORIES = 'RET REF RSM ARR MIS-P MIS-N CHI-ABD CHI-TRV VUL-TRV JPR DSC INQ SPC INF UNK'.split(' ');
const GROUNDS = ['OBJ-26', 'OBJ-32', 'OBJ-34', 'OBJ-36', 'OBJ-37A'];
const OBJECTS = ['OBJ', ...GROUNDS, ...Array.from('abcdefghijklmnopqrz', (letter) => `OBJ:${letter}`)];

/** Scope of an authority of a state for such categories; of police for all if none are named. */
export const scopeOf = (
  memberState = 'XA',
  categories: readonly string[] = [...PERSON_CATEGORIES, ...OBJECTS],
): AccessScope => ({
  authority: `${memberState}-POLICE`,
  memberState,
  authorityKind: 'POL',
  categories: new Set(categories),
});

/** Scope of a vehicle registration service (Art. 45): some objects, no person, no Art. 36 alert. */
export const REGISTRATION_SCOPE: AccessScope = {
  ...scopeOf('XA', ['OBJ', 'OBJ:a', 'OBJ:b', 'OBJ:c', 'OBJ:m', 'OBJ:p']),
  authority: 'XA-VEHICLES',
  authorityKind: 'VRS_GOV',
};

/** A simulated SIS with a database of its own. */
export interface SimulatedSis {
  readonly databaseUrl: string;
  /** Connected as owner. */
  readonly sql: postgres.Sql;
  readonly adapter: ReturnType<typeof createSisAdapter>;
  load(alerts: readonly Alert[]): Promise<void>;
  close(): Promise<void>;
}

/** Makes a database of the SIS that holds the test persons and objects as of a day. */
export function createTestSis(today = TODAY): Promise<TestDatabase> {
  const fill = async (url: string): Promise<void> => {
    const owner = connectDatabase(url, { applicationName: 'sis-owner', max: 1 });
    await migrate(owner, 'sis');
    await owner.begin((tx) => replaceAlerts(tx, testAlerts(today), () => undefined));
    await owner.end();
  };
  return createFilledDatabase(fill, `sis ${today}`);
}

/** Starts one that holds the test persons and objects. */
export async function startSimulatedSis(clock: Clock = { now: () => NOON }): Promise<SimulatedSis> {
  const database = await createTestSis();
  const sql = connectDatabase(database.url, { applicationName: 'sis-owner', max: 2 });
  const gateway = connectDatabase(database.url, { applicationName: 'sis-gateway', max: 2, role: 'ostiary_gateway' });
  const load = async (alerts: readonly Alert[]) => {
    await sql.begin((tx) => replaceAlerts(tx, alerts, () => undefined));
  };
  return {
    databaseUrl: database.url,
    sql,
    adapter: createSisAdapter({ sql: gateway, clock }),
    load,
    close: async () => {
      await gateway.end();
      await sql.end();
      await database.drop();
    },
  };
}

/** Changes alerts or links without the writer: in a transaction that is given a time, as each that changes them must be. */
export const changeAlerts = (sql: postgres.Sql, change: (tx: postgres.TransactionSql) => PromiseLike<unknown>) =>
  sql.begin(async (tx) => {
    await giveTime(tx, new Date(NOON));
    await change(tx);
  });

/** Context of a question. */
export const contextOf = (scope: AccessScope, signal: Ending = new Ender()): AskContext => ({
  requestId: '01J00000000000000000000000',
  intent: { origin: 'test', index: 0, leafHash: new Uint8Array(32), checkpoint: '' },
  scope,
  officer: { pseudonym: '2026q4-00112233445566778899aabbccddeeff' },
  deadlineMs: NOON + 60_000,
  signal,
});

/** A search by name. */
export const byName = (
  surname: string,
  forename: string,
  dateOfBirth: string,
  rest: Partial<SearchPersonsRequest> & { gender?: Gender; nationality?: string; placeOfBirth?: string } = {},
): SearchPersonsRequest => {
  const { gender = Gender.UNSPECIFIED, nationality = '', placeOfBirth = '', ...others } = rest;
  return { ...noPerson, name: { surname, forename, dateOfBirth, gender, nationality, placeOfBirth }, ...others };
};

/** A search by identity document. */
export const byDocument = (number: string, issuingCountry = '', checkDigit = ''): SearchPersonsRequest => ({
  ...noPerson,
  document: { number, issuingCountry, checkDigit },
});

/** A search for objects. */
export const byObject = (fields: Partial<SearchObjectsRequest>): SearchObjectsRequest =>
  SearchObjectsRequest.fromPartial({ matchMode: MatchMode.EXACT, ...fields });

/** The reading of an alert. */
export const byReference = (alertReference: string): GetAlertRequest => ({ access: undefined, alertReference });

const noPerson: SearchPersonsRequest = {
  access: undefined,
  name: undefined,
  document: undefined,
  matchMode: MatchMode.EXACT,
  maxCandidates: 0,
  categories: [] as AlertCategory[],
};
