/** What each category of Prüm is opened with. */
import type postgres from 'postgres';
import type { FollowedCategory } from '../adapters/prum/exchange/category.js';
import type { FollowUpParts } from '../adapters/prum/matches/options.js';
import type { MatchStore } from '../adapters/prum/matches/store/match-store.js';
import type { StateCircuits } from '../adapters/states/circuits.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Logger } from './observability/logger.js';
import type { PrumPartners } from './open-prum-partners.js';

/** Given to whatever opens a category (open-prum.ts). */
export interface PrumGround {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Rights of ostiary_gateway on the schema prum. */
  readonly sql: postgres.Sql;
  /** What searches of a category found. */
  readonly matches: (category: FollowedCategory) => MatchStore;
  /** What its matches are followed up with. */
  readonly followUps: (category: FollowedCategory) => FollowUpParts;
  /** Whose gateway this is, and those of other states. */
  readonly partners: PrumPartners;
  /** Circuits around the states of a system. */
  readonly circuits: (system: string, closing: Closing) => StateCircuits;
  /** Tells the operator of a state that is out of reach or answers nonsense. */
  readonly onFault: (system: string) => (memberState: string, error: unknown) => void;
}
