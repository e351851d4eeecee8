/**
 * States as carriers write them: by the three letters of travel documents (Doc 9303-3, section 5), by the two letters of
 * ISO 3166-1, or by a code that means the same.
 */
import { isRenamedCountry } from '../../matching/identity/renamed-places.js';

/** ISO 3166-1: alpha-2, alpha-3, and so on. */
const PAIRS = `
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA
AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES
BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK
CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE DE DEU DJ DJI DK DNK DM DMA
DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA
GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS
GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND
IO IOT IQ IRQ IR IRN IS ISL IT ITA JE JEY JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA
KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA
LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ
MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC
NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM
PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY QA QAT RE REU RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC
SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV
SX SXM SY SYR SZ SWZ TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON TR TUR
TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR
VN VNM VU VUT WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE
`
  .trim()
  .split(/\s+/);

/** Kosovo and organisations, which ISO 3166-1 lacks, and what documents of the Union call them. */
const OTHERS = ['XK', 'RKS', 'EU', 'EUE', 'UN', 'UNO'];

const BY_TWO_LETTERS: ReadonlyMap<string, string> = new Map(
  [...PAIRS, ...OTHERS].flatMap((code, at, all) => (at % 2 === 0 ? [[code, all[at + 1] ?? ''] as const] : [])),
);

/** Codes that mean the same as another one: Germany in documents and in ISO 3166-1; Kosovo in its own and others' use. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['D', 'DEU'],
  ['XXK', 'RKS'],
  ['XKX', 'RKS'],
  ['UNA', 'UNO'],
]);

/** Classes of British nationals, whom carriers often call GBR (Doc 9303-3, section 5). */
const BRITISH = new Set(['GBR', 'GBD', 'GBN', 'GBO', 'GBP', 'GBS']);

/** How two codes are of one state. */
export type StateRule = 'two_letters' | 'same_state' | 'renamed' | 'british_class';

/** Three letters for the two of ISO 3166-1; undefined for anything else. */
export const threeLettersOf = (code: string): string | undefined => BY_TWO_LETTERS.get(code);

/** equal; or by which rule two codes, in capital letters, are of one state; undefined for different ones. Symmetric. */
export function compareStates(a: string, b: string): 'equal' | StateRule | undefined {
  if (a === b) return 'equal';
  const [one, other] = [threeLettersOf(a) ?? a, threeLettersOf(b) ?? b];
  if ((SAME.get(one) ?? one) === (SAME.get(other) ?? other))
    return one.length === a.length && other.length === b.length ? 'same_state' : 'two_letters';
  if (isRenamedCountry(one, other)) return 'renamed';
  return BRITISH.has(one) && BRITISH.has(other) ? 'british_class' : undefined;
}
