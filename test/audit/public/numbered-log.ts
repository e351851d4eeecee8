/** A log over "leaf 0", "leaf 1", …: the tree of test/vectors/tlog/computed/leaf-i-tree.json, in a database. */
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { createLogFixture, type LogFixture, ORIGIN } from '../log-fixture.js';
import { hex, vectorJson } from '../vectors.js';

interface TreeVectors {
  readonly roots: Readonly<Record<string, string>>;
  readonly tile_sha256: Readonly<Record<string, string>>;
}

export const NUMBERED = vectorJson('computed/leaf-i-tree.json') as TreeVectors;

/** Founds the log with `size` entries, without tiles, and a checkpoint over the root that the vectors name. */
export async function createNumberedLog(size: number): Promise<LogFixture> {
  const fixture = await createLogFixture();
  const root = NUMBERED.roots[String(size)];
  if (root === undefined) throw new Error(`the vectors have no root for ${size}`);
  const note = signCheckpoint(size, hex(root), fixture.signer);
  await fixture.tamper(async (tx) => {
    await tx`
      INSERT INTO audit.log_entry (idx, kind, leaf, body)
      SELECT i, 'config', sha256('\\x00'::bytea || convert_to('leaf ' || i, 'UTF8')), convert_to('leaf ' || i, 'UTF8')
        FROM generate_series(0, ${size - 1}::bigint) AS i`;
    await tx`INSERT INTO audit.log_frontier (origin, size, peaks, time_ms) VALUES (${ORIGIN}, ${size}, '', 0)`;
    await tx`INSERT INTO audit.log_checkpoint (size, time_ms, note) VALUES (${size}, 0, ${note})`;
  });
  await fixture.admin`ANALYZE audit.log_entry`;
  return fixture;
}
