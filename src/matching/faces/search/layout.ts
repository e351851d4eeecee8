/**
 * Where what lies in the memory of a gallery. Rows come in chunks: the vectors, then the inverse norm of each, then the
 * group of each. In front are places for threads: a question, and what a block of rows may answer.
 */
import { createSharedMemory, layOutLanes, PAGE, type ScanLane } from '../../lane-memory.js';
import { MOST_DIMENSIONS } from '../face-vector.js';

/** Rows of a chunk. */
export const CHUNK = 4_096;
/** Rows that the kernel looks at in one call: after each, only what is better than the best so far is let through. */
export const BLOCK = 1_024;
/** Groups that rows may be in. */
export const GROUPS = 32;

const STEP = 16;
const INVERSE_BYTES = 8;
/** Bytes of a row and its product. */
export const ANSWER_BYTES = 8;
const LANES_IN_FRONT = layOutLanes(MOST_DIMENSIONS * 2, BLOCK * ANSWER_BYTES);
const FIRST_CHUNK = PAGE * LANES_IN_FRONT.pages;

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
export const galleryLane = (lane: number): ScanLane => LANES_IN_FRONT.laneOf(lane);

/** Makes the memory of an empty gallery, which has room for some eight million faces of 512 components. */
export const createGalleryMemory = (): WebAssembly.Memory => createSharedMemory(LANES_IN_FRONT.pages);

/** Pages by which a chunk makes the memory larger. */
export const chunkPages = (stride: number): number => chunkBytes(stride) / PAGE;
