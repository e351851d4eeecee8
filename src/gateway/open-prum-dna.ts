/** DNA profiles under Prüm: searches, the simulated states, and the gateways of other states. */
import type { Adapter } from '../adapters/adapter.js';
import { createPartnerHolder } from '../adapters/prum/dna/partner/partner-holder.js';
import { createPrumDnaAdapter } from '../adapters/prum/dna/service.js';
import { createSimulatedHolders } from '../adapters/prum/dna/simulator/simulated-holders.js';
import { openMarkStore } from '../adapters/prum/dna/store/mark-store.js';
import { DNA } from '../adapters/prum/exchange/category.js';
import { allFrequencies } from '../world/allele-frequencies.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export const openPrumDna = (ground: PrumGround, closing: Closing): Adapter =>
  createPrumDnaAdapter({
    ...openExchange(ground, DNA, createSimulatedHolders(ground.sql, ground.clock), createPartnerHolder, closing),
    marks: openMarkStore(ground.sql, ground.clock),
    samples: allFrequencies(),
  });
