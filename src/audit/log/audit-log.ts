/** The write side of the log, put together. */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { Refusal } from '../../shared/refusal.js';
import { EMPTY_ROOT } from '../merkle/hash.js';
import { signCheckpoint } from '../note/checkpoint.js';
import { parseVerifierKey } from '../note/key.js';
import type { LogSigner } from './log-key.js';
import type { KeyWrapper } from '../vault/keys.js';
import { TokenIndexBuilder } from '../vault/token-index.js';
import { ClockGuard } from './clock-guard.js';
import { type AuditLog, type EntryDraft, GATEWAY } from './entry.js';
import { Lifeline, within } from './lifeline.js';
import { DEFAULT_LIMITS, type LogLimits } from './limits.js';
import { closeOrphans } from './orphans.js';
import { acceptSnapshot } from './snapshot.js';
import { found, readSnapshot } from './store.js';
import { TileBuilder } from './tiles.js';
import { LogWriter } from './writer.js';

/** What the log needs. */
export interface AuditLogOptions {
  /** Connections for the log alone, one or two; closed with it. Its role needs no more than ostiary_gateway. */
  readonly sql: postgres.Sql;
  /** The log's name; must be the name of the signing key. */
  readonly origin: string;
  readonly signer: LogSigner;
  readonly keys: KeyWrapper;
  readonly clock: Clock;
  readonly limits?: Partial<LogLimits>;
  /**
   * Told what failed in the background. Appends are not affected, but for `writer`: the log is not the one that was
   * written (an UnacceptableLog says how), and every append is refused until it is.
   */
  readonly onFault?: (what: 'tiles' | 'tokens' | 'orphans' | 'clock' | 'writer', error: unknown) => void;
}

/** The log, as its owner sees it. */
export interface OpenAuditLog extends AuditLog {
  /**
   * Closes intents without outcome that are older than `olderThanMs`. Returns how many. Runs by itself at opening and
   * every minute; processes that do so at once write one orphan entry for each intent.
   */
  closeOrphans(options: { readonly olderThanMs: number }): Promise<number>;
  /** Resolves when all full tiles of what this process knows to be committed are stored. */
  tilesBuilt(): Promise<void>;
  /** Resolves when all tokens of what this process knows to be committed are in the index, or another one is at it. */
  tokensIndexed(): Promise<void>;
}

/** Milliseconds that a health check waits for the database. */
const PROBE_PATIENCE_MS = 2_000;

/**
 * Opens the log of `origin`, founding it if the database holds none (after migrations/audit). Any number of processes
 * may do so at once. Rejects when the database holds another log, or one that was tampered with.
 */
export async function openAuditLog(options: AuditLogOptions): Promise<OpenAuditLog> {
  const { sql, origin, signer, keys, clock } = options;
  const limits: LogLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const onFault = options.onFault ?? (() => undefined);
  if (signer.name !== origin) throw new Error('audit log: the signing key belongs to another origin');

  await found(sql, origin, signCheckpoint(0, EMPTY_ROOT, signer), Math.trunc(clock.now()));
  const snapshot = await readSnapshot(sql, undefined);
  const held = acceptSnapshot(snapshot, parseVerifierKey(signer.verifierKey), undefined);

  const line = new Lifeline(sql);
  const tiles = new TileBuilder(line, (error) => onFault('tiles', error));
  const tokens = new TokenIndexBuilder(line, (error) => onFault('tokens', error));
  const writer = new LogWriter(
    {
      line,
      signer,
      keys,
      limits,
      guard: new ClockGuard(clock),
      committed: (size) => {
        tiles.grown(size);
        tokens.grown(size);
      },
      steppedBack: (ms) => {
        writer
          .append(note({ event: 'clock-step-back', step_ms: ms }))
          .catch((error: unknown) => onFault('clock', error));
      },
      distrusted: (error) => onFault('writer', error),
    },
    snapshot.state,
    held,
  );

  function note(result: JsonObject): EntryDraft {
    const requestId = ulid(clock.now());
    return { kind: 'config', authority: GATEWAY, system: 'AUDIT', requestId, retention: 'ops', sections: { result } };
  }

  async function closeOlder(olderThanMs: number): Promise<number> {
    return closeOrphans(line.sql, writer, Math.trunc(clock.now()) - olderThanMs);
  }

  let searching: Promise<unknown> = Promise.resolve();
  function searchOrphans(): void {
    searching = closeOlder(limits.orphanAgeMs).catch((error: unknown) => onFault('orphans', error));
  }
  let timer: NodeJS.Timeout | undefined;
  if (limits.orphanSearchMs > 0) {
    searchOrphans();
    timer = setInterval(searchOrphans, limits.orphanSearchMs).unref();
  }
  tiles.grown(snapshot.state.frontier.size);
  tokens.grown(snapshot.state.frontier.size);

  return {
    origin,
    append: (draft) => writer.append(draft),
    closeOrphans: ({ olderThanMs }) => closeOlder(olderThanMs),
    tilesBuilt: () => tiles.built(),
    tokensIndexed: () => tokens.built(),
    async checkHealth() {
      // After an outage only an entry shows that the log can be written again; it also marks the end of the outage.
      if (writer.failure !== undefined) await writer.append(note({ event: 'log-available-again' }));
      else await probe(line, writer);
    },
    async close() {
      clearInterval(timer);
      await writer.close();
      // What still runs behind the commits is taken up again by the next process.
      await within(limits.patienceMs, Promise.all([searching, tiles.stop(), tokens.stop()])).catch((error: unknown) =>
        onFault('tiles', error),
      );
      await line.end();
    },
  };
}

async function probe(line: Lifeline, writer: LogWriter): Promise<void> {
  try {
    await within(PROBE_PATIENCE_MS, line.sql`SELECT size FROM audit.log_frontier`);
  } catch (error) {
    // A write under way has its own patience, and renews by itself: it may be slow and still succeed. Without one,
    // nobody else would ever get rid of a dead connection.
    if (!writer.busy) line.renew();
    throw new Refusal('AUDIT_UNAVAILABLE', 'the audit log cannot be written', { cause: error });
  }
}
