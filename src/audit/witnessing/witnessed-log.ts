/** The log, with the witnesses' word: nothing is written without it for too long, and in mode "sync" no answer leaves. */
import { Refusal } from '../../shared/refusal.js';
import type { AuditLog, EntryDraft, LoggedEntry } from '../log/entry.js';
import type { LogReader } from '../log/reader.js';
import { extendInclusion } from '../merkle/extend.js';
import { computable, parseCheckpoint } from '../note/checkpoint.js';
import { parseNote } from '../note/signed-note.js';
import type { Collector, WitnessMode } from './collector.js';

/** What a batch of entries waits for: all its entries have one checkpoint. */
interface Cover {
  /** Size of the batch's own checkpoint. */
  readonly size: number;
  /** The size and the note that a quorum cosigned. */
  readonly cosignedSize: number;
  readonly note: string;
  /** From the batch's size to the one cosigned; empty when they are the same. */
  readonly consistency: readonly Uint8Array[];
}

/**
 * The same log under the eyes of witnesses. Every append is refused while the collector says so. In mode "sync" it also
 * waits until a quorum has cosigned a checkpoint that covers the entry, and returns that checkpoint and the proof that
 * leads to it.
 *
 * Intents do not wait: nothing of them leaves the gateway, and the outcome stands behind them in the same tree.
 */
export function witnessed(log: AuditLog, collector: Collector, reader: LogReader, mode: WitnessMode): AuditLog {
  /** By the checkpoint of the batch. */
  const covers = new Map<string, Promise<Cover>>();

  async function cover(checkpoint: string): Promise<Cover> {
    const { size } = computable(parseCheckpoint(parseNote(checkpoint).text));
    const cosigned = await collector.covering(size);
    const consistency = cosigned.size === size ? [] : (await reader.consistencyProof(size, cosigned.size)).proof;
    return { size, cosignedSize: cosigned.size, note: cosigned.note, consistency };
  }

  function coverOf(checkpoint: string): Promise<Cover> {
    const known = covers.get(checkpoint);
    if (known !== undefined) return known;
    const found = cover(checkpoint).finally(() => covers.delete(checkpoint));
    covers.set(checkpoint, found);
    return found;
  }

  async function confirmed(draft: EntryDraft): Promise<LoggedEntry> {
    const logged = await log.append(draft);
    if (draft.kind === 'intent') return logged;
    try {
      return withCover(logged, await coverOf(logged.checkpoint));
    } catch (error) {
      if (error instanceof Refusal && error.reason === 'AUDIT_UNAVAILABLE') throw error;
      throw new Refusal('AUDIT_UNAVAILABLE', 'the proof of the entry cannot be had', { cause: error });
    }
  }

  return {
    origin: log.origin,
    async append(draft) {
      collector.assertOpen();
      return mode === 'sync' ? confirmed(draft) : log.append(draft);
    },
    checkHealth: () => log.checkHealth(),
    close: () => log.close(),
  };
}

function withCover(logged: LoggedEntry, { size, cosignedSize, note, consistency }: Cover): LoggedEntry {
  const inclusionProof =
    cosignedSize === size
      ? logged.inclusionProof
      : extendInclusion(logged.index, size, cosignedSize, logged.inclusionProof, consistency);
  return { ...logged, inclusionProof, checkpoint: note };
}
