/** query …: what authorities ask. */
import type { Command } from 'commander';
import { addQueryCommand } from './query-command.js';
import { addDnaQuery } from './query-dna.js';
import { addFacesQuery } from './query-faces.js';
import { addPnrCriteriaQuery } from './query-pnr-criteria.js';
import { addPnrMatchesQuery } from './query-pnr-matches.js';
import { addPnrOversightQuery } from './query-pnr-oversight.js';
import { addPnrQuery } from './query-pnr.js';
import { addPrintsQuery } from './query-prints.js';
import { addRecordsQuery } from './query-records.js';
import { addVehiclesQuery } from './query-vehicles.js';

/** Adds the commands. */
export function addQueryRoom(program: Command): void {
  const query = addQueryCommand(program);
  addRecordsQuery(query);
  addDnaQuery(query);
  addVehiclesQuery(query);
  addPrintsQuery(query);
  addFacesQuery(query);
  const pnr = addPnrQuery(query);
  addPnrMatchesQuery(pnr);
  addPnrCriteriaQuery(pnr);
  addPnrOversightQuery(pnr);
}
