/** Somebody who only has the network, and somebody who leaves nothing behind. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { databaseLog } from '../../../src/audit/public/database-log.js';
import { exportLog } from '../../../src/audit/public/export.js';
import { folderLog } from '../../../src/audit/public/folder-log.js';
import { verifyPublicLog } from '../../../src/audit/verify/verify-public.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../../helpers/gateway-stack.js';
import { openLogbook } from '../../helpers/logbook.js';
import { personSearch } from '../../helpers/questions.js';
import { answerOf, expectVerified, type ReceiptedAnswer } from '../../helpers/receipts.js';

/** Strangers who knock: less than the listener takes at once, so that each of them is heard. */
const STRANGERS = 200;
/** Refusals of strangers that get an entry of their own in ten seconds (docs/audit-log.md). */
const LISTED = 50;

describe('attacks from outside', function () {
  this.timeout(60_000);
  let stack: GatewayStack;

  beforeEach(async () => {
    stack = await startGatewayStack();
  });

  async function caller(): Promise<() => Promise<ReceiptedAnswer<object>>> {
    const police = await stack.grpc('XA-POLICE');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    return async () =>
      answerOf(await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }));
  }

  describe('a flood of strangers', () => {
    afterEach(() => stack.stop());

    it('writes few entries that count all of them, while honest calls are answered', async () => {
      const ask = await caller();
      await ask();
      const { caPem } = await stack.identity('XA-POLICE');
      const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
      try {
        const flood = Array.from({ length: STRANGERS }, () => knock(stack.gateway.port, caPem));
        for (let calls = 0; calls < 20; calls++) {
          const { receipt, bytes } = await ask();
          expectVerified(receipt, stack.gateway.verifierKey, bytes);
        }
        await Promise.all(flood);
        // What was only counted is written at the end of the window, or with the end of the gateway.
        const listed = async () =>
          (await logbook.entries()).filter(
            ({ leaf }) => leaf.kind === 'access-denied' && leaf.authority.startsWith('ZZ'),
          );
        await eventually(async () => expect(await listed()).to.have.length.of.at.least(LISTED));
        await stack.gateway.close();
        const entries = await listed();
        expect(entries.length).to.be.below(STRANGERS);
        const counted = entries
          .map(({ sections }) => sections.result as { count?: number; counts?: Record<string, number> })
          .map(({ count, counts }) => count ?? Object.values(counts ?? {}).reduce((sum, n) => sum + n, 0));
        expect(counted.reduce((sum, n) => sum + n, 0)).to.equal(STRANGERS);
      } finally {
        await logbook.close();
      }
    });
  });

  describe('everything destroyed', () => {
    let mirror: string;

    beforeEach(async () => {
      mirror = await mkdtemp(join(tmpdir(), 'ostiary-mirror-'));
    });
    afterEach(() => rm(mirror, { recursive: true, force: true }));

    it('leaves a mirror that verifies, and receipts that prove what came after it', async () => {
      const ask = await caller();
      const before = await Promise.all(Array.from({ length: 5 }, ask));
      const vkey = stack.gateway.verifierKey;
      const sql = connectDatabase(stack.databaseUrl, { applicationName: 'mirror', max: 1 });
      const reader = openLogReader({ sql, origin: stack.config.logOrigin });
      const checkpoint = async () => (await reader.latestCheckpoint()).note;
      const { size } = await exportLog({ log: databaseLog(sql, checkpoint), folder: mirror, vkey });
      await sql.end();
      const after = await ask();

      // Database, keys, vault, certificates: all of it.
      await stack.stop();

      const verdict = await verifyPublicLog({ log: folderLog(mirror), vkey, ownEntries: true });
      expect(verdict, verdict.message).to.include({ ok: true, size });
      for (const { receipt, bytes } of [...before, after]) expectVerified(receipt, vkey, bytes);
      // The mirror has the entries of the first; that there was more is shown by the last.
      expect(Math.max(...before.map(({ receipt }) => receipt.leafIndex))).to.be.below(size);
      expect(after.receipt.leafIndex).to.be.at.least(size);
      const lost = await verifyPublicLog({
        log: folderLog(mirror),
        vkey,
        ownEntries: true,
        kept: [after.receipt.checkpoint],
      });
      expect(lost).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
      expect(openCheckpoint(after.receipt.checkpoint, parseVerifierKey(vkey)).size).to.be.above(size);
    });
  });
});

/** Comes without a certificate, and waits to be turned away. */
async function knock(port: number, ca: string): Promise<void> {
  const socket = connect({ port, host: 'localhost', ca, ALPNProtocols: ['h2'] });
  socket.on('error', () => undefined);
  await once(socket, 'close');
}
