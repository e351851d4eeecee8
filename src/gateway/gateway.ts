/**
 * Composition root: a configuration in, a running gateway out. The only place that knows both the pipeline and the
 * adapters, and the only one that calls their constructors.
 */
import { createAlertClock } from '../adapters/sis/alerts/clock.js';
import { createSisAlertAdapter } from '../adapters/sis/alerts/service.js';
import { CURSOR_KEY_BYTES } from '../adapters/sis/national-copy/cursor.js';
import { createNationalCopyAdapter } from '../adapters/sis/national-copy/service.js';
import { createSisPrintAdapter } from '../adapters/sis/prints/service.js';
import { createSisAdapter } from '../adapters/sis/service.js';
import { openSupplementaryInformation } from '../adapters/sis/sirene/open.js';
import { OwnDays } from '../audit/completeness/own-days.js';
import { loadPartners } from '../audit/completeness/partners.js';
import { systemClock } from '../shared/clock.js';
import { ensureSupported } from '../shared/database/connect.js';
import { ensureKeyFile } from '../shared/key-file.js';
import { openApprovals } from './approvals/service.js';
import { createAuditEntryAdapter } from './audit-service/entry-adapter.js';
import { createProofService } from './audit-service/proofs.js';
import { startClosable } from './closing.js';
import { DailyComparison } from './completeness/daily.js';
import { createCompletenessService } from './completeness/service.js';
import { type Config, dataLayout } from './config.js';
import { loadContract, offering } from './contract/contract.js';
import { openDoor, type OpenDoor } from './door.js';
import { tellFollowUp } from './follow-up.js';
import { guardAdapter } from './guard-adapter.js';
import { KnownAuthorities } from './identity/known-authorities.js';
import type { Logger } from './observability/logger.js';
import { GATEWAY_ROLE, openAccessPool, openOwnLog, openPool } from './own-log.js';
import { openNameIndex } from './open-name-index.js';
import { openPoliceRecords } from './open-police-records.js';
import { openPnr } from './open-pnr.js';
import { openPrum } from './open-prum.js';
import { Retention } from './policy/retention.js';
import { loadPolicyTables } from './policy/tables/load.js';
import { openPublicFace } from './public-face.js';
import { tellingOf } from './system-acts.js';

/** Connections of the SIS adapter: queries are short and pipelined, so few do. */
const SIS_CONNECTIONS = 4;

/** Connections of the exchange of supplementary information: people write it. */
const SIRENE_CONNECTIONS = 2;

/** Milliseconds between two rounds of the SIRENE clock. */
const SIRENE_ROUND_MS = 1_000;

/** Longest statement of a call about forms, in milliseconds: no call has more time. A transaction has what is left of it. */
const SIRENE_STATEMENT_MS = 15_000;

/** Longest statement of the SIRENE clock, in milliseconds: one that waits for somebody's lock holds up all after it. */
const SIRENE_CLOCK_STATEMENT_MS = 30_000;

/** Connections for keeping alerts: each act holds one, and they commit one after the other. */
const SIS_ALERT_CONNECTIONS = 2;

/** Connections for national copies: pages are read one after the other, and wait for each other rather than for searches. */
const SIS_COPY_CONNECTIONS = 2;

/** Every gateway process of one installation needs the same: any of them goes on where another stopped. */
const CURSOR_KEY = { name: 'key of national-copy cursors', file: 'national-copy-cursor.key', bytes: CURSOR_KEY_BYTES };

/** Connections for completeness: one reads a day, the other keeps results. */
const COMPLETENESS_CONNECTIONS = 2;

