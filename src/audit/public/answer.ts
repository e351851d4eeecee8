/** What the public face answers to a path: found, not there, or gone; without HTTP. */
import { TILE_WIDTH } from '../merkle/tile.js';
import type { PublicLog } from './public-log.js';
import type { Publication } from './published.js';
import { parsePath, type Resource, widthOf } from './resource.js';

/** An answer before it is put into HTTP. */
export type Answer =
  | { readonly kind: 'checkpoint'; readonly note: string }
  /** Bytes that never change. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly compressible: boolean }
  /** Not there, or not yet; `why` is for a person. */
  | { readonly kind: 'absent'; readonly why: string }
  /** Was there, and is no longer served. */
  | { readonly kind: 'pruned'; readonly why: string };

/** Where answers come from. */
export interface AnswerSource {
  readonly log: PublicLog;
  readonly publication: Publication;
  /** Entries below this index are not served any more (C2SP tlog-tiles, "Pruning"). */
  readonly minimumIndex: () => Promise<number>;
}

/** Answers one path, given without its leading slash. Rejects when the log cannot be read. */
export async function answerPath(path: string, source: AnswerSource): Promise<Answer> {
  const parsed = parsePath(path);
  if ('refusal' in parsed) return { kind: 'absent', why: parsed.refusal };
  const { resource } = parsed;
  if (resource.kind === 'checkpoint') return { kind: 'checkpoint', note: (await source.publication.latest()).note };

  const { n, width } = resource;
  const level = resource.kind === 'tile' ? resource.level : 0;
  const { size } = await source.publication.reaching((n * TILE_WIDTH + width) * TILE_WIDTH ** level);
  const there = widthOf(level, n, size);
  if (there < width) {
    return { kind: 'absent', why: `the tree of size ${size} has ${there} of the ${width} ${unitOf(resource)} there` };
  }
  if (resource.kind === 'tile') return found(await source.log.tile(level, n, width), false);
  const minimum = await source.minimumIndex();
  // A bundle goes as a whole: what counts is where its full form ends. Tiles stay, or old proofs could not be made.
  if ((n + 1) * TILE_WIDTH <= minimum) {
    return { kind: 'pruned', why: `entries below ${minimum} are not served any more; their tiles are` };
  }
  return found(await source.log.entries(n, width), true);
}

function found(bytes: Uint8Array | undefined, compressible: boolean): Answer {
  if (bytes === undefined) throw new Error('audit log: something the tree must have is not there');
  return { kind: 'bytes', bytes, compressible };
}

function unitOf({ kind }: Resource): string {
  return kind === 'entries' ? 'entries' : 'hashes';
}
