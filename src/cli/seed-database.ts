/** What `start` and `demo` put into the simulators; apart from database.ts, since other commands need not load it. */
import { seedPnr } from '../adapters/pnr/simulator/seed.js';
import { seedPoliceRecords } from '../adapters/police-records/simulator/seed.js';
import { seedPrumDna } from '../adapters/prum/dna/simulator/seed.js';
import { seedPrumPrints } from '../adapters/prum/fingerprint/simulator/seed.js';
import { seedVehicles } from '../adapters/prum/vehicle/simulator/seed.js';
import { seedFaces } from '../adapters/prum/face/simulator/seed.js';
import { seedSis } from '../adapters/sis/simulator/seed.js';
import { type Config, dataLayout } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import type { Terminal } from './terminal.js';

/** How much goes into the simulators. */
export type SeedAmounts = Pick<
  Config,
  | 'dataDirectory'
  | 'seed'
  | 'seedAlerts'
  | 'seedPoliceRecords'
  | 'seedDnaProfiles'
  | 'seedPrints'
  | 'seedVehicles'
  | 'seedFaces'
  | 'seedPnrFlights'
>;

/** Fills the simulators with synthetic alerts, police records, DNA profiles, prints and faces, unless they hold exactly these already. */
export async function seedDatabase(url: string, amounts: SeedAmounts, terminal: Terminal): Promise<void> {
  const {
    seed,
    seedAlerts: alerts,
    seedPoliceRecords: records,
    seedDnaProfiles: profiles,
    seedPrints: prints,
    seedVehicles: registrations,
    seedFaces: faces,
    seedPnrFlights: flights,
  } = amounts;
  const sql = connectDatabase(url, { applicationName: 'ostiary-seed', max: 2 });
  const told = async (what: string, amount: number, work: (onProgress: OnProgress) => Promise<boolean>) => {
    const progress = terminal.progress(what, amount);
    try {
      await work((done, total) => progress.update(done, total));
    } finally {
      progress.finish();
    }
  };
  try {
    await told('synthetic SIS alerts', alerts, (onProgress) =>
      seedSis({ sql, alerts, seed, clock: systemClock, onProgress }),
    );
    await told('synthetic police records', records, (onProgress) =>
      seedPoliceRecords({ sql, records, seed, onProgress }),
    );
    await told('synthetic DNA profiles', profiles, (onProgress) => seedPrumDna({ sql, profiles, seed, onProgress }));
    await told('synthetic fingerprints', prints, (onProgress) => seedPrumPrints({ sql, prints, seed, onProgress }));
    await told('synthetic vehicle registrations', registrations, (onProgress) =>
      seedVehicles({ sql, registrations, seed, onProgress }),
    );
    await told('synthetic flights', flights, (onProgress) =>
      seedPnr({
        sql,
        keyFolder: dataLayout(amounts.dataDirectory).pnr,
        flights,
        seed,
        nowMs: systemClock.now(),
        onProgress,
      }),
    );
    await told('synthetic faces', faces, (onProgress) => seedFaces({ sql, faces, seed, onProgress }));
  } finally {
    await sql.end();
  }
}

type OnProgress = (done: number, total: number) => void;
