/** The simulated registers of the states, as other states ask them. */
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { TEST_VEHICLES } from '../../../../world/test-persons.js';
import type { SimulatedFault } from '../../../states/simulated-behaviour.js';
import { createSimulatedStates } from '../../exchange/simulator/simulated-states.js';
import { NO_LAW } from '../domain/register-law.js';
import type {
  SuggestionQuestion,
  SuggestionReply,
  VehicleQuestion,
  VehicleReply,
} from '../holders/vehicle-register.js';
import type { VehicleParts } from '../options.js';
import { readRegisterLaws } from '../store/register-laws.js';
import { openRegistrationStore } from '../store/registration-store.js';
import { answerSearch, answerSuggesting } from './answer.js';

/** What becomes of a question about this vehicle, state by state; the other states answer (docs/test-persons.md). */
const FAULTS: Readonly<Partial<Record<string, SimulatedFault>>> = { XC: 'refuses', XD: 'timeout', XE: 'unavailable' };

const testFault = (memberState: string, { key }: VehicleQuestion): SimulatedFault | undefined =>
  key.kind === 'vin' && key.vin === TEST_VEHICLES.notAnsweredByAll.vin ? FAULTS[memberState] : undefined;

/** Makes them. `sql` has the rights of ostiary_gateway on the schema prum. */
export function createSimulatedRegisters(
  sql: postgres.Sql,
  clock: Clock,
): {
  readonly searched: VehicleParts['searching']['participants'];
  readonly suggesting: VehicleParts['suggesting']['participants'];
  readonly laws: VehicleParts['laws'];
} {
  const store = openRegistrationStore(sql);
  const laws = (): ReturnType<VehicleParts['laws']> => readRegisterLaws(sql);
  return {
    searched: createSimulatedStates<VehicleQuestion, VehicleReply>({
      category: 'vehicle',
      sql,
      clock,
      testFault,
      answer: async (memberState, question) =>
        answerSearch(store, memberState, (await laws()).get(memberState) ?? NO_LAW, question),
    }),
    suggesting: createSimulatedStates<SuggestionQuestion, SuggestionReply>({
      category: 'vehicle',
      sql,
      clock,
      answer: (memberState, question) => answerSuggesting(store, memberState, question),
    }),
    laws,
  };
}
