/** Names of elements, and where loci stand. */
import { AMELOGENIN, ESS_LOCI, type Locus, LOCI } from '../../matching/dna/loci.js';

/** Root of a message. */
export const ROOT = 'PRUEMDNAx';

/** Loci of the group that INTERPOL calls its standard set: the seven of the European Standard Set, and amelogenin. */
const STANDARD: ReadonlySet<Locus> = new Set<Locus>([...ESS_LOCI, AMELOGENIN]);

/** The two groups of loci, by their elements. */
export const GROUPS: readonly { readonly element: string; readonly loci: readonly Locus[] }[] = [
  { element: 'ess_issol', loci: LOCI.filter((locus) => STANDARD.has(locus)) },
  { element: 'additional_loci', loci: LOCI.filter((locus) => !STANDARD.has(locus)) },
];

/** Element of a locus: its name in small letters, "_" for a blank. */
export const elementOf = (locus: Locus): string => locus.toLowerCase().replaceAll(' ', '_');
