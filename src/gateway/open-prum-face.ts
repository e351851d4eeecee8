/** Facial images under Prüm: searches, the simulated states, and the gateways of other states. */
import type { Adapter } from '../adapters/adapter.js';
import { FACE } from '../adapters/prum/exchange/category.js';
import { STAND_IN } from '../adapters/prum/face/domain/algorithm.js';
import { createPartnerHolder } from '../adapters/prum/face/partner/partner-holder.js';
import { createFaceAdapter } from '../adapters/prum/face/service.js';
import { createSimulatedHolders } from '../adapters/prum/face/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumFace(ground: PrumGround, closing: Closing): Adapter {
  const holders = createSimulatedHolders(ground.sql, ground.clock);
  const { exchange, matches, followUps } = openExchange(ground, FACE, holders, createPartnerHolder, closing);
  return createFaceAdapter({ ...exchange, algorithm: STAND_IN, matches }, followUps);
}