/** Services that a gateway offers. */
const SERVICES = [
  'ostiary.sis.v1.SisService',
  'ostiary.sis.v1.SireneService',
  'ostiary.sis.v1.SisPrintService',
  'ostiary.sis.v1.SisAlertService',
  'ostiary.sis.v1.SisNationalCopyService',
  'ostiary.police_records.v1.PoliceRecordsService',
  'ostiary.prum.v1.PrumDnaService',
  'ostiary.prum.v1.PrumFingerprintService',
  'ostiary.prum.v1.PrumVehicleService',
  'ostiary.prum.v1.PrumFaceService',
  'ostiary.pnr.v1.PnrService',
  'ostiary.pnr.v1.PnrAssessmentService',
  'ostiary.pnr.v1.PnrOversightService',
  'ostiary.approval.v1.ApprovalService',
  'ostiary.audit.v1.AuditService',
  'ostiary.audit.v1.CompletenessService',
];

/** Connections of approvals: few questions need one. */
const APPROVAL_CONNECTIONS = 2;

/** Longest statement about approvals, in milliseconds: a question waits for it, and must still be put in its time. */
const APPROVAL_STATEMENT_MS = 2_000;

/** Milliseconds between two rounds of the clock of emergency reviews. */
const REVIEW_ROUND_MS = 60_000;

/** Milliseconds between two rounds of the clock of SIS alerts. */
const SIS_CLOCK_ROUND_MS = 60_000;

/** A running gateway. */
export interface RunningGateway extends OpenDoor {
  /** Port of the public face of the log; undefined when it is off. */
  readonly tilesPort: number | undefined;
  /** Verifier key of the log (C2SP vkey): what anybody needs to check a receipt. */
  readonly verifierKey: string;
  /** Takes no more calls, lets those in progress end, writes what is queued, and lets go of everything. */
  close(): Promise<void>;
}

