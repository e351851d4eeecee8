import type { ExchangeParts } from '../exchange/search-states.js';
import type { RegisterLaw } from './domain/register-law.js';
import type { SuggestionQuestion, SuggestionReply, VehicleQuestion, VehicleReply } from './holders/vehicle-register.js';

/** What the adapter works with. */
export interface VehicleParts {
  readonly searching: ExchangeParts<VehicleQuestion, VehicleReply>;
  readonly suggesting: ExchangeParts<SuggestionQuestion, SuggestionReply>;
  /** What the law of each state lets others ask of its register, as it is now. */
  readonly laws: () => Promise<ReadonlyMap<string, RegisterLaw>>;
}
