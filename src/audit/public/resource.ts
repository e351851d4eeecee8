/** Names of what a log serves (C2SP tlog-tiles): paths, and what a tree of some size has behind them. */
import { TILE_WIDTH } from '../merkle/tile.js';

/** Something that a log serves. `width` is 256 for a full tile or bundle, 1 to 255 for a partial one. */
export type Resource =
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'tile'; readonly level: number; readonly n: number; readonly width: number }
  | { readonly kind: 'entries'; readonly n: number; readonly width: number };

/** A resource, or in words why the path names none. */
export type ParsedPath = { readonly resource: Resource } | { readonly refusal: string };

/** Highest level that a path may name. */
const MAX_LEVEL = 63;
/** Digits of an index in one path element. */
const GROUP = 3;

/** The path below the log's prefix, without a leading slash. */
export function formatPath(resource: Resource): string {
  if (resource.kind === 'checkpoint') return 'checkpoint';
  const level = resource.kind === 'tile' ? String(resource.level) : 'entries';
  const partial = resource.width === TILE_WIDTH ? '' : `.p/${resource.width}`;
  return `tile/${level}/${formatIndex(resource.n)}${partial}`;
}

/** Reads a path without its leading slash. Only the one spelling of each path is read. */
export function parsePath(path: string): ParsedPath {
  if (path === 'checkpoint') return { resource: { kind: 'checkpoint' } };
  const [, level, rest] = /^tile\/([^/]*)\/(.*)$/s.exec(path) ?? [];
  if (level === undefined || rest === undefined) {
    return { refusal: 'there are /checkpoint, /tile/<level>/<index> and /tile/entries/<index>' };
  }
  const [, index = '', widthText] = /^([^.]*)(?:\.p\/(.*))?$/s.exec(rest) ?? [];
  const n = parseIndex(index);
  if (n === undefined) return { refusal: 'the index is groups of three digits, all but the last after an x' };
  const width = widthText === undefined ? TILE_WIDTH : parseDecimal(widthText, TILE_WIDTH - 1);
  if (width === undefined || width === 0) return { refusal: 'the width of a partial tile is 1 to 255' };
  if (level === 'entries') return { resource: { kind: 'entries', n, width } };
  const parsedLevel = parseDecimal(level, MAX_LEVEL);
  if (parsedLevel === undefined) return { refusal: 'the level is 0 to 63, or "entries"' };
  return { resource: { kind: 'tile', level: parsedLevel, n, width } };
}

/** Hashes of tile `n` on `level`, or for level 0 entries of bundle `n`, in the tree of `size`: 0 to 256. */
export function widthOf(level: number, n: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.max(0, Math.floor(size / TILE_WIDTH ** level) - n * TILE_WIDTH));
}

/** Every tile of the tree of `size` on a level, the last one possibly partial. */
export function tilesOn(level: number, size: number): number {
  return Math.ceil(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);
}

/** Tile levels of the tree of `size`: 0 for the empty tree. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (tilesOn(levels, size) > 0) levels += 1;
  return levels;
}

function formatIndex(n: number): string {
  const digits = String(n);
  const padded = digits.padStart(Math.ceil(digits.length / GROUP) * GROUP, '0');
  return padded.replace(/\d{3}(?=\d)/g, (group) => `x${group}/`);
}

function parseIndex(text: string): number | undefined {
  if (!/^(?:x\d{3}\/){0,5}\d{3}$/.test(text)) return undefined;
  const n = Number(text.replace(/[x/]/g, ''));
  return Number.isSafeInteger(n) && formatIndex(n) === text ? n : undefined;
}

function parseDecimal(text: string, most: number): number | undefined {
  const value = /^(?:0|[1-9]\d{0,3})$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= most ? value : undefined;
}
