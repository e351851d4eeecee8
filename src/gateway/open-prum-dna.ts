/** DNA profiles under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { createPrumDnaAdapter } from '../adapters/prum/dna/service.js';
import { createSimulatedHolders } from '../adapters/prum/dna/simulator/simulated-holders.js';
import { DNA } from '../adapters/prum/exchange/category.js';
import { allFrequencies } from '../world/allele-frequencies.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export const openPrumDna = (ground: PrumGround, closing: Closing): Adapter =>
  createPrumDnaAdapter({
    ...openExchange(ground, DNA, createSimulatedHolders(ground.sql, ground.clock), closing),
    samples: allFrequencies(),
  });
