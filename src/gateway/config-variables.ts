/** The environment variables of the configuration, as documented: docs/configuration.md is made from this table. */

/** One variable, as the documentation shows it. */
interface Variable {
  /** Default, as it would be written. */
  readonly fallback: string;
  readonly meaning: string;
}

/** Every variable, in the order of the documentation. */
export const VARIABLES = {
  OSTIARY_DATA_DIR: { fallback: '.ostiary', meaning: 'Folder for the log key, the vault and the embedded database.' },
  OSTIARY_DATABASE_URL: {
    fallback: '',
    meaning:
      'PostgreSQL 15 or later to use instead of the embedded one, as postgres://user:password@host:port/database. The user must own the database; the gateway itself works under the role ostiary_gateway.',
  },
  OSTIARY_LISTEN_HOST: {
    fallback: '127.0.0.1',
    meaning: 'One address to listen on. One only: the peer of a call is found by its remote address and port.',
  },
  OSTIARY_LISTEN_PORT: { fallback: '8443', meaning: 'Port for gRPC and REST; 0 takes a free one.' },
  OSTIARY_OBSERVABILITY_PORT: {
    fallback: '9464',
    meaning: 'Loopback port for /metrics, /livez and /readyz; 0 takes a free one.',
  },
  OSTIARY_TILES_HOST: {
    fallback: '127.0.0.1',
    meaning:
      'Address of the public face of the log (plain HTTP). Its entries show which authority asked which system when: let in witnesses, mirrors and supervisory authorities only (docs/tiles.md).',
  },
  OSTIARY_TILES_PORT: {
    fallback: '9465',
    meaning: 'Port of the public face of the log; 0 takes a free one, off shows nothing.',
  },
  OSTIARY_CREDENTIALS_DIR: {
    fallback: 'certs-dev/gateway',
    meaning:
      'Folder with ca.pem, crl.pem, server.pem, server.key and authorities.json (docs/identity.md). Watched: a change is taken over without a restart.',
  },
  OSTIARY_POLICY_DIR: {
    fallback: '',
    meaning:
      'Folder with the policy: Cedar schema and policies, legal-basis tables (docs/operations.md). Watched: a change is checked, logged and taken over without a restart. Empty means the policy that comes with Ostiary.',
  },
  OSTIARY_TLS_MIN_VERSION: { fallback: 'TLSv1.3', meaning: 'Oldest TLS version accepted.' },
  OSTIARY_TOKEN_AUDIENCE: { fallback: 'urn:ostiary:gateway:dev', meaning: 'Audience that officers’ tokens must name.' },
  OSTIARY_LOG_ORIGIN: {
    fallback: 'ostiary.example/synthetic/audit/2026',
    meaning: 'Origin line of the audit log (C2SP tlog-checkpoint); never changes in the life of a log.',
  },
  OSTIARY_WITNESS_POLICY: {
    fallback: '',
    meaning:
      'File with the witnesses of the audit log and their quorum (C2SP tlog-policy, docs/witness.md); empty means no witnesses.',
  },
  OSTIARY_WITNESS_MODE: {
    fallback: 'async',
    meaning:
      'Whether answers wait for the witnesses: async (they do not, but nothing is written after too long without a quorum) or sync (no answer leaves before a quorum has cosigned its entry).',
  },
  OSTIARY_WITNESS_DEADLINE_MS: {
    fallback: '10000',
    meaning:
      'After this time without a quorum, in milliseconds, async reports that it is late, and sync refuses calls and is not ready.',
  },
  OSTIARY_WITNESS_STOP_MS: {
    fallback: '14400000',
    meaning:
      'After this time without a quorum, in milliseconds, async refuses calls too and is not ready (four hours).',
  },
  OSTIARY_COMPLETENESS_PAIRS: {
    fallback: '',
    meaning:
      'File with the pairs for which the gateway compares accesses with another side (docs/completeness.md); empty means none.',
  },
  OSTIARY_APPROVAL_HOURS: {
    fallback: '72',
    meaning: 'Life of an approval from its request on, in hours, at most 168 (docs/approvals.md).',
  },
  OSTIARY_EMERGENCY_REVIEW_HOURS: {
    fallback: '72',
    meaning:
      'Time within which an emergency access must be reviewed, in hours, at most 168; then it goes to the data protection officer.',
  },
  OSTIARY_SIS_NAME_INDEX: {
    fallback: 'false',
    meaning:
      'Whether the gateway keeps the names of all SIS alerts on persons in memory, which ranked searches need (docs/sis.md). Takes about 120 MB for a million names, a thread, and one connection to the database.',
  },
  OSTIARY_SIRENE_SIMULATED: {
    fallback: 'XD',
    meaning:
      'States whose SIRENE Bureaux are simulated: they see what is sent to them and answer by themselves (docs/sirene.md). Two-letter codes with commas between; empty for none. EU stands for Europol.',
  },
  OSTIARY_SIRENE_ANSWER_MS: {
    fallback: '5000',
    meaning: 'Milliseconds after which a simulated SIRENE Bureau answers.',
  },
  OSTIARY_SIRENE_TIME_LAPSE: {
    fallback: '1',
    meaning:
      'How many times faster than the law the time limits of SIRENE forms run out, for tests: at 43200, twelve hours pass in a second. 1 is the law.',
  },
  OSTIARY_COMPLETENESS_CATCH_UP_DAYS: {
    fallback: '7',
    meaning: 'Days before today that are compared with other gateways if that was missed (docs/completeness.md).',
  },
  OSTIARY_COMPLETENESS_ALARM_DAYS: {
    fallback: '2',
    meaning: 'Days that could not be compared with another gateway after which there is an alarm.',
  },
  OSTIARY_COMPLETENESS_RETRY_MS: {
    fallback: '900000',
    meaning: 'Pause between two attempts to compare a day with another gateway, in milliseconds.',
  },
  OSTIARY_MAX_CALLS: { fallback: '2000', meaning: 'Calls in progress at a time; more are refused with OVERLOADED.' },
  OSTIARY_LATENCY_TARGET_MS: {
    fallback: '250',
    meaning: 'Mean time of a call, in milliseconds, above which work that can wait is refused first (docs/quotas.md).',
  },
  OSTIARY_ADAPTER_CAPACITY: {
    fallback: '512',
    meaning:
      'Questions one system works on at a time (bulkhead); more are refused with OVERLOADED. An answer in parts counts while the system works on a part, not while its reader reads.',
  },
  OSTIARY_REFLECTION: { fallback: 'true', meaning: 'Whether gRPC reflection shows the contract to admitted peers.' },
  OSTIARY_DRAIN_MS: {
    fallback: '10000',
    meaning: 'Longest time that calls in progress get to finish after SIGTERM, in milliseconds.',
  },
  OSTIARY_LOG_LEVEL: {
    fallback: 'info',
    meaning: 'Level of the operator’s log on standard output (JSON lines without personal data).',
  },
  OSTIARY_OTLP_ENDPOINT: {
    fallback: '',
    meaning:
      'OpenTelemetry collector for traces (OTLP over HTTP), e.g. http://localhost:4318/v1/traces; empty turns tracing off.',
  },
  OSTIARY_REVIEW_PORT: {
    fallback: '8444',
    meaning:
      'Port of the review service for data protection officers (docs/dpo-guide.md); 0 takes a free one. It runs in `ostiary review serve`, never in the gateway, since it may open payloads.',
  },
  OSTIARY_REVIEW_OBSERVABILITY_PORT: {
    fallback: '9466',
    meaning: 'Loopback port for /metrics, /livez and /readyz of the review service; 0 takes a free one.',
  },
  OSTIARY_REVIEW_DATABASE_URL: {
    fallback: '',
    meaning:
      'How the review service connects, if not by OSTIARY_DATABASE_URL: as a user that is a member of ostiary_dpo and ostiary_gateway.',
  },
  OSTIARY_VERIFY_INTERVAL_MS: {
    fallback: '60000',
    meaning:
      'Pause of the review service, in milliseconds, between two verifications of what was added to the audit log. Once a day, and at its start, it verifies everything (docs/threats-tested.md).',
  },
  OSTIARY_PKCS11_MODULE: {
    fallback: '',
    meaning:
      'PKCS #11 library of the token that has the vault’s private keys, e.g. /usr/lib/softhsm/libsofthsm2.so, for the review service and commands that open payloads (docs/retention-and-erasure.md); empty means key files. The gateway never uses it.',
  },
  OSTIARY_PKCS11_PIN_FILE: {
    fallback: '',
    meaning: 'File with the PIN of the token, readable by its owner alone; goes with OSTIARY_PKCS11_MODULE.',
  },
  OSTIARY_PNR_UNIT: {
    fallback: 'XA-PIU',
    meaning:
      'Code of the passenger information unit whose records the gateway keeps (docs/piu.md); its first two letters are the Member State.',
  },
  OSTIARY_PNR_DPO: {
    fallback: 'XA-PIU-DPO',
    meaning: 'Code of the data protection officer of that unit (Directive (EU) 2016/681 Art. 5).',
  },
  OSTIARY_PNR_UNFLAGGED: {
    fallback: 'deleted',
    meaning:
      'What becomes of a passenger name record that nothing links to an offence when six months are over: deleted (case C-817/19), or masked and kept for five years (the letter of Directive (EU) 2016/681 Art. 12(2)).',
  },
  OSTIARY_PNR_ASSESS_AFTER_SECONDS: {
    fallback: '10',
    meaning:
      'Time without a further push for a flight after which its passengers are assessed with nobody asking, in seconds, 1 to 3,600 (docs/assessment.md); ten times as long after the first push at most. `off`: flights are assessed when an officer of the unit asks for it.',
  },
  OSTIARY_PNR_CRITERIA_DIR: {
    fallback: '',
    meaning:
      'Folder of pre-determined criteria, each with the signatures of the two people who approved it (docs/criteria.md). The gateway does not start on a folder with a fault; a rule whose review is overdue is not used. Empty: passengers are compared with databases alone. `data/criteria` has invented ones.',
  },
  OSTIARY_PNR_CRITERIA_APPROVERS: {
    fallback: '',
    meaning:
      'File with the verifier keys of the people who may approve criteria, one a line (`ostiary criteria keygen`). Goes with OSTIARY_PNR_CRITERIA_DIR; keep it out of reach of whoever writes rules.',
  },
  OSTIARY_SEED_PNR_FLIGHTS: {
    fallback: '60',
    meaning: 'Synthetic flights whose passenger name records are in the unit, besides those of the test persons.',
  },
  OSTIARY_SEED_ALERTS: {
    fallback: '100000',
    meaning: 'SIS alerts that `start` and `demo` put into an empty simulator.',
  },
  OSTIARY_RECORD_DECISION_HOURS: {
    fallback: '72',
    meaning:
      'Time within which the holder of a police record is to decide on a request for it, in hours; then it is reported as overdue. The law says "without delay" (docs/police-records.md).',
  },
  OSTIARY_RECORD_REQUEST_DAYS: {
    fallback: '30',
    meaning:
      'Days after which a request for a police record is over if nothing was delivered, and for which what was delivered is kept.',
  },
  OSTIARY_SEED_POLICE_RECORDS: {
    fallback: '20000',
    meaning: 'Police records of all simulated states together that `start` and `demo` put into an empty simulator.',
  },
  OSTIARY_PRUM_RELEASE_HOURS: {
    fallback: '48',
    meaning:
      'Time within which the holder is to release core data after a confirmed match, in hours; then it is reported as overdue. The law says 48 (docs/prum.md).',
  },
  OSTIARY_PRUM_FOLLOW_UP_DAYS: {
    fallback: '30',
    meaning:
      'Days for which a confirmed match can be followed up, after which a request for core data that came to no end is over, and for which core data are kept.',
  },
  OSTIARY_SEED_PRINTS: {
    fallback: '100',
    meaning:
      'Sets of fingerprints, palm prints and traces of all simulated states together that `start` and `demo` put into an empty simulator. A gateway takes some 40 ms for each when it starts.',
  },
  OSTIARY_PRUM_PARTNERS: {
    fallback: '',
    meaning:
      'File that says whose gateway this is and how it asks the gateways of other states under Prüm (docs/prum-router.md); empty means that all states are simulated.',
  },
  OSTIARY_SEED_DNA_PROFILES: {
    fallback: '10000',
    meaning: 'DNA profiles of all simulated states together that `start` and `demo` put into an empty simulator.',
  },
  OSTIARY_SEED_VEHICLES: {
    fallback: '20000',
    meaning:
      'Vehicle registrations of all simulated states together that `start` and `demo` put into an empty simulator.',
  },
  OSTIARY_SEED_FACES: {
    fallback: '20000',
    meaning: 'Facial images of all simulated states together that `start` and `demo` put into an empty simulator.',
  },
  OSTIARY_SEED: { fallback: '1', meaning: 'Seed of the synthetic world: same seed, same world.' },
} as const satisfies Record<string, Variable>;
