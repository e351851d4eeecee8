/**
 * Composition root of the review service: a process of its own, because it may do what no gateway may, to open
 * payloads. It has the gateway's door and writes into the same log.
 */
import { readFile } from 'node:fs/promises';
import { ensureLogKey } from '../audit/log/log-key.js';
import { computable, parseCheckpoint } from '../audit/note/checkpoint.js';
import { parseNote } from '../audit/note/signed-note.js';
import type { ReviewCheckpoint } from '../audit/review/evidence.js';
import { keepHeadersIndexed } from '../audit/review/header-index.js';
import { openIndexKeys } from '../audit/vault/file-keys.js';
import { openOfficerVault } from '../audit/vault/open-vault.js';
import { systemClock } from '../shared/clock.js';
import { ensureSupported } from '../shared/database/connect.js';
import { createReviewAdapter } from './audit-service/review/adapter.js';
import { createProofService } from './audit-service/proofs.js';
import { startClosable } from './closing.js';
import { type Config, dataLayout } from './config.js';
import { loadContract, offering } from './contract/contract.js';
import { openDoor, type OpenDoor } from './door.js';
import { startLogWatch } from './log-watch.js';
import type { Logger } from './observability/logger.js';
import { openAccessPool, openOwnLog, openPool } from './own-log.js';
import { Retention } from './policy/retention.js';
import { loadPolicyTables } from './policy/tables/load.js';

/** Role with the right to read payloads (migrations/audit). */
const DPO_ROLE = 'ostiary_dpo';

/** Connections of the review: few people work with it, and a search may take seconds. */
const CONNECTIONS = 4;

/** Milliseconds between two looks for new entries to index. */
const INDEX_EVERY_MS = 2_000;

const REVIEW_SERVICE = 'ostiary.audit.v1.AuditReviewService';
/** Its proofs are offered here, too. */
const AUDIT_SERVICE = 'ostiary.audit.v1.AuditService';

/** A running review service. */
export interface RunningReviewService extends OpenDoor {
  /** Verifier key of the log. */
  readonly verifierKey: string;
  /** Verifier key of evidence bundles. */
  readonly bundleVerifierKey: string;
  /** Takes no more calls, lets those in progress end, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the review service on a migrated database. Rejects, with nothing left open, when anything is not as it must be.
 */
export async function startReviewService(
  given: Config,
  databaseUrl: string,
  logger: Logger,
): Promise<RunningReviewService> {
  const clock = systemClock;
  const { review, logOrigin } = given;
  const config: Config = {
    ...given,
    listen: { host: given.listen.host, port: review.port },
    observabilityPort: review.observabilityPort,
  };
  const paths = dataLayout(config.dataDirectory);
  return startClosable(logger, async (closing) => {
    // Proofs too, so that what is found can be proved while every gateway is down.
    const contract = offering(
      loadContract(),
      ({ service, publicProof }) => service === REVIEW_SERVICE || (publicProof && service === AUDIT_SERVICE),
    );
    const url = review.databaseUrl ?? databaseUrl;
    const sql = openPool(url, { applicationName: 'ostiary-review', max: CONNECTIONS, role: DPO_ROLE }, closing);
    await ensureSupported(sql);
    const { log, reader, signer, witnessing } = await openOwnLog(
      { config, databaseUrl: url, name: 'ostiary-review-log', clock, logger },
      closing,
    );
    const indexer = keepHeadersIndexed(sql, INDEX_EVERY_MS, (error) =>
      logger.error({ err: error }, 'entries could not be indexed; they are found all the same, slowly'),
    );
    closing.push(() => indexer.stop());
    const bundleSigner = await ensureLogKey(paths.review, `${logOrigin}/review`);
    const vault = await openOfficerVault(paths.vault, clock, config.pkcs11);
    closing.push(() => vault.close());
    const unwrapper = await vault.openUnwrapper();
    const policy =
      config.witnesses === undefined
        ? `log ${signer.verifierKey}\nquorum none\n`
        : await readFile(config.witnesses.policyFile, 'utf8');

    async function checkpointCovering(index: number): Promise<ReviewCheckpoint> {
      const cosigned = witnessing?.checkpoint();
      if (cosigned !== undefined) {
        const { size } = computable(parseCheckpoint(parseNote(cosigned).text));
        if (index < size) return { size, note: cosigned };
      }
      return reader.latestCheckpoint();
    }

    const adapter = createReviewAdapter(
      {
        sql,
        unwrapper,
        indexKeys: await openIndexKeys(paths.vault),
        origin: logOrigin,
        checkpointCovering,
        policy,
        signer: bundleSigner,
        now: () => clock.now(),
      },
      {
        sql,
        log,
        unwrapper,
        wrapper: vault.wrapper,
        keeper: vault.keeper,
        clock,
      },
    );
    const watch = await startLogWatch(
      { config, databaseUrl: url, vkey: signer.verifierKey, folder: paths.review, clock, logger },
      closing,
    );
    const door = await openDoor(
      {
        config,
        logger,
        clock,
        contract,
        log,
        retention: new Retention(loadPolicyTables(config.policyDirectory).logs),
        accessSql: openAccessPool(url, closing),
        adapters: [adapter],
        proofs: [createProofService(reader)],
        checks: [watch.check, ...(witnessing === undefined ? [] : [witnessing.check])],
        measure(registry) {
          watch.measure(registry);
          witnessing?.measure(registry);
        },
      },
      closing,
    );
    return { ...door, verifierKey: signer.verifierKey, bundleVerifierKey: bundleSigner.verifierKey };
  });
}
