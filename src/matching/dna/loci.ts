/**
 * Loci of the Prüm exchange set: the 24 of Decision 2008/616/JHA, Annex, chapter 1, and the five by which Council
 * Resolution 2009/C 296/01 extended the European Standard Set.
 */

/** Sex marker: its values are X and Y, and it never counts toward a number of loci. */
export const AMELOGENIN = 'Amelogenin';

/** The seven loci of the original European Standard Set: a reference profile needs six of them. */
export const ESS_LOCI = ['VWA', 'TH01', 'D21S11', 'FGA', 'D8S1179', 'D3S1358', 'D18S51'] as const;

const ADDITIONAL = [
  'TPOX',
  'CSF1PO',
  'D13S317',
  'D7S820',
  'D5S818',
  'D16S539',
  'D2S1338',
  'D19S433',
  'Penta D',
  'Penta E',
  'FES',
  'F13A1',
  'F13B',
  'SE33',
  'CD4',
  'GABA',
] as const;

const ESS_EXTENSION = ['D1S1656', 'D2S441', 'D10S1248', 'D12S391', 'D22S1045'] as const;

/** Short tandem repeats: every locus but amelogenin. */
export const STR_LOCI = [...ESS_LOCI, ...ADDITIONAL, ...ESS_EXTENSION] as const;

/** Every locus of the exchange set. */
export const LOCI = [...STR_LOCI, AMELOGENIN] as const;

export type StrLocus = (typeof STR_LOCI)[number];
export type Locus = (typeof LOCI)[number];

/** Loci whose repeat has five bases; all others count as four (Decision 2008/616/JHA, Annex, chapter 1). */
const PENTANUCLEOTIDES: ReadonlySet<Locus> = new Set<Locus>(['Penta D', 'Penta E', 'CD4']);

/** Bases in one repeat. */
export const repeatUnit = (locus: StrLocus): 4 | 5 => (PENTANUCLEOTIDES.has(locus) ? 5 : 4);

/** Other names under which kits and databases know a locus. */
const ALIASES: Readonly<Record<string, Locus>> = {
  'TH0-1': 'TH01',
  CSF1P0: 'CSF1PO',
  F13A01: 'F13A1',
  FESFPS: 'FES',
  AMEL: AMELOGENIN,
  GABRB15: 'GABA',
};

const keyOf = (name: string): string => name.toUpperCase().replace(/[\s_/-]/g, '');

const BY_KEY: ReadonlyMap<string, Locus> = new Map<string, Locus>([
  ...LOCI.map((locus): [string, Locus] => [keyOf(locus), locus]),
  ...Object.entries(ALIASES).map(([alias, locus]): [string, Locus] => [keyOf(alias), locus]),
]);

/** The locus of this name; case, blanks, _, - and / do not matter. Undefined for a name outside the exchange set. */
export const locusOf = (name: string): Locus | undefined => BY_KEY.get(keyOf(name));
