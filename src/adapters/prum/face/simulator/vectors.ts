/**
 * Vectors of invented faces: a random direction for each person, and for each image of them a direction near it. A model of
 * a recognition algorithm, made to be repeatable; no figure about the accuracy of a real one can be had from it.
 */
import { type FaceVector, readFaceVector } from '../../../../matching/faces/face-vector.js';
import type { Random } from '../../../../world/random.js';

/** How near an image comes to the person: cosine of the angle between them. Invented. */
export const LIKENESS = {
  /** Taken by the police, frontal, well lit. */
  taken: 0.95,
  /** Searched for: taken from a video, as a rule. */
  probe: 0.85,
  /** Of somebody unknown, who did not hold still. */
  unidentified: 0.8,
  /** Another person who looks like this one. */
  lookAlike: 0.7,
} as const;

/** A direction that none is preferred to. */
export function drawDirection(random: Random, dimensions: number): FaceVector {
  const drawn = new Float64Array(dimensions);
  // Sums of four are near enough to normal numbers, and the same on every machine.
  for (let at = 0; at < dimensions; at++) {
    drawn[at] = random.fraction() + random.fraction() + random.fraction() + random.fraction() - 2;
  }
  return vectorOf(drawn);
}

/** A direction at about this likeness to another. */
export function drawNear({ unit }: FaceVector, likeness: number, random: Random): FaceVector {
  const noise = drawDirection(random, unit.length).unit;
  const rest = Math.sqrt(1 - likeness * likeness);
  return vectorOf(Float64Array.from(unit, (component, at) => likeness * component + rest * (noise[at] ?? 0)));
}

function vectorOf(components: Float64Array): FaceVector {
  const reading = readFaceVector(components, components.length);
  if ('fault' in reading) throw new RangeError(`no vector: ${reading.fault.code}`);
  return reading.vector;
}
