/** DNA profiles for exchange: how they are read, made alike, and what they must hold (Decision 2008/616/JHA, Annex, chapter 1). */
import { type Allele, isFullyDesignated, type Pair, pairOf, readAllele, WILDCARD } from './allele.js';
import { AMELOGENIN, ESS_LOCI, type Locus, locusOf, type StrLocus } from './loci.js';

/** Loci that must be fully designated. The minimum number of Regulation (EU) 2024/982 Art. 9(3) is not set yet. */
export const MIN_LOCI = 6;

/** What a profile is of: an identified person, or an unidentified stain or person. */
export type ProfileKind = 'reference' | 'unidentified';

/** Sex marker. */
export type SexMarker = 'X,X' | 'X,Y' | 'Y,Y';

/** A profile that may be compared. */
export interface DnaProfile {
  readonly id: string;
  readonly kind: ProfileKind;
  /** Loci for which a pair of values is there; in each, at most one is a wildcard. */
  readonly pairs: ReadonlyMap<StrLocus, Pair>;
  readonly sex: SexMarker | undefined;
}

/** A profile as it comes in: values of each locus as written. */
export interface RawProfile {
  readonly id: string;
  readonly kind: ProfileKind;
  readonly loci: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Why a profile may not be exchanged, in the order in which the reasons are told. */
export const REJECTIONS = [
  'UNKNOWN_LOCUS',
  'REPEATED_LOCUS',
  'MIXED_PROFILE',
  'INVALID_ALLELE',
  'TOO_FEW_LOCI',
  'ESS_INCOMPLETE',
] as const;

/** A reason, and where. */
export interface Rejection {
  readonly code: (typeof REJECTIONS)[number];
  /** As written; absent if it is the profile as a whole. */
  readonly locus?: string;
  /** In words, without any value of the profile. */
  readonly message: string;
}

/** A profile, or every reason why it is none. */
export type ProfileReading =
  { readonly profile: DnaProfile } | { readonly rejections: readonly [Rejection, ...Rejection[]] };

/** Values at a locus beyond which it is a mixture of persons. */
const MOST_VALUES = 3;

/** Reads a profile, and whether it may be exchanged. */
export function readProfile({ id, kind, loci }: RawProfile): ProfileReading {
  const rejections: Rejection[] = [];
  const pairs = new Map<StrLocus, Pair>();
  const seen = new Set<Locus>();
  let sex: SexMarker | undefined;
  for (const { name, values } of loci) {
    const reject = (code: Rejection['code'], message: string): void => {
      rejections.push({ code, locus: name, message });
    };
    const locus = locusOf(name);
    if (locus === undefined) {
      reject('UNKNOWN_LOCUS', 'is none of the 29 loci of the exchange set');
      continue;
    }
    if (seen.has(locus)) reject('REPEATED_LOCUS', 'is given twice, maybe under another name');
    seen.add(locus);
    if (values.length > MOST_VALUES) {
      reject('MIXED_PROFILE', `has ${values.length} values: mixtures are not exchanged`);
    } else if (locus === AMELOGENIN) sex = readSex(values);
    else {
      const pair = readPair(values, locus);
      if (pair === 'invalid') reject('INVALID_ALLELE', 'has a value that its repeat unit rules out');
      else if (pair !== undefined) pairs.set(locus, pair);
    }
  }
  if (rejections.length === 0) rejections.push(...missing(kind, pairs));
  const [first, ...rest] = rejections.sort((a, b) => REJECTIONS.indexOf(a.code) - REJECTIONS.indexOf(b.code));
  return first === undefined ? { profile: { id, kind, pairs, sex } } : { rejections: [first, ...rest] };
}

/** Two values; of three, the first, and any value for the others. Undefined for a locus that says nothing. */
function readPair(values: readonly string[], locus: StrLocus): Pair | 'invalid' | undefined {
  const given = values.filter((value) => value.trim() !== '');
  const alleles = given.map((value) => readAllele(value, locus));
  if (alleles.includes(undefined)) return 'invalid';
  const [first, second, third] = alleles as Allele[];
  // One value is no pair: it may be a homozygote, or half of something.
  if (first === undefined || second === undefined) return undefined;
  const pair = pairOf(first, third === undefined ? second : WILDCARD);
  return pair[0] === WILDCARD ? undefined : pair;
}

/** Both values must be X or Y. */
function readSex(values: readonly string[]): SexMarker | undefined {
  const sorted = values.map((value) => value.trim().toUpperCase()).sort();
  const text = sorted.join(',');
  return text === 'X,X' || text === 'X,Y' || text === 'Y,Y' ? text : undefined;
}

function missing(kind: ProfileKind, pairs: ReadonlyMap<StrLocus, Pair>): readonly Rejection[] {
  const designated = designatedLoci(pairs);
  if (designated.length < MIN_LOCI) {
    return [{ code: 'TOO_FEW_LOCI', message: `has ${designated.length} fully designated loci, and needs ${MIN_LOCI}` }];
  }
  const essential = ESS_LOCI.filter((locus) => designated.includes(locus)).length;
  return kind === 'reference' && essential < MIN_LOCI
    ? [
        {
          code: 'ESS_INCOMPLETE',
          message: `has ${essential} of the seven loci of the European Standard Set, and needs ${MIN_LOCI}`,
        },
      ]
    : [];
}

/** Loci with two values; amelogenin never counts, and neither does a locus with a wildcard. */
export const designatedLoci = (pairs: ReadonlyMap<StrLocus, Pair>): readonly StrLocus[] =>
  [...pairs].filter(([, pair]) => isFullyDesignated(pair)).map(([locus]) => locus);
