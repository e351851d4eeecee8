/** Codes of states and organisations in travel documents: ISO 3166-1 alpha-3 and the codes of Doc 9303-3, section 5. */

const ISO =
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR ' +
  'BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP ' +
  'CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB ' +
  'GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN ' +
  'KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD ' +
  'MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN ' +
  'PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM ' +
  'SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR ' +
  'UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE';

/** Germany, classes of British nationals, Kosovo, the Union, the United Nations and other organisations, and the specimen state. */
const OTHERS = 'D GBD GBN GBO GBP GBS RKS XXK EUE UNO UNA UNK XBA XIM XCC XCE XCO XEC XPO XES XOM XDC XMP UTO ANT NTZ';

/** Stateless persons, refugees, and persons of unspecified nationality: nationalities, but no issuers. */
const NATIONALITIES_ONLY = 'XXA XXB XXC XXX';

const ISSUERS: ReadonlySet<string> = new Set([ISO, OTHERS].join(' ').split(' '));
const NATIONALITIES: ReadonlySet<string> = new Set([...ISSUERS, ...NATIONALITIES_ONLY.split(' ')]);

/** True if the code, without fillers, may stand for an issuing state or organisation. */
export const isIssuer = (code: string): boolean => ISSUERS.has(code);

/** True if the code, without fillers, may stand for a nationality. */
export const isNationality = (code: string): boolean => NATIONALITIES.has(code);
