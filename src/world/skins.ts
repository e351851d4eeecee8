/**
 * Fingers and palms of the people of the world, as minutiae. Nobody's: points strewn over a print, and directions that follow
 * an invented flow of ridges with the cores and deltas of a loop, a whorl or an arch (the zero-pole model of Sherlock and
 * Monro, 1993). Whose they are is a function of seed and person; each impression of them is turned, moved and incomplete in
 * a way of its own.
 */
import type { Minutia, PrintMinutiae } from '../matching/minutiae/minutia.js';
import { createRandom, createRandoms, type Random } from './random.js';

/** A minutia that somebody has rated. */
export type RatedMinutia = Minutia & { readonly quality: number };

/** Resolution of the images of the world, in pixels per centimetre: 500 dpi. */
export const PER_CM = 197;

/** Minutiae of one impression, and the size of its image in pixels. */
export interface SyntheticPrint {
  readonly width: number;
  readonly height: number;
  readonly minutiae: readonly RatedMinutia[];
}

/** How an impression differs from the skin. */
export interface Impression {
  /** Share of the minutiae that it shows. */
  readonly shown: number;
  /** Minutiae that are not there, for each that is shown. */
  readonly spurious: number;
  /** How far a minutia is misplaced (pixels) and misdirected (degrees), about. */
  readonly misplaced: number;
  readonly misdirected: number;
  /** At most so many minutiae, those around one place; undefined for the whole print. */
  readonly patch?: number;
  /**
   * Half the width, in pixels, of what touches: an oval about the middle, a third longer than wide. Undefined for the whole
   * print.
   */
  readonly touched?: number;
  /** How far skin is stretched, in pixels, at most; undefined for not at all. */
  readonly stretched?: number;
  /** Share of the minutiae whose kind nobody could tell; undefined for none. */
  readonly untold?: number;
}

/** Taken from a person with care. */
export const TAKEN: Impression = { shown: 0.9, spurious: 0.04, misplaced: 1.5, misdirected: 4 };
/** Left at a scene. */
export const LEFT: Impression = { shown: 0.9, spurious: 0.05, misplaced: 2, misdirected: 6, patch: 28 };

/** Put on a scanner by somebody who does not care: what the matcher is tried and measured with. */
export const TOUCHED: Impression = {
  shown: 0.82,
  spurious: 0.1,
  misplaced: 2,
  misdirected: 5,
  touched: 125,
  stretched: 8,
  untold: 0.1,
};

/** Codes of ANSI/NIST-ITL 1-2011 Table 8. */
export const FINGERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export const PALMS = [21, 23] as const;

const FIRST_PALM = 20;

/** Pixels and minutiae of a finger and of a palm. */
const FINGER = { width: 320, height: 440, least: 45, most: 75, apart: 14 };
const PALM = { width: 900, height: 960, least: 190, most: 240, apart: 26 };

/** Places tried for each minutia before the print is taken for full. */
const TRIES = 30;

/** Most degrees by which an impression is turned. */
const TURNED = 20;
const EDGE = 60;

/** The skin of a finger or palm of a person of the world. */
export function createSkins(seed: number): (person: number, position: number) => SyntheticPrint {
  const fingers = createRandoms(seed, 'prints');
  return (person, position) => strew(fingers(person * 64 + position), position >= FIRST_PALM);
}

/** The same of somebody who is named instead of numbered, such as a test person, whatever the seed. */
export const skinOf = (name: string, position: number): SyntheticPrint =>
  strew(createRandom(0, `prints/${name}/${position}`), position >= FIRST_PALM);

function strew(random: Random, isPalm: boolean): SyntheticPrint {
  const { width, height, least, most, apart } = isPalm ? PALM : FINGER;
  const flow = isPalm ? palmFlow(random, width) : fingerFlow(random, width, height);
  const minutiae: RatedMinutia[] = [];
  const wanted = least + random.below(most - least + 1);
  for (let tries = wanted * TRIES; tries > 0 && minutiae.length < wanted; tries--) {
    const x = Math.round(random.fraction() * (width - 1));
    const y = Math.round(random.fraction() * (height - 1));
    if (((2 * x) / width - 1) ** 2 + ((2 * y) / height - 1) ** 2 > 1) continue;
    if (minutiae.some((other) => (other.x - x) ** 2 + (other.y - y) ** 2 < apart ** 2)) continue;
    const angle = turn(flow(x, height - y) + (random.chance(0.5) ? 180 : 0) + about(random, 4));
    minutiae.push({
      kind: random.chance(0.55) ? 'ending' : 'bifurcation',
      x,
      y,
      angle,
      quality: 50 + random.below(46),
    });
  }
  return { width, height, minutiae };
}

/** Direction of the ridges at a place, in degrees; y upwards. */
type Flow = (x: number, y: number) => number;

interface Place {
  readonly x: number;
  readonly y: number;
}

