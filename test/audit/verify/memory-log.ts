/** A public face over entries in memory, signed by whoever has a key: what a log could show that lies. */
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import type { NoteSigner } from '../../../src/audit/note/key.js';
import type { PublicLog } from '../../../src/audit/public/public-log.js';
import { naiveLeafHash, naiveRoot } from '../naive-tree.js';

/** Shows these entries, signed. */
export function memoryLog(entries: readonly Uint8Array[], signer: NoteSigner): PublicLog {
  const leaves = entries.map(naiveLeafHash);
  const note = signCheckpoint(entries.length, naiveRoot(leaves), signer);
  return {
    checkpoint: () => Promise.resolve(note),
    tile(level, n, width) {
      const span = 256 ** level;
      const hashes = Array.from({ length: width }, (_, i) => {
        const from = (n * 256 + i) * span;
        return naiveRoot(leaves.slice(from, from + span));
      });
      return Promise.resolve(Buffer.concat(hashes));
    },
    entries: (n, width) => Promise.resolve(bundleOf(entries.slice(n * 256, n * 256 + width))),
  };
}

/** An entry bundle. */
export function bundleOf(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}
