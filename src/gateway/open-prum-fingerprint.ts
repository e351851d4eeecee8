/** Prints and traces under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { FINGERPRINT } from '../adapters/prum/exchange/category.js';
import { createPrumFingerprintAdapter } from '../adapters/prum/fingerprint/service.js';
import { createSimulatedHolders } from '../adapters/prum/fingerprint/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export const openPrumFingerprint = (ground: PrumGround, closing: Closing): Adapter =>
  createPrumFingerprintAdapter(
    openExchange(ground, FINGERPRINT, createSimulatedHolders(ground.sql, ground.clock), closing),
  );
