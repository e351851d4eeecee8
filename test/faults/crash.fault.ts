/** The long run: npm run test:faults, with OSTIARY_FAULT_ROUNDS rounds. */
import { crashRounds } from './crash-rounds.js';

crashRounds(Number(process.env.OSTIARY_FAULT_ROUNDS ?? '30'));
