import type { LoggedEntry } from '../../src/audit/log/entry.js';

export const REQUEST_ID = '01KAW0000000000000000000ED';

/** A log entry with the shape of a real one; nothing here checks its proof. */
export const LOGGED: LoggedEntry = {
  origin: 'ostiary.example/synthetic/test',
  index: 41,
  time: 0,
  entry: Buffer.from('{"v":"audit-leaf/v1"}'),
  leafHash: Buffer.alloc(32, 1),
  inclusionProof: [Buffer.alloc(32, 2), Buffer.alloc(32, 3)],
  checkpoint: 'ostiary.example/synthetic/test\n42\nAAAA\n\n— ostiary.example/synthetic/test AAAA\n',
  openings: { result: { salt: Buffer.alloc(32, 4), plaintext: Buffer.from('{"status":"NO_HIT"}') } },
};
