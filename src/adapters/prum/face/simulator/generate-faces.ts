import { ulid } from 'ulid';
import { randomDayOf } from '../../../../world/calendar.js';
import type { Person } from '../../../../world/person.js';
import { generatePopulation } from '../../../../world/population.js';
import { presencesOf } from '../../../../world/presence.js';
import { createRandom, type Random } from '../../../../world/random.js';
import { pickState } from '../../../../world/states.js';
import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import { FACE } from '../../exchange/category.js';
import { referenceNumber } from '../../exchange/domain/reference-number.js';
import type { HeldFace } from '../store/held-face.js';
import { coreContent, corePersonOf } from '../../matches/simulator/core-of.js';
import { facesOf } from './faces-of-people.js';
import { drawNear, LIKENESS } from './vectors.js';

/** Which faces. */
export interface GenerateOptions {
  readonly seed: number;
  readonly faces: number;
}

/** What the images were taken for. Invented. */
const OFFENCES = [
  'Theft',
  'Burglary',
  'Fraud',
  'Robbery',
  'Trafficking in narcotic drugs',
  'Forgery of documents',
] as const;

/** Share of the people known to a police who are on an image of somebody unknown elsewhere, too. */
const UNIDENTIFIED_SHARE = 0.05;

/** Images of people of the synthetic world: the world says which states have one of whom (presence.ts). */
export function* generateFaces({ seed, faces }: GenerateOptions): Generator<HeldFace, void, undefined> {
  const presenceOf = presencesOf(seed);
  const faceOf = facesOf(seed);
  let made = 0;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    const states = presenceOf(person).biometrics.faces;
    if (states.length === 0) continue;
    const random = createRandom(seed, `faces/${person.number}`);
    for (const face of facesOfPerson(person, states, faceOf(person.number), random)) {
      if (made === faces) return;
      made += 1;
      yield face;
    }
  }
}

function* facesOfPerson(
  person: Person,
  states: readonly string[],
  direction: FaceVector,
  random: Random,
): Generator<HeldFace, void, undefined> {
  const adultIn = Math.max(2005, Number(person.dateOfBirth.slice(0, 4)) + 14);
  const origin = () => ({
    acquiredOn: randomDayOf(Math.min(2025, adultIn + random.below(10)), random),
    offence: random.pick(OFFENCES),
    caseNumber: `SYN-${String(random.below(1_000_000)).padStart(6, '0')}`,
  });
  for (const memberState of states) {
    yield {
      reference: referenceNumber(FACE, memberState, 'identified', randomUlid(random)),
      vector: drawNear(direction, LIKENESS.taken, random),
      core: coreContent(memberState, corePersonOf(person), origin()),
    };
  }
  if (!random.chance(UNIDENTIFIED_SHARE)) return;
  const memberState = pickState(random);
  yield {
    reference: referenceNumber(FACE, memberState, 'unidentified', randomUlid(random)),
    vector: drawNear(direction, LIKENESS.unidentified, random),
    core: coreContent(memberState, undefined, origin()),
  };
}

/** A reference tells nothing, not even when it was made: its time is one for all. */
const randomUlid = (random: Random): string => ulid(REFERENCE_TIME_MS, () => random.fraction());

const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);