/** Starts a gateway on a migrated database. Rejects, with nothing left open, when anything is not as it must be. */
export async function startGateway(config: Config, databaseUrl: string, logger: Logger): Promise<RunningGateway> {
  const clock = systemClock;
  return startClosable(logger, async (closing) => {
    const contract = offering(loadContract(), ({ service }) => SERVICES.includes(service));
    const sisPool = openPool(
      databaseUrl,
      { applicationName: 'ostiary-sis', max: SIS_CONNECTIONS, role: GATEWAY_ROLE },
      closing,
    );
    await ensureSupported(sisPool);
    const sisAlertPool = openPool(
      databaseUrl,
      { applicationName: 'ostiary-sis-alerts', max: SIS_ALERT_CONNECTIONS, role: GATEWAY_ROLE },
      closing,
    );
    const sisCopyPool = openPool(
      databaseUrl,
      { applicationName: 'ostiary-sis-copies', max: SIS_COPY_CONNECTIONS, role: GATEWAY_ROLE },
      closing,
    );
    const nameIndex = config.sisNameIndex ? openNameIndex({ databaseUrl, logger }, closing) : undefined;
    const cursorKey = await ensureKeyFile(dataLayout(config.dataDirectory).keys, CURSOR_KEY);
    const { log, reader, signer, witnessing } = await openOwnLog(
      { config, databaseUrl, name: 'ostiary-log', clock, logger },
      closing,
    );
    const retention = new Retention(loadPolicyTables(config.policyDirectory).logs);
    const systemLog = retention.logging(log);
    const partners = config.completenessPairsFile === undefined ? [] : await loadPartners(config.completenessPairsFile);
    const completenessPool = openPool(
      databaseUrl,
      { applicationName: 'ostiary-completeness', max: COMPLETENESS_CONNECTIONS, role: GATEWAY_ROLE },
      closing,
    );
    const days = new OwnDays({ sql: completenessPool, signer, clock });
    const daily = new DailyComparison({
      sql: completenessPool,
      days,
      partners,
      log,
      clock,
      logger,
      times: config.completeness,
    });
    closing.push(() => daily.close());
    const approvals = await openApprovals({
      sql: openPool(
        databaseUrl,
        {
          applicationName: 'ostiary-approvals',
          max: APPROVAL_CONNECTIONS,
          role: GATEWAY_ROLE,
          statementTimeoutMs: APPROVAL_STATEMENT_MS,
        },
        closing,
      ),
      clockSql: openPool(databaseUrl, { applicationName: 'ostiary-review-clock', max: 1, role: GATEWAY_ROLE }, closing),
      folder: dataLayout(config.dataDirectory).approvals,
      log: systemLog,
      clock,
      logger,
      ...config.approvals,
    });
    closing.push(() => approvals.clock.stop());
    approvals.clock.start(REVIEW_ROUND_MS);
    const sisClock = createAlertClock({
      sql: openPool(databaseUrl, { applicationName: 'ostiary-sis-clock', max: 2, role: GATEWAY_ROLE }, closing),
      clock,
      tell: tellingOf('SIS', systemLog, clock),
      onFault: (error) =>
        logger.error({ err: error }, 'a round of the clock of SIS alerts failed; the next tries again'),
    });
    closing.push(() => sisClock.stop());
    sisClock.start(SIS_CLOCK_ROUND_MS);
    const sirene = openSupplementaryInformation({
      sql: openPool(
        databaseUrl,
        {
          applicationName: 'ostiary-sirene',
          max: SIRENE_CONNECTIONS,
          role: GATEWAY_ROLE,
          statementTimeoutMs: SIRENE_STATEMENT_MS,
        },
        closing,
      ),
      clockSql: openPool(
        databaseUrl,
        {
          applicationName: 'ostiary-sirene-clock',
          max: 1,
          role: GATEWAY_ROLE,
          statementTimeoutMs: SIRENE_CLOCK_STATEMENT_MS,
        },
        closing,
      ),
      clock,
      lapse: config.sirene.timeLapse,
      bureaux: { states: config.sirene.simulated, delayMs: config.sirene.answerMs },
      tell: (event) => tellFollowUp(systemLog, logger, event),
      onFault: (error) => logger.error({ err: error }, 'the SIRENE clock failed and will try again'),
    });
    closing.push(() => sirene.rounds.stop());
    sirene.rounds.start(SIRENE_ROUND_MS);
    const policeRecords = await openPoliceRecords({ config, databaseUrl, log: systemLog, clock, logger }, closing);
    const prum = await openPrum({ config, databaseUrl, log: systemLog, clock, logger }, closing);
    const sis = guardAdapter(
      createSisAdapter({ sql: sisPool, clock, nameIndex: nameIndex?.index }),
      config,
      clock,
      closing,
    );
    const authorities = new KnownAuthorities();
    const pnr = await openPnr({ config, databaseUrl, log: systemLog, clock, logger, authorities, sis }, closing);
    const door = await openDoor(
      {
        config,
        logger,
        clock,
        contract,
        log,
        retention,
        accessSql: openAccessPool(databaseUrl, closing),
        guarded: [sis],
        adapters: [
          createSisPrintAdapter({ sql: sisPool, clock }),
          createSisAlertAdapter({ sql: sisAlertPool, clock }),
          sirene.adapter,
          createNationalCopyAdapter({ sql: sisCopyPool, clock, cursorKey }),
          policeRecords.adapter,
          ...prum.adapters,
          ...pnr.adapters,
          createAuditEntryAdapter(reader),
        ],
        proofs: [createProofService(reader), createCompletenessService(days, partners)],
        approvals,
        authorities,
        checks: witnessing === undefined ? [] : [witnessing.check],
        askingPartners: partners,
        alarms: () => [...daily.alarms.lines(), ...pnr.alarms()],
        measure(registry) {
          witnessing?.measure(registry);
          nameIndex?.measure(registry);
          sirene.rounds.measure(registry);
          policeRecords.measure(registry);
          prum.measure(registry);
          pnr.measure(registry);
          daily.alarms.measure(registry);
        },
      },
      closing,
    );
    const checkpoint = async (): Promise<string> => witnessing?.checkpoint() ?? (await reader.latestCheckpoint()).note;
    const tilesPort = await openPublicFace({ config, databaseUrl, logger, checkpoint }, closing);
    daily.start();
    pnr.startAssessing({ policy: door.policy, authorities });
    return { ...door, tilesPort, verifierKey: signer.verifierKey };
  });
}