function fingerFlow(random: Random, width: number, height: number): Flow {
  const near = (x: number, y: number): Place => ({
    x: width * (x + 0.08 * (random.fraction() - 0.5)),
    y: height * (y + 0.08 * (random.fraction() - 0.5)),
  });
  const pattern = random.weighted({ arch: 7, left: 32, right: 32, whorl: 29 });
  const tilt = about(random, 5);
  if (pattern === 'arch') {
    const steep = 30 + random.below(20);
    return (x, y) => tilt + steep * Math.cos((Math.PI * x) / width) * (0.4 + (0.6 * y) / height);
  }
  const cores = pattern === 'whorl' ? [near(0.5, 0.62), near(0.5, 0.46)] : [near(0.5, 0.55)];
  const deltas =
    pattern === 'whorl' ? [near(0.12, 0.2), near(0.88, 0.2)] : [pattern === 'left' ? near(0.85, 0.2) : near(0.15, 0.2)];
  const seen = (x: number, y: number, places: readonly Place[]): number =>
    places.reduce((sum, place) => sum + degrees(Math.atan2(y - place.y, x - place.x)), 0);
  return (x, y) => tilt + 90 + (seen(x, y, cores) - seen(x, y, deltas)) / 2;
}

function palmFlow(random: Random, width: number): Flow {
  const waves = [1, 2, 3].map((times) => ({
    across: (2 * Math.PI * times * (0.5 + random.fraction())) / width,
    along: (2 * Math.PI * times * (0.5 + random.fraction())) / width,
    high: 40 / times,
    from: random.fraction() * 2 * Math.PI,
  }));
  return (x, y) =>
    waves.reduce((sum, { across, along, high, from }) => sum + high * Math.sin(across * x + along * y + from), 45);
}

/** An impression of a skin. */
export function impress(
  { width, height, minutiae }: SyntheticPrint,
  random: Random,
  { shown, spurious, misplaced, misdirected, patch, touched, stretched, untold }: Impression,
): SyntheticPrint {
  const turned = (random.fraction() * 2 - 1) * TURNED;
  const [cos, sin] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const moved = { x: about(random, 10), y: about(random, 10) };
  const [wide, high] = [width + 2 * EDGE, height + 2 * EDGE];
  const middle = minutiae[random.below(minutiae.length)] ?? { x: width / 2, y: height / 2 };
  const far = (one: Place): number => (one.x - middle.x) ** 2 + (one.y - middle.y) ** 2;
  const within = patch === undefined ? minutiae : minutiae.toSorted((a, b) => far(a) - far(b)).slice(0, patch);
  // What an impression does not know of draws nothing: prints of the world stay what they were.
  const touches = touched === undefined ? () => true : touching(random, { x: width / 2, y: height / 2 }, touched);
  const stretch = stretched === undefined ? (place: Place) => place : stretching(random, stretched);
  const kept = within
    .filter((minutia) => touches(minutia) && random.chance(shown))
    .map((minutia): RatedMinutia => {
      const { x, y } = stretch({ x: minutia.x - width / 2, y: minutia.y - height / 2 });
      return {
        ...minutia,
        ...(untold !== undefined && random.chance(untold) && { kind: 'other' }),
        // Upwards is against y: a turn counter-clockwise.
        x: Math.round(wide / 2 + cos * x + sin * y + moved.x + about(random, misplaced)),
        y: Math.round(high / 2 - sin * x + cos * y + moved.y + about(random, misplaced)),
        angle: turn(minutia.angle + turned + about(random, misdirected)),
        quality: Math.max(1, minutia.quality - random.below(20)),
      };
    });
  const invented = Array.from({ length: Math.round(kept.length * spurious) }, (): RatedMinutia => {
    const beside = kept[random.below(kept.length)] ?? { x: wide / 2, y: high / 2 };
    return {
      kind: 'ending',
      x: Math.round(beside.x + about(random, 25)),
      y: Math.round(beside.y + about(random, 25)),
      angle: turn(random.fraction() * 360),
      quality: 1 + random.below(30),
    };
  });
  const isInside = ({ x, y }: Place): boolean => x >= 0 && y >= 0 && x < wide && y < high;
  return { width: wide, height: high, minutiae: [...kept, ...invented].filter(isInside) };
}

/** Whether a place touches: within an oval about a place near the middle. */
function touching(random: Random, middle: Place, half: number): (place: Place) => boolean {
  const [x, y] = [middle.x + about(random, 12), middle.y + about(random, 12)];
  return (place) => Math.hypot(place.x - x, (place.y - y) * 0.75) < half;
}

/** Where a place about the middle comes to lie: skin gives way in waves. */
function stretching(random: Random, most: number): (place: Place) => Place {
  const [bend, phase] = [most * (2 * random.fraction() - 1), 2 * Math.PI * random.fraction()];
  return ({ x, y }) => ({ x: x + bend * Math.sin(y / 90 + phase), y: y + bend * Math.cos(x / 90 + phase) });
}

/** An impression as the matcher takes it from a finger minutiae record: directions in 256 steps. */
export const printMinutiae = ({ minutiae }: SyntheticPrint): PrintMinutiae => ({
  image: { xPerCm: PER_CM, yPerCm: PER_CM },
  minutiae: minutiae.map((one) => ({ ...one, angle: ((Math.round((one.angle * 256) / 360) & 255) * 360) / 256 })),
});

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Whole degrees from 0 to 359. */
const turn = (angle: number): number => ((Math.round(angle) % 360) + 360) % 360;

/** Around 0, bell-shaped, about as far as said: the sum of four even choices. */
const about = (random: Random, far: number): number =>
  (random.fraction() + random.fraction() + random.fraction() + random.fraction() - 2) * far * Math.sqrt(3);
