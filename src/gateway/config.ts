/** One typed, validated configuration. Every key is an environment variable, documented in config-variables.ts and docs/configuration.md. */
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { VARIABLES } from './config-variables.js';
import { POLICY_FOLDER } from './policy/tables/load.js';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^[0-9]{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
const port = whole(0, 65_535);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const text = z.string().min(1);
const authority = z.string().regex(/^[A-Z]{2}-[A-Z0-9]+(-[A-Z0-9]+)*$/, 'a code of the registry such as XA-PIU');
const optional = z.string().transform((value) => (value === '' ? undefined : value));

const schema = z.object({
  OSTIARY_DATA_DIR: text.prefault(VARIABLES.OSTIARY_DATA_DIR.fallback),
  OSTIARY_DATABASE_URL: optional.prefault(VARIABLES.OSTIARY_DATABASE_URL.fallback),
  OSTIARY_LISTEN_HOST: text.prefault(VARIABLES.OSTIARY_LISTEN_HOST.fallback),
  OSTIARY_LISTEN_PORT: port.prefault(VARIABLES.OSTIARY_LISTEN_PORT.fallback),
  OSTIARY_OBSERVABILITY_PORT: port.prefault(VARIABLES.OSTIARY_OBSERVABILITY_PORT.fallback),
  OSTIARY_TILES_HOST: text.prefault(VARIABLES.OSTIARY_TILES_HOST.fallback),
  OSTIARY_TILES_PORT: z
    .literal('off')
    .transform(() => undefined)
    .or(port)
    .prefault(VARIABLES.OSTIARY_TILES_PORT.fallback),
  OSTIARY_CREDENTIALS_DIR: text.prefault(VARIABLES.OSTIARY_CREDENTIALS_DIR.fallback),
  OSTIARY_POLICY_DIR: optional.prefault(VARIABLES.OSTIARY_POLICY_DIR.fallback),
  OSTIARY_TLS_MIN_VERSION: z.enum(['TLSv1.3', 'TLSv1.2']).prefault(VARIABLES.OSTIARY_TLS_MIN_VERSION.fallback),
  OSTIARY_TOKEN_AUDIENCE: text.prefault(VARIABLES.OSTIARY_TOKEN_AUDIENCE.fallback),
  OSTIARY_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/, 'no spaces and no plus signs')
    .prefault(VARIABLES.OSTIARY_LOG_ORIGIN.fallback),
  OSTIARY_WITNESS_POLICY: optional.prefault(VARIABLES.OSTIARY_WITNESS_POLICY.fallback),
  OSTIARY_WITNESS_MODE: z.enum(['async', 'sync']).prefault(VARIABLES.OSTIARY_WITNESS_MODE.fallback),
  OSTIARY_WITNESS_DEADLINE_MS: whole(100, 600_000).prefault(VARIABLES.OSTIARY_WITNESS_DEADLINE_MS.fallback),
  OSTIARY_WITNESS_STOP_MS: whole(1_000, 604_800_000).prefault(VARIABLES.OSTIARY_WITNESS_STOP_MS.fallback),
  OSTIARY_COMPLETENESS_PAIRS: optional.prefault(VARIABLES.OSTIARY_COMPLETENESS_PAIRS.fallback),
  OSTIARY_APPROVAL_HOURS: whole(1, 168).prefault(VARIABLES.OSTIARY_APPROVAL_HOURS.fallback),
  OSTIARY_EMERGENCY_REVIEW_HOURS: whole(1, 168).prefault(VARIABLES.OSTIARY_EMERGENCY_REVIEW_HOURS.fallback),
  OSTIARY_SIS_NAME_INDEX: flag.prefault(VARIABLES.OSTIARY_SIS_NAME_INDEX.fallback),
  OSTIARY_SIRENE_SIMULATED: z
    .string()
    .regex(/^([A-Z]{2}(,[A-Z]{2})*)?$/, 'two-letter codes with commas between')
    .transform((text) => (text === '' ? [] : text.split(',')))
    .prefault(VARIABLES.OSTIARY_SIRENE_SIMULATED.fallback),
  OSTIARY_SIRENE_ANSWER_MS: whole(0, 86_400_000).prefault(VARIABLES.OSTIARY_SIRENE_ANSWER_MS.fallback),
  OSTIARY_SIRENE_TIME_LAPSE: whole(1, 1_000_000).prefault(VARIABLES.OSTIARY_SIRENE_TIME_LAPSE.fallback),
  OSTIARY_COMPLETENESS_CATCH_UP_DAYS: whole(1, 30).prefault(VARIABLES.OSTIARY_COMPLETENESS_CATCH_UP_DAYS.fallback),
  OSTIARY_COMPLETENESS_ALARM_DAYS: whole(1, 30).prefault(VARIABLES.OSTIARY_COMPLETENESS_ALARM_DAYS.fallback),
  OSTIARY_COMPLETENESS_RETRY_MS: whole(100, 86_400_000).prefault(VARIABLES.OSTIARY_COMPLETENESS_RETRY_MS.fallback),
  OSTIARY_MAX_CALLS: whole(1, 100_000).prefault(VARIABLES.OSTIARY_MAX_CALLS.fallback),
  OSTIARY_LATENCY_TARGET_MS: whole(1, 60_000).prefault(VARIABLES.OSTIARY_LATENCY_TARGET_MS.fallback),
  OSTIARY_ADAPTER_CAPACITY: whole(1, 100_000).prefault(VARIABLES.OSTIARY_ADAPTER_CAPACITY.fallback),
  OSTIARY_REFLECTION: flag.prefault(VARIABLES.OSTIARY_REFLECTION.fallback),
  OSTIARY_DRAIN_MS: whole(0, 600_000).prefault(VARIABLES.OSTIARY_DRAIN_MS.fallback),
  OSTIARY_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .prefault(VARIABLES.OSTIARY_LOG_LEVEL.fallback),
  OSTIARY_OTLP_ENDPOINT: optional.prefault(VARIABLES.OSTIARY_OTLP_ENDPOINT.fallback),
  OSTIARY_REVIEW_PORT: port.prefault(VARIABLES.OSTIARY_REVIEW_PORT.fallback),
  OSTIARY_REVIEW_OBSERVABILITY_PORT: port.prefault(VARIABLES.OSTIARY_REVIEW_OBSERVABILITY_PORT.fallback),
  OSTIARY_REVIEW_DATABASE_URL: optional.prefault(VARIABLES.OSTIARY_REVIEW_DATABASE_URL.fallback),
  OSTIARY_VERIFY_INTERVAL_MS: whole(100, 3_600_000).prefault(VARIABLES.OSTIARY_VERIFY_INTERVAL_MS.fallback),
  OSTIARY_PKCS11_MODULE: optional.prefault(VARIABLES.OSTIARY_PKCS11_MODULE.fallback),
  OSTIARY_PKCS11_PIN_FILE: optional.prefault(VARIABLES.OSTIARY_PKCS11_PIN_FILE.fallback),
  OSTIARY_PNR_UNIT: authority.prefault(VARIABLES.OSTIARY_PNR_UNIT.fallback),
  OSTIARY_PNR_DPO: authority.prefault(VARIABLES.OSTIARY_PNR_DPO.fallback),
  OSTIARY_PNR_UNFLAGGED: z.enum(['deleted', 'masked']).prefault(VARIABLES.OSTIARY_PNR_UNFLAGGED.fallback),
  OSTIARY_PNR_ASSESS_AFTER_SECONDS: z
    .literal('off')
    .transform(() => undefined)
    .or(whole(1, 3_600))
    .prefault(VARIABLES.OSTIARY_PNR_ASSESS_AFTER_SECONDS.fallback),
  OSTIARY_PNR_CRITERIA_DIR: optional.prefault(VARIABLES.OSTIARY_PNR_CRITERIA_DIR.fallback),
  OSTIARY_PNR_CRITERIA_APPROVERS: optional.prefault(VARIABLES.OSTIARY_PNR_CRITERIA_APPROVERS.fallback),
  OSTIARY_SEED_PNR_FLIGHTS: whole(0, 100_000).prefault(VARIABLES.OSTIARY_SEED_PNR_FLIGHTS.fallback),
  OSTIARY_SEED_ALERTS: whole(0, 20_000_000).prefault(VARIABLES.OSTIARY_SEED_ALERTS.fallback),
  OSTIARY_RECORD_DECISION_HOURS: whole(1, 720).prefault(VARIABLES.OSTIARY_RECORD_DECISION_HOURS.fallback),
  OSTIARY_RECORD_REQUEST_DAYS: whole(1, 90).prefault(VARIABLES.OSTIARY_RECORD_REQUEST_DAYS.fallback),
  OSTIARY_SEED_POLICE_RECORDS: whole(0, 5_000_000).prefault(VARIABLES.OSTIARY_SEED_POLICE_RECORDS.fallback),
  OSTIARY_PRUM_RELEASE_HOURS: whole(1, 48).prefault(VARIABLES.OSTIARY_PRUM_RELEASE_HOURS.fallback),
  OSTIARY_PRUM_FOLLOW_UP_DAYS: whole(1, 90).prefault(VARIABLES.OSTIARY_PRUM_FOLLOW_UP_DAYS.fallback),
  OSTIARY_SEED_PRINTS: whole(0, 100_000).prefault(VARIABLES.OSTIARY_SEED_PRINTS.fallback),
  OSTIARY_PRUM_PARTNERS: optional.prefault(VARIABLES.OSTIARY_PRUM_PARTNERS.fallback),
  OSTIARY_SEED_DNA_PROFILES: whole(0, 10_000_000).prefault(VARIABLES.OSTIARY_SEED_DNA_PROFILES.fallback),
  OSTIARY_SEED_VEHICLES: whole(0, 5_000_000).prefault(VARIABLES.OSTIARY_SEED_VEHICLES.fallback),
  OSTIARY_SEED_FACES: whole(0, 1_000_000).prefault(VARIABLES.OSTIARY_SEED_FACES.fallback),
  OSTIARY_SEED: whole(0, 999_999_999).prefault(VARIABLES.OSTIARY_SEED.fallback),
} satisfies Record<keyof typeof VARIABLES, z.ZodType>);

