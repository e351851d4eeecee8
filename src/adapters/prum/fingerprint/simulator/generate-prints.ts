import type { Person } from '../../../../world/person.js';
import { generatePopulation } from '../../../../world/population.js';
import { presencesOf } from '../../../../world/presence.js';
import { createSkins, FINGERS, type Impression, impress, LEFT, PALMS, TAKEN } from '../../../../world/skins.js';
import { createRandoms, type Random } from '../../../../world/random.js';
import { pickState, type State } from '../../../../world/states.js';
import { FINGERPRINT } from '../../exchange/category.js';
import { inventedReference } from '../../exchange/simulator/invented-reference.js';
import { inventedCore } from '../../matches/simulator/invented-core.js';
import { type Collection, kindOfCollection } from '../domain/search-mode.js';
import type { LoadedPrints } from '../store/load-prints.js';
import { leftTrace, takenPrint } from './templates.js';

/** Which prints. */
export interface GenerateOptions {
  readonly seed: number;
  /** References of all states together. */
  readonly prints: number;
}

/** Of people whose fingers a state has, those of whom it has the palms too, and those who left a trace in some state. */
const PALMS_SHARE = 0.25;
const TRACE_SHARE = 0.15;
const PALM_TRACE_SHARE = 0.05;

/** Minutiae of a trace of a palm at most. */
const LEFT_BY_PALM: Impression = { ...LEFT, patch: 60 };

/**
 * Prints of people of the synthetic world, and traces that some of them left: the world says whose fingerprints which states
 * have (presence.ts), and the same person has the same skin everywhere.
 */
export function* generatePrints({ seed, prints }: GenerateOptions): Generator<LoadedPrints, void, undefined> {
  const presenceOf = presencesOf(seed);
  const skins = createSkins(seed);
  const randoms = createRandoms(seed, 'prum-prints');
  let left = prints;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    const { fingerprints } = presenceOf(person).biometrics;
    if (fingerprints.length === 0) continue;
    for (const one of printsOf(person, fingerprints, randoms(person.number), (position) =>
      skins(person.number, position),
    )) {
      if (left === 0) return;
      left -= 1;
      yield one;
    }
  }
}

function* printsOf(
  person: Person,
  states: readonly State[],
  random: Random,
  skin: (position: number) => ReturnType<ReturnType<typeof createSkins>>,
): Generator<LoadedPrints, void, undefined> {
  const make = (
    state: State,
    collection: Collection,
    known: boolean,
    prints: LoadedPrints['prints'],
  ): LoadedPrints => ({
    reference: inventedReference(FINGERPRINT, state, kindOfCollection(collection), random),
    collection,
    prints,
    core: inventedCore(state, known ? person : undefined, random),
  });
  const taken = (position: number) => takenPrint(position, impress(skin(position), random, TAKEN));
  for (const state of states) {
    yield make(state, 'ten_print', true, FINGERS.map(taken));
    if (random.chance(PALMS_SHARE)) yield make(state, 'palm', true, PALMS.map(taken));
  }
  if (random.chance(TRACE_SHARE)) {
    const position = random.pick(FINGERS);
    yield make(pickState(random), 'trace', false, [leftTrace(position, impress(skin(position), random, LEFT))]);
  }
  if (random.chance(PALM_TRACE_SHARE)) {
    const position = random.pick(PALMS);
    yield make(pickState(random), 'palm_trace', false, [
      leftTrace(position, impress(skin(position), random, LEFT_BY_PALM)),
    ]);
  }
}
