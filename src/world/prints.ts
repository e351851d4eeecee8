/**
 * Synthetic fingerprints: minutiae of fingers that nobody has, and of impressions of them as scanners would make them. For
 * measuring speed and for tests. How well a matcher tells fingers apart can only be measured on real ones.
 */
import type { Minutia, PrintMinutiae } from '../matching/minutiae/minutia.js';
import type { Random } from './random.js';

/** Pixels per centimetre at 500 dpi. */
const IMAGE = { xPerCm: 197, yPerCm: 197 };

/** Half axes of the part of a finger that touches, in pixels, and how close two minutiae come. */
const FINGER = { across: 125, along: 175 };
const LEAST_APART = 8;
/** Minutiae of a finger. */
const FEWEST = 26;
const MOST = 60;

/** A minutia about the middle of the finger: y upwards, direction in radians. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly kind: Minutia['kind'];
}

/** All minutiae of one finger. */
export type SyntheticFinger = readonly Place[];

/** A finger whose ridges run about a core and a delta. */
export function syntheticFinger(random: Random): SyntheticFinger {
  const core = { x: spread(random, 30), y: 30 + spread(random, 30) };
  const delta = { x: spread(random, 100), y: -110 + spread(random, 40) };
  const wanted = FEWEST + random.below(MOST - FEWEST + 1);
  const places: Place[] = [];
  while (places.length < wanted) {
    const [x, y] = [spread(random, FINGER.across), spread(random, FINGER.along)];
    if ((x / FINGER.across) ** 2 + (y / FINGER.along) ** 2 > 1) continue;
    if (places.some((other) => Math.hypot(other.x - x, other.y - y) < LEAST_APART)) continue;
    // Zero-pole model of Sherlock and Monro (1993); either way along the ridge is as likely.
    const ridge = (Math.atan2(y - core.y, x - core.x) - Math.atan2(y - delta.y, x - delta.x)) / 2;
    const direction = ridge + (random.chance(0.5) ? Math.PI : 0);
    places.push({ x, y, direction, kind: random.chance(0.6) ? 'ending' : 'bifurcation' });
  }
  return places;
}

/** Size of the image that an impression lies in, in pixels. */
const SIDE = 500;

/**
 * An impression: turned by 20 degrees at most, cropped, stretched by up to 8 pixels, each minutia off by some 2 pixels and
 * 5 degrees, a tenth to a quarter of them missed, and a few seen that are not there.
 */
export function syntheticImpression(finger: SyntheticFinger, random: Random): PrintMinutiae {
  const turn = (spread(random, 20) * Math.PI) / 180;
  const middle = { x: spread(random, 30), y: spread(random, 30) };
  const missed = 0.1 + 0.15 * random.fraction();
  const [bend, phase] = [spread(random, 8), spread(random, Math.PI)];
  const seen = finger
    .filter(({ x, y }) => Math.hypot(x - middle.x, (y - middle.y) * 0.75) < FINGER.across && !random.chance(missed))
    .map(({ x, y, direction, kind }): Place => {
      const stretched = { x: x + bend * Math.sin(y / 90 + phase), y: y + bend * Math.cos(x / 90 + phase) };
      return {
        x: Math.cos(turn) * stretched.x - Math.sin(turn) * stretched.y + off(random, 2),
        y: Math.sin(turn) * stretched.x + Math.cos(turn) * stretched.y + off(random, 2),
        direction: direction + turn + off(random, 0.09),
        kind: random.chance(0.9) ? kind : 'other',
      };
    });
  const spurious = Array.from({ length: Math.round(seen.length * (0.05 + 0.1 * random.fraction())) }, (): Place => ({
    x: spread(random, FINGER.across * 0.7),
    y: spread(random, FINGER.along * 0.7),
    direction: spread(random, Math.PI),
    kind: 'ending',
  }));
  return { image: IMAGE, minutiae: [...seen, ...spurious].map(minutiaOf) };
}

function minutiaOf({ x, y, direction, kind }: Place): Minutia {
  const byte = Math.round((direction * 128) / Math.PI) & 255;
  return {
    kind,
    x: Math.min(SIDE - 1, Math.max(0, Math.round(SIDE / 2 + x))),
    y: Math.min(SIDE - 1, Math.max(0, Math.round(SIDE / 2 - y))),
    angle: (byte * 360) / 256,
    quality: 'unreported',
  };
}

/** From minus to plus a limit. */
const spread = (random: Random, limit: number): number => limit * (2 * random.fraction() - 1);

/** About as a normal distribution of this standard deviation: the sum of twelve draws. */
function off(random: Random, deviation: number): number {
  let sum = -6;
  for (let n = 0; n < 12; n++) sum += random.fraction();
  return deviation * sum;
}
