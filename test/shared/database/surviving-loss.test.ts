import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createTestDatabase } from '../../helpers/postgres.js';

describe('a connection that is lost within a transaction', () => {
  it('rejects the transaction, and nothing else: the pool goes on', async () => {
    const database = await createTestDatabase();
    const target = new URL(database.url);
    const sockets = new Set<Socket>();
    const between = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const url = new URL(database.url);
    url.hostname = '127.0.0.1';
    url.port = String((between.address() as AddressInfo).port);
    const sql = connectDatabase(url.href, { applicationName: 'test-loss', max: 1 });
    try {
      for (const ending of ['end', 'resetAndDestroy'] as const) {
        const lost = await sql
          .begin(async (tx) => {
            await tx`SELECT 1`;
            const slow = tx`SELECT pg_sleep(60)`.execute();
            for (const socket of sockets) socket[ending]();
            sockets.clear();
            await slow;
          })
          .then(
            () => undefined,
            (error: unknown) => (error as { code?: unknown }).code,
          );
        expect(lost).to.be.oneOf(['CONNECTION_CLOSED', 'ECONNRESET']);
        // Were the process to die of it, it would do so in the next turn.
        await new Promise((resolve) => setImmediate(resolve));
        expect(await sql`SELECT 1 AS one`).to.deep.equal([{ one: 1 }]);
      }
      const both = await sql.begin('READ ONLY', (tx) => [tx`SELECT 1 AS one`, tx`SELECT 2 AS two`]);
      expect(both.map((rows) => rows[0])).to.deep.equal([{ one: 1 }, { two: 2 }]);
    } finally {
      await sql.end({ timeout: 1 });
      between.close();
      await database.drop();
    }
  });

  it('rejects the transaction, and nothing else, when we gave the pool up ourselves', async () => {
    const database = await createTestDatabase();
    const sql = connectDatabase(database.url, { applicationName: 'test-given-up', max: 1 });
    try {
      const lost = await sql
        .begin(async (tx) => {
          await tx`SELECT 1`;
          const slow = tx`SELECT pg_sleep(60)`.execute();
          void sql.end({ timeout: 0 });
          await slow;
        })
        .then(
          () => undefined,
          (error: unknown) => (error as { code?: unknown }).code,
        );
      expect(lost).to.be.oneOf(['CONNECTION_CLOSED', 'CONNECTION_DESTROYED']);
      // Were the process to die of it, it would do so in the next turn.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      await database.drop();
    }
  });

  it('does not ask again for array types on new connections, and knows them all the same', async () => {
    const database = await createTestDatabase();
    const sql = connectDatabase(database.url, { applicationName: 'test-types', max: 4 });
    try {
      await sql`SELECT 1`;
      const names = ['a', 'b,"c'];
      const found = await Promise.all(
        Array.from({ length: 4 }, () => sql<{ names: string[] }[]>`SELECT ${names}::text[] AS names, pg_sleep(0.05)`),
      );
      for (const [row] of found) expect(row?.names).to.deep.equal(names);
      expect(sql.options.fetch_types).to.equal(false);
    } finally {
      await sql.end({ timeout: 1 });
      await database.drop();
    }
  });
});
