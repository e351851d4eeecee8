/**
 * Tables of the matcher, in integers. They are made of additions, multiplications, divisions and square roots alone, which
 * IEEE 754 rounds in one way: Math.exp and Math.sin may differ in their last digit from one engine to the next, and with
 * them a bit of a template.
 */

/** Angles are bytes: 256 to a turn. */
export const TURN = 256;

/** Coordinates are in eighths of a pixel at 500 dpi. */
export const EIGHTHS = 8;

/** One, in tables of 15 bits. */
export const ONE = 32_768;

export const PI = 3.141592653589793;

/** Radians of a byte of angle. */
export const STEP = (2 * PI) / TURN;

/** e to the power of x, for x from -700 to 700. */
export function exp(x: number): number {
  const small = x / 1_024;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < 12; n++) {
    term *= small / n;
    sum += term;
  }
  for (let n = 0; n < 10; n++) sum *= sum;
  return sum;
}

/** The error function. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > 4) return 1;
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(PI)) * sum;
}

/** 1 / (1 + e^(-tau (value - mu))): near 1 on one side of mu and near 0 on the other. */
export const sigmoid = (value: number, mu: number, tau: number): number => 1 / (1 + exp(-tau * (value - mu)));

/** Sine of each byte of angle. */
export const SIN: Float64Array = Float64Array.from({ length: TURN }, (_, angle) => sineOf(angle));
/** Cosine of each byte of angle. */
export const COS: Float64Array = Float64Array.from({ length: TURN }, (_, angle) => sineOf((angle + 64) % TURN));

function sineOf(angle: number): number {
  if (angle >= 128) return -sineOf(angle - 128);
  if (angle > 64) return sineOf(128 - angle);
  const x = angle * STEP;
  let term = x;
  let sum = x;
  for (let n = 1; n < 12; n++) {
    term *= -(x * x) / (2 * n * (2 * n + 1));
    sum += term;
  }
  return angle === 64 ? 1 : sum;
}

/** Angle between two directions, in bytes: 0 to 128. */
export function angleBetween(a: number, b: number): number {
  const apart = (a - b) & 255;
  return apart > 128 ? TURN - apart : apart;
}
