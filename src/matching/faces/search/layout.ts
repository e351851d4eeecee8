/**
 * Where what lies in the memory of a gallery. Rows come in chunks: the vectors, then the inverse norm of each, then the
 * group of each. In front are places for threads: a question, and what a block of rows may answer.
 */
import { MOST_DIMENSIONS } from '../face-vector.js';

/** Rows of a chunk. */
export const CHUNK = 4_096;
/** Rows that the kernel looks at in one call: after each, only what is better than the best so far is let through. */
export const BLOCK = 1_024;
/** Threads that can scan at a time. */
export const LANES = 8;
/** Groups that rows may be in. */
export const GROUPS = 32;

const PAGE = 65_536;
/** Most pages of a WebAssembly memory: 4 GiB, some eight million faces of 512 components. */
const MOST_PAGES = 65_536;

const STEP = 16;
const INVERSE_BYTES = 8;
const QUESTION_BYTES = MOST_DIMENSIONS * 2;
/** Bytes of a row and its product. */
export const ANSWER_BYTES = 8;
const LANE_BYTES = QUESTION_BYTES + BLOCK * ANSWER_BYTES;
/** The first page stays empty, so that no address is 0. */
const FIRST_CHUNK = PAGE + PAGE * Math.ceil((LANES * LANE_BYTES) / PAGE);

/** Bytes of a row: its components, filled up with zeros that change no product. */
export const strideOf = (dimensions: number): number => STEP * Math.ceil(dimensions / STEP);

/** Bytes of a chunk: whole pages. */
export const chunkBytes = (stride: number): number => PAGE * Math.ceil((CHUNK * (stride + INVERSE_BYTES + 1)) / PAGE);

/** Where the parts of a chunk begin. */
export function chunkAddresses(
  chunk: number,
  stride: number,
): { readonly vectors: number; readonly inverses: number; readonly groups: number } {
  const vectors = FIRST_CHUNK + chunk * chunkBytes(stride);
  const inverses = vectors + CHUNK * stride;
  return { vectors, inverses, groups: inverses + CHUNK * INVERSE_BYTES };
}

/** Where the n-th thread puts its question, and finds its answer. */
export const laneAddresses = (lane: number): { readonly question: number; readonly out: number } => ({
  question: PAGE + lane * LANE_BYTES,
  out: PAGE + lane * LANE_BYTES + QUESTION_BYTES,
});

/** Makes the memory of an empty gallery. */
export const createGalleryMemory = (): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: FIRST_CHUNK / PAGE, maximum: MOST_PAGES, shared: true });

/** Pages by which a chunk makes the memory larger. */
export const chunkPages = (stride: number): number => chunkBytes(stride) / PAGE;
