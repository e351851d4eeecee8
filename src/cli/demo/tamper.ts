/** What a database superuser with bad intentions would do to one entry, and what the check says to it. */
import { verifyLog } from '../../audit/verify/verify-log.js';
import { openVaultToRead } from '../../audit/vault/open-vault.js';
import { systemClock } from '../../shared/clock.js';
import { connectDatabase } from '../../shared/database/connect.js';
import type { Terminal } from '../terminal.js';
import { AHEAD, verifying } from '../verifying.js';

/** Where the log lies, and what is needed to check it. */
export interface LogPlace {
  readonly databaseUrl: string;
  readonly origin: string;
  readonly vkey: string;
  readonly vault: string;
}

/**
 * Verifies the log, alters the first question of the police behind the triggers' back, and verifies again. Throws unless
 * it is caught.
 */
export async function tamperAndCatch(place: LogPlace, terminal: Terminal): Promise<void> {
  const sql = connectDatabase(place.databaseUrl, { applicationName: 'ostiary-demo', max: 2 });
  const { origin, vkey } = place;
  try {
    const { keys } = await openVaultToRead(place.vault, systemClock, undefined, verifying(), AHEAD);
    const before = await verifyLog({ sql, origin, vkey, keys });
    if (!before.ok) throw new Error(`the untouched log does not verify: ${before.message}`);
    terminal.good(`ostiary audit verify: ${before.message}`);

    const [changed] = await sql.begin(async (tx) => {
      await tx`SET LOCAL session_replication_role = replica`;
      return tx<{ idx: string }[]>`
        UPDATE audit.log_entry SET body = convert_to(replace(convert_from(body, 'UTF8'), 'XA-POLICE', 'XB-BORDER'), 'UTF8')
         WHERE idx = (SELECT min(idx) FROM audit.log_entry WHERE convert_from(body, 'UTF8') LIKE '%XA-POLICE%')
        RETURNING idx`;
    });
    if (changed === undefined) throw new Error('the demo found nothing to change');
    terminal.line(`  a database superuser switches the triggers off and changes the authority in entry ${changed.idx}`);
    const after = await verifyLog({ sql, origin, vkey, keys });
    if (after.ok) throw new Error('a changed entry was not noticed');
    terminal.bad(`ostiary audit verify: ${after.message}`);
  } finally {
    await sql.end();
  }
}
