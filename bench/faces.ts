/**
 * Exact search over faces: npm run bench:face [-- --faces 1000000 --dimensions 512]. Milliseconds on one and two threads,
 * held against a plain JavaScript scan of the same bytes and against reading all of them once (memory bandwidth), in one
 * run; and how many of the best ten by 32-bit numbers are among the best ten by bytes.
 *
 * Vectors are random directions, the hardest case for bytes: nobody is alike. A probe is a held face with noise.
 */
import { parseArgs } from 'node:util';
import {
  type CodedFace,
  codeFace,
  type FaceVector,
  productOf,
  readFaceVector,
} from '../src/matching/faces/face-vector.js';
import { FaceSearch } from '../src/matching/faces/search/face-search.js';
import { FaceGallery } from '../src/matching/faces/search/gallery.js';
import { CHUNK, chunkAddresses, chunkBytes } from '../src/matching/faces/search/layout.js';
import { compileFaceScan } from '../src/matching/faces/search/scanner.js';
import { BestList } from '../src/matching/candidates/best-list.js';
import { instantiateKernel } from '../src/matching/kernel.js';
import { createRandom, type Random } from '../src/world/random.js';
import { printResult } from './support/result.js';
import { timeOf } from './support/time-of.js';

const SEARCHES = 20;
const LISTED = 10;
/** Share of the held face in a probe; the rest is noise. */
const LIKENESS = 0.7;

const { values } = parseArgs({
  options: { faces: { type: 'string', default: '1000000' }, dimensions: { type: 'string', default: '512' } },
});
const faces = Number(values.faces);
const dimensions = Number(values.dimensions);

/** Independent normal numbers: a direction that none is preferred to. */
function drawDirection(random: Random): Float64Array {
  const drawn = new Float64Array(dimensions);
  for (let at = 0; at < dimensions; at += 2) {
    const length = Math.sqrt(-2 * Math.log(1 - random.fraction()));
    const angle = 2 * Math.PI * random.fraction();
    drawn[at] = length * Math.cos(angle);
    if (at + 1 < dimensions) drawn[at + 1] = length * Math.sin(angle);
  }
  return drawn;
}

function vectorOf(components: ArrayLike<number>): FaceVector {
  const reading = readFaceVector(components, dimensions);
  if ('fault' in reading) throw new Error(reading.fault.code);
  return reading.vector;
}

const random = createRandom(1, 'bench-faces');
const gallery = new FaceGallery(dimensions);
const held = new Float32Array(faces * dimensions);
let loading = 0;
for (let n = 0; n < faces; n++) {
  const drawn = drawDirection(random);
  const from = performance.now();
  const vector = vectorOf(drawn);
  gallery.add(codeFace(vector));
  loading += performance.now() - from;
  held.set(vector.unit, n * dimensions);
  if (process.stderr.isTTY && n % 100_000 === 0) process.stderr.write(`\r${n} faces`);
}

const probes = Array.from({ length: SEARCHES }, (_, n): FaceVector => {
  const noise = vectorOf(drawDirection(random)).unit;
  const at = Math.floor((n * faces) / SEARCHES) * dimensions;
  const rest = Math.sqrt(1 - LIKENESS ** 2);
  return vectorOf(noise.map((component, d) => LIKENESS * (held[at + d] ?? 0) + rest * component));
});
const questions = probes.map(codeFace);

/** The best by 32-bit numbers. */
function bestByFloats({ unit }: FaceVector): readonly number[] {
  const best = new BestList(LISTED);
  for (let n = 0; n < faces; n++)
    best.offer(productOf(unit, held.subarray(n * dimensions, (n + 1) * dimensions)), n, n);
  return best.take().map(({ value }) => value);
}

/** The same scan of the same bytes in JavaScript. */
function scanPlainly({ codes }: CodedFace): readonly number[] {
  const best = new BestList(LISTED);
  for (let n = 0; n < faces; n++) best.offer(gallery.rankOf(n, codes), n, n);
  return best.take().map(({ value }) => value);
}

const sweep = instantiateKernel(compileFaceScan(), gallery.memory).sweep as (from: number, bytes: number) => bigint;
const readAll = (): void => {
  for (let chunk = 0; chunk < gallery.chunks; chunk++) {
    sweep(chunkAddresses(chunk, gallery.stride).vectors, CHUNK * gallery.stride);
  }
};

const one = new FaceSearch(1);
const two = new FaceSearch(2);
let turn = 0;
const next = (): CodedFace => questions[turn++ % SEARCHES] ?? questions[0]!;
const wanted = { most: LISTED };
const onOne = await timeOf(() => one.search(gallery, next(), wanted), SEARCHES);
const onTwo = await timeOf(() => two.search(gallery, next(), wanted), SEARCHES);
const plain = await timeOf(() => scanPlainly(next()), 5);
const reading = await timeOf(readAll, 5);

let agreed = 0;
let exact = true;
for (const [n, question] of questions.entries()) {
  const found = (await two.search(gallery, question, wanted)).map(({ number }) => number);
  const byFloats = new Set(bestByFloats(probes[n]!));
  agreed += found.filter((number) => byFloats.has(number)).length;
  if (n < 3) exact &&= found.join() === scanPlainly(question).join();
}
await one.close();
await two.close();

const shape = `${faces} faces of ${dimensions} components`;
console.log(shape);
console.log('one thread ms  two threads ms  JavaScript ms  reading all ms');
console.log(
  [onOne, onTwo, plain, reading].map((time, n) => time.toFixed(1).padStart([13, 16, 15, 16][n] ?? 0)).join(''),
);
console.log(
  `${(chunkBytes(gallery.stride) / CHUNK).toFixed(0)} bytes a face; reading and coding ${((loading / faces) * 1000).toFixed(1)} µs a face`,
);
console.log(`the same list as the plain scan: ${exact ? 'yes' : 'NO'}`);
console.log(`recall@${LISTED} of bytes against 32-bit numbers: ${(agreed / (SEARCHES * LISTED)).toFixed(3)}`);
console.log('target at 1,000,000 faces of 512 components: 120 ms on one thread');
printResult({
  bench: 'faces',
  metric: `exact search over ${shape} on one thread, held against reading them once`,
  value: onOne,
  unit: 'ms',
  reference: reading,
  ratio: onOne / reading,
});
if (!exact) process.exitCode = 1;