/** The configuration of a gateway. */
export interface Config {
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly listen: { readonly host: string; readonly port: number };
  readonly observabilityPort: number;
  /** Where the public face of the log listens; undefined when it does not. */
  readonly tiles: { readonly host: string; readonly port: number } | undefined;
  readonly credentialsDirectory: string;
  readonly policyDirectory: string;
  readonly tlsMinVersion: 'TLSv1.3' | 'TLSv1.2';
  readonly tokenAudience: string;
  readonly logOrigin: string;
  /** Undefined without witnesses. */
  readonly witnesses:
    | {
        readonly policyFile: string;
        readonly mode: 'async' | 'sync';
        readonly deadlineMs: number;
        readonly stopMs: number;
      }
    | undefined;
  /** Undefined when accesses are compared with nobody. */
  readonly completenessPairsFile: string | undefined;
  /** Life of an approval, and time for the review of an emergency, in milliseconds. */
  readonly approvals: { readonly lifetimeMs: number; readonly reviewWithinMs: number };
  /** Names of SIS alerts are kept in memory for ranked searches. */
  readonly sisNameIndex: boolean;
  /** Simulated SIRENE Bureaux, and how fast the time limits of forms run out. */
  readonly sirene: { readonly simulated: readonly string[]; readonly answerMs: number; readonly timeLapse: number };
  /** Days and times of the daily comparison. */
  readonly completeness: { readonly catchUpDays: number; readonly alarmDays: number; readonly retryMs: number };
  readonly maxCalls: number;
  readonly latencyTargetMs: number;
  readonly adapterCapacity: number;
  readonly reflection: boolean;
  readonly drainMs: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly otlpEndpoint: string | undefined;
  /** The review service: a process of its own. */
  readonly review: {
    readonly port: number;
    readonly observabilityPort: number;
    /** Undefined means that of the gateway. */
    readonly databaseUrl: string | undefined;
    /** Between two verifications of what was added to the log, in milliseconds. */
    readonly verifyEveryMs: number;
  };
  /** How whoever opens payloads gets at the token that has the private keys; undefined means key files. */
  readonly pkcs11: { readonly module: string; readonly pinFile: string } | undefined;
  /** Time for a decision on a request for a police record, and the life of the request, in milliseconds. */
  readonly recordRequests: { readonly decideWithinMs: number; readonly lifetimeMs: number };
  /** Time for the release of core data under Prüm, and the life of a follow-up, in milliseconds. */
  readonly prum: { readonly releaseWithinMs: number; readonly lifetimeMs: number };
  /** Undefined when no gateway of another state is asked under Prüm. */
  readonly prumPartnersFile: string | undefined;
  /** The passenger information unit, and what becomes of records that are not flagged when their six months are over. */
  readonly pnr: {
    readonly unit: { readonly authority: string; readonly dpo: string; readonly memberState: string };
    readonly unflagged: 'deleted' | 'masked';
    /** Time without a further push after which a flight is assessed with nobody asking; undefined when it is not. */
    readonly assessAfterMs: number | undefined;
    /** Undefined where passengers are compared with databases alone. */
    readonly criteria: { readonly folder: string; readonly approversFile: string } | undefined;
  };
  readonly seedPnrFlights: number;
  readonly seedAlerts: number;
  readonly seedPoliceRecords: number;
  readonly seedDnaProfiles: number;
  readonly seedPrints: number;
  readonly seedVehicles: number;
  readonly seedFaces: number;
  readonly seed: number;
}

