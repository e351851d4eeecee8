/** Facial images under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { FACE } from '../adapters/prum/exchange/category.js';
import { STAND_IN } from '../adapters/prum/face/domain/algorithm.js';
import { createFaceAdapter } from '../adapters/prum/face/service.js';
import { createSimulatedHolders } from '../adapters/prum/face/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumFace(ground: PrumGround, closing: Closing): Adapter {
  const holders = createSimulatedHolders(ground.sql, ground.clock);
  const { exchange, matches, followUps } = openExchange(ground, FACE, holders, closing);
  return createFaceAdapter({ ...exchange, algorithm: STAND_IN, matches }, followUps);
}
