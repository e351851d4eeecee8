/** Which checkpoint the world is shown: never one that is smaller than, or differs from, the one before. */
import { type Checkpoint, computable, parseCheckpoint } from '../note/checkpoint.js';
import { parseNote } from '../note/signed-note.js';
import { equal } from '../merkle/verify.js';

/** A checkpoint that is shown. */
export interface PublishedCheckpoint {
  readonly size: number;
  /** Signed note. */
  readonly note: string;
}

/** Follows the latest checkpoint. */
export interface Publication {
  /** The latest one. Rejects when it cannot be read, or when the log signed two trees for one size. */
  latest(): Promise<PublishedCheckpoint>;
  /** One that is at least of `size`, if there is any; asks again only when the last one seen is smaller. */
  reaching(size: number): Promise<PublishedCheckpoint>;
}

/**
 * Publishes what `read` gives. Cosignatures come in late and a database may be restored: as long as this process lives,
 * a smaller checkpoint than the last one shown is not shown.
 */
export function publish(read: () => Promise<string>): Publication {
  let shown: (PublishedCheckpoint & Pick<Checkpoint, 'root'>) | undefined;
  let reading: Promise<PublishedCheckpoint> | undefined;

  async function look(): Promise<PublishedCheckpoint> {
    const note = await read();
    const { size, root } = computable(parseCheckpoint(parseNote(note).text));
    if (shown?.size === size && !equal(shown.root, root))
      throw new Error('audit log: two trees of one size are signed');
    if (shown === undefined || size >= shown.size) shown = { size, root, note };
    return shown;
  }

  /** One look at a time, for everybody who asks meanwhile. */
  function latest(): Promise<PublishedCheckpoint> {
    return (reading ??= look().finally(() => (reading = undefined)));
  }

  return { latest, reaching: async (size) => (shown !== undefined && size <= shown.size ? shown : latest()) };
}
