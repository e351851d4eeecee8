/** The simulated exchange of Prüm in a database of its own, with the rights of a gateway. */
import type postgres from 'postgres';
import { seedPrumDna } from '../../../src/adapters/prum/dna/simulator/seed.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createMigratedDatabase } from '../../helpers/postgres.js';

export interface SimulatedExchange {
  /** As a gateway. */
  readonly sql: postgres.Sql;
  /** As the owner of the schema. */
  readonly owner: postgres.Sql;
  close(): Promise<void>;
}

/** With so many DNA profiles besides those of test persons. */
export const openSimulatedExchange = (profiles = 0): Promise<SimulatedExchange> =>
  openExchange((sql) => seedPrumDna({ sql, profiles, seed: 7 }));

/** With what is put into it, by the owner. */
export async function openExchange(seed: (owner: postgres.Sql) => Promise<unknown>): Promise<SimulatedExchange> {
  const database = await createMigratedDatabase('prum');
  const owner = connectDatabase(database.url, { applicationName: 'test-owner', max: 2 });
  await seed(owner);
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
