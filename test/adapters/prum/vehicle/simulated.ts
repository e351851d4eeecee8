/** Simulated vehicle registers in a database of their own, with the rights of a gateway. */
import type postgres from 'postgres';
import { seedVehicles } from '../../../../src/adapters/prum/vehicle/simulator/seed.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { createMigratedDatabase } from '../../../helpers/postgres.js';

export interface SimulatedVehicles {
  /** As a gateway. */
  readonly sql: postgres.Sql;
  /** As the owner of the schema. */
  readonly owner: postgres.Sql;
  close(): Promise<void>;
}

export const SEED = 7;

export async function openSimulatedVehicles(registrations: number): Promise<SimulatedVehicles> {
  const database = await createMigratedDatabase('prum');
  const owner = connectDatabase(database.url, { applicationName: 'test-owner', max: 2 });
  await seedVehicles({ sql: owner, registrations, seed: SEED });
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
