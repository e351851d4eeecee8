import type { Minutia, PrintMinutiae } from '../../src/matching/minutiae/minutia.js';
import type { Random } from '../../src/world/random.js';

/** Middle of the image in which a piece comes to lie. */
const MIDDLE = 2_000;

/** The minutiae nearest to one of them, turned by any angle. */
export function pieceOf({ minutiae, image }: PrintMinutiae, count: number, random: Random): PrintMinutiae {
  const centre = minutiae[random.below(minutiae.length)];
  if (centre === undefined) return { minutiae, image };
  const far = (one: Minutia): number => Math.hypot(one.x - centre.x, one.y - centre.y);
  const byte = random.below(256);
  const [cos, sin] = [Math.cos((byte * Math.PI) / 128), Math.sin((byte * Math.PI) / 128)];
  const turned = [...minutiae]
    .sort((a, b) => far(a) - far(b))
    .slice(0, count)
    .map((one): Minutia => {
      const [x, y] = [one.x - centre.x, centre.y - one.y];
      return {
        ...one,
        x: Math.round(MIDDLE + cos * x - sin * y),
        y: Math.round(MIDDLE - (sin * x + cos * y)),
        angle: (one.angle + (byte * 360) / 256) % 360,
      };
    });
  return { minutiae: turned, image };
}
