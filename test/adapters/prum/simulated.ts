/** The simulated exchange of Prüm in a database of its own, with the rights of a gateway. */
import type postgres from 'postgres';
import { seedPrumDna } from '../../../src/adapters/prum/dna/simulator/seed.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { migrate } from '../../../src/shared/database/migrate.js';
import { createTestDatabase } from '../../helpers/postgres.js';

export interface SimulatedExchange {
  /** As a gateway. */
  readonly sql: postgres.Sql;
  /** As the owner of the schema. */
  readonly owner: postgres.Sql;
  close(): Promise<void>;
}

/** With so many DNA profiles besides those of test persons. */
export async function openSimulatedExchange(profiles = 0): Promise<SimulatedExchange> {
  const database = await createTestDatabase();
  const owner = connectDatabase(database.url, { applicationName: 'test-owner', max: 2 });
  await migrate(owner, 'prum');
  await seedPrumDna({ sql: owner, profiles, seed: 7 });
  const sql = connectDatabase(database.url, { applicationName: 'test-gateway', max: 2, role: 'ostiary_gateway' });
  return {
    sql,
    owner,
    async close() {
      await sql.end();
      await owner.end();
      await database.drop();
    },
  };
}
