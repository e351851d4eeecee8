import type { FollowedCategory } from '../adapters/prum/exchange/category.js';
import type { StateQuestion, StateReply } from '../adapters/prum/exchange/domain/state-question.js';
import type { PartnerGateway } from '../adapters/prum/exchange/partner.js';
import type { ExchangeParts } from '../adapters/prum/exchange/search-states.js';
import type { SimulatedHolders } from '../adapters/prum/exchange/simulator/states-in-memory.js';
import type { FollowUpParts } from '../adapters/prum/matches/options.js';
import type { MatchStore } from '../adapters/prum/matches/store/match-store.js';
import type { Holder } from '../adapters/states/ask-states.js';
import { withHolders } from '../adapters/states/participants.js';
import type { Closing } from './closing.js';
import type { PrumGround } from './open-prum-ground.js';

/** What every category whose matches are followed up works with. */
export interface CategoryParts<Question extends StateQuestion, Reply extends StateReply> {
  readonly exchange: ExchangeParts<Question, Reply>;
  readonly matches: MatchStore;
  readonly followUps: FollowUpParts;
}

/**
 * Opens the exchange of a category with its simulated states, and has them take what they hold into memory. States with
 * gateways of their own are asked `through` these.
 */
export function openExchange<Question extends StateQuestion, Reply extends StateReply>(
  { clock, logger, matches, followUps, partners, circuits: circuitsOf, onFault }: PrumGround,
  category: FollowedCategory,
  holders: SimulatedHolders<Question, Reply>,
  through: (gateway: PartnerGateway) => Holder<Question, Reply>,
  closing: Closing,
): CategoryParts<Question, Reply> {
  const { system } = category;
  let closed = false;
  closing.push(async () => {
    closed = true;
    await holders.close();
  });
  // Nobody waits for it but whoever asks: a gateway serves its other systems meanwhile.
  holders.prepare().then(
    () => logger.info({ system }, 'what the states hold is in memory'),
    (error: unknown) => {
      if (closed) return;
      logger.warn(
        { err: error, system },
        'what the states hold was not taken into memory; the next question tries again',
      );
    },
  );
  const circuits = circuitsOf(system, closing);
  const elsewhere = partners.holders(system, through);
  return {
    exchange: {
      // A gateway elsewhere has a circuit of its own.
      participants: async () => withHolders(circuits.around(await holders.participants()), elsewhere),
      ownState: partners.ownState,
      partnerStates: new Set(elsewhere.keys()),
      clock,
      onFault: onFault(system),
    },
    matches: matches(category),
    followUps: followUps(category),
  };
}
