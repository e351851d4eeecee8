/** The public face of a log, wherever it stands: in the database, in a folder, behind a URL. */
import { HASH_BYTES } from '../merkle/hash.js';
import { TILE_BYTES, TILE_WIDTH } from '../merkle/tile.js';
import { MAX_NOTE_BYTES } from '../note/signed-note.js';
import { cutBundle, MAX_BUNDLE_BYTES } from './entry-bundle.js';
import { formatPath } from './resource.js';

/** Reads what a log shows. Nothing that comes back has been believed yet. Rejects when the place cannot be read. */
export interface PublicLog {
  /** The latest published checkpoint, a signed note; undefined when there is none. */
  checkpoint(): Promise<string | undefined>;
  /** The first `width` hashes of tile `n` on `level`, concatenated; undefined when they are not there. */
  tile(level: number, n: number, width: number): Promise<Uint8Array | undefined>;
  /** The first `width` entries of bundle `n`, in the form of entry-bundle.ts; undefined when they are not there. */
  entries(n: number, width: number): Promise<Uint8Array | undefined>;
}

/** Reads the file at a path below the log's prefix; undefined when there is none. Rejects when it is longer than `most`. */
export type ReadPath = (path: string, most: number) => Promise<Buffer | undefined>;

/** The log behind static files. A partial tile or bundle that was removed is cut out of the full one. */
export function filedLog(read: ReadPath): PublicLog {
  return {
    checkpoint: async () => (await read('checkpoint', MAX_NOTE_BYTES))?.toString('utf8'),
    async tile(level, n, width) {
      const path = (of: number): string => formatPath({ kind: 'tile', level, n, width: of });
      const own = await read(path(width), TILE_BYTES);
      if (own !== undefined || width === TILE_WIDTH) return own;
      return (await read(path(TILE_WIDTH), TILE_BYTES))?.subarray(0, width * HASH_BYTES);
    },
    async entries(n, width) {
      const path = (of: number): string => formatPath({ kind: 'entries', n, width: of });
      const own = await read(path(width), MAX_BUNDLE_BYTES);
      if (own !== undefined || width === TILE_WIDTH) return own;
      const full = await read(path(TILE_WIDTH), MAX_BUNDLE_BYTES);
      return full && cutBundle(full, width);
    },
  };
}
