import { PrumCategory } from '../../../../gen/ostiary/prum/v1/exchange.js';
import { DnaDeviation, DnaProbeKind, DnaQuality } from '../../../../gen/ostiary/prum/v1/dna.js';
import type { Deviation, Quality } from '../../../../matching/dna/compare.js';
import type { ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { ProbeKind } from '../domain/dna-search.js';

/** Values of the domain for the enumerations of the contract, and the other way round. */
export const PROBE_KINDS: ReadonlyMap<number, ProbeKind> = new Map([
  [DnaProbeKind.IDENTIFIED, 'identified'],
  [DnaProbeKind.UNIDENTIFIED, 'unidentified'],
  [DnaProbeKind.MISSING_PERSON, 'missing_person'],
  [DnaProbeKind.REMAINS, 'remains'],
]);

export const QUALITY_TO_WIRE = {
  1: DnaQuality.FULL,
  2: DnaQuality.WILDCARD,
  3: DnaQuality.MICRO_VARIANT,
  4: DnaQuality.MISMATCH,
} as const satisfies Readonly<Record<Quality, DnaQuality>>;

export const DEVIATION_TO_WIRE = {
  wildcard: DnaDeviation.WILDCARD,
  'micro-variant': DnaDeviation.MICRO_VARIANT,
  mismatch: DnaDeviation.MISMATCH,
} as const satisfies Readonly<Record<Deviation, DnaDeviation>>;

export const KIND_TO_WIRE = {
  identified: PrumCategory.IDENTIFIED,
  unidentified: PrumCategory.UNIDENTIFIED,
} as const satisfies Readonly<Record<ReferenceKind, PrumCategory>>;