/** Reads the configuration. Throws one error that names every wrong or unknown variable. */
export function readConfig(environment: NodeJS.ProcessEnv, workingDirectory = process.cwd()): Config {
  const given = Object.entries(environment).filter(([name]) => name.startsWith('OSTIARY_'));
  const problems = given.filter(([name]) => !(name in VARIABLES)).map(([name]) => `${name}: no such variable`);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const { OSTIARY_PKCS11_MODULE: module = '', OSTIARY_PKCS11_PIN_FILE: pinFile = '' } = parsed.data ?? {};
  if ((module === '') !== (pinFile === '')) {
    problems.push('OSTIARY_PKCS11_MODULE, OSTIARY_PKCS11_PIN_FILE: go together');
  }
  const criteria = [parsed.data?.OSTIARY_PNR_CRITERIA_DIR, parsed.data?.OSTIARY_PNR_CRITERIA_APPROVERS];
  if (criteria.filter((given) => given !== undefined).length === 1) {
    problems.push('OSTIARY_PNR_CRITERIA_DIR, OSTIARY_PNR_CRITERIA_APPROVERS: go together');
  }
  if (problems.length > 0 || !parsed.success) {
    throw new Error(`the configuration is not valid (docs/configuration.md):\n  ${problems.join('\n  ')}`);
  }
  const values = parsed.data;
  const folder = (path: string): string => (isAbsolute(path) ? path : resolve(workingDirectory, path));
  return Object.freeze({
    dataDirectory: folder(values.OSTIARY_DATA_DIR),
    databaseUrl: values.OSTIARY_DATABASE_URL,
    listen: Object.freeze({ host: values.OSTIARY_LISTEN_HOST, port: values.OSTIARY_LISTEN_PORT }),
    observabilityPort: values.OSTIARY_OBSERVABILITY_PORT,
    tiles:
      values.OSTIARY_TILES_PORT === undefined
        ? undefined
        : Object.freeze({ host: values.OSTIARY_TILES_HOST, port: values.OSTIARY_TILES_PORT }),
    credentialsDirectory: folder(values.OSTIARY_CREDENTIALS_DIR),
    policyDirectory: values.OSTIARY_POLICY_DIR === undefined ? POLICY_FOLDER : folder(values.OSTIARY_POLICY_DIR),
    tlsMinVersion: values.OSTIARY_TLS_MIN_VERSION,
    tokenAudience: values.OSTIARY_TOKEN_AUDIENCE,
    logOrigin: values.OSTIARY_LOG_ORIGIN,
    witnesses:
      values.OSTIARY_WITNESS_POLICY === undefined
        ? undefined
        : Object.freeze({
            policyFile: folder(values.OSTIARY_WITNESS_POLICY),
            mode: values.OSTIARY_WITNESS_MODE,
            deadlineMs: values.OSTIARY_WITNESS_DEADLINE_MS,
            stopMs: values.OSTIARY_WITNESS_STOP_MS,
          }),
    completenessPairsFile:
      values.OSTIARY_COMPLETENESS_PAIRS === undefined ? undefined : folder(values.OSTIARY_COMPLETENESS_PAIRS),
    approvals: Object.freeze({
      lifetimeMs: values.OSTIARY_APPROVAL_HOURS * HOUR_MS,
      reviewWithinMs: values.OSTIARY_EMERGENCY_REVIEW_HOURS * HOUR_MS,
    }),
    sisNameIndex: values.OSTIARY_SIS_NAME_INDEX,
    sirene: Object.freeze({
      simulated: values.OSTIARY_SIRENE_SIMULATED,
      answerMs: values.OSTIARY_SIRENE_ANSWER_MS,
      timeLapse: values.OSTIARY_SIRENE_TIME_LAPSE,
    }),
    completeness: Object.freeze({
      catchUpDays: values.OSTIARY_COMPLETENESS_CATCH_UP_DAYS,
      alarmDays: values.OSTIARY_COMPLETENESS_ALARM_DAYS,
      retryMs: values.OSTIARY_COMPLETENESS_RETRY_MS,
    }),
    maxCalls: values.OSTIARY_MAX_CALLS,
    latencyTargetMs: values.OSTIARY_LATENCY_TARGET_MS,
    adapterCapacity: values.OSTIARY_ADAPTER_CAPACITY,
    reflection: values.OSTIARY_REFLECTION,
    drainMs: values.OSTIARY_DRAIN_MS,
    logLevel: values.OSTIARY_LOG_LEVEL,
    otlpEndpoint: values.OSTIARY_OTLP_ENDPOINT,
    review: Object.freeze({
      port: values.OSTIARY_REVIEW_PORT,
      observabilityPort: values.OSTIARY_REVIEW_OBSERVABILITY_PORT,
      databaseUrl: values.OSTIARY_REVIEW_DATABASE_URL,
      verifyEveryMs: values.OSTIARY_VERIFY_INTERVAL_MS,
    }),
    pkcs11: module === '' ? undefined : Object.freeze({ module: folder(module), pinFile: folder(pinFile) }),
    recordRequests: Object.freeze({
      decideWithinMs: values.OSTIARY_RECORD_DECISION_HOURS * HOUR_MS,
      lifetimeMs: values.OSTIARY_RECORD_REQUEST_DAYS * 24 * HOUR_MS,
    }),
    prum: Object.freeze({
      releaseWithinMs: values.OSTIARY_PRUM_RELEASE_HOURS * HOUR_MS,
      lifetimeMs: values.OSTIARY_PRUM_FOLLOW_UP_DAYS * 24 * HOUR_MS,
    }),
    prumPartnersFile: values.OSTIARY_PRUM_PARTNERS === undefined ? undefined : folder(values.OSTIARY_PRUM_PARTNERS),
    pnr: Object.freeze({
      unit: Object.freeze({
        authority: values.OSTIARY_PNR_UNIT,
        dpo: values.OSTIARY_PNR_DPO,
        memberState: values.OSTIARY_PNR_UNIT.slice(0, 2),
      }),
      unflagged: values.OSTIARY_PNR_UNFLAGGED,
      assessAfterMs:
        values.OSTIARY_PNR_ASSESS_AFTER_SECONDS === undefined
          ? undefined
          : values.OSTIARY_PNR_ASSESS_AFTER_SECONDS * 1_000,
      criteria:
        values.OSTIARY_PNR_CRITERIA_DIR === undefined || values.OSTIARY_PNR_CRITERIA_APPROVERS === undefined
          ? undefined
          : Object.freeze({
              folder: folder(values.OSTIARY_PNR_CRITERIA_DIR),
              approversFile: folder(values.OSTIARY_PNR_CRITERIA_APPROVERS),
            }),
    }),
    seedPnrFlights: values.OSTIARY_SEED_PNR_FLIGHTS,
    seedAlerts: values.OSTIARY_SEED_ALERTS,
    seedPoliceRecords: values.OSTIARY_SEED_POLICE_RECORDS,
    seedDnaProfiles: values.OSTIARY_SEED_DNA_PROFILES,
    seedPrints: values.OSTIARY_SEED_PRINTS,
    seedVehicles: values.OSTIARY_SEED_VEHICLES,
    seedFaces: values.OSTIARY_SEED_FACES,
    seed: values.OSTIARY_SEED,
  });
}

const HOUR_MS = 3_600_000;

/** Where things lie in the data directory. */
export function dataLayout(dataDirectory: string) {
  return {
    postgres: join(dataDirectory, 'postgres'),
    /**
     * Folder of the log's signing key (log.skey, mode 0600), its public verifier key (log.vkey), the key of officers'
     * pseudonyms (pseudonym.key, mode 0600), and that of names in police records (police-records.key, mode 0600).
     */
    keys: join(dataDirectory, 'keys'),
    /** Root and bucket keys of the payloads: outside the database and its backups. */
    vault: join(dataDirectory, 'vault'),
    /** Keys of approvals and emergencies: outside the database and its backups. */
    approvals: join(dataDirectory, 'approvals'),
    /** Keys of passenger name records: outside the database and its backups. */
    pnr: join(dataDirectory, 'pnr'),
    /** Policy of a development gateway, made anew at each start. */
    sandboxPolicy: join(dataDirectory, 'policy-sandbox'),
    /** Folder of the key that signs evidence bundles (log.skey, log.vkey); the gateway needs nothing of it. */
    review: join(dataDirectory, 'review'),
  };
}
