/** Simulated police records in a database of their own, with the rights of a gateway. */
import type postgres from 'postgres';
import { seedPoliceRecords } from '../../../src/adapters/police-records/simulator/seed.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createMigratedDatabase } from '../../helpers/postgres.js';

export interface SimulatedRecords {
  /** As a gateway. */
  readonly sql: postgres.Sql;
  /** As the owner of the schema. */
  readonly owner: postgres.Sql;
  close(): Promise<void>;
}

export async function openSimulatedRecords(records = 50): Promise<SimulatedRecords> {
  const database = await createMigratedDatabase('police-records');
  const owner = connectDatabase(database.url, { applicationName: 'test-owner', max: 2 });
  await seedPoliceRecords({ sql: owner, records, seed: 7 });
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
