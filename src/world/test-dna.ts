/**
 * DNA profiles of test persons and test stains: values by locus, the same in every simulated exchange
 * (docs/test-persons.md). Each is of nobody.
 */

/** Values of each locus, e.g. { VWA: ['16', '17'] }. */
export type TestProfile = Readonly<Record<string, readonly string[]>>;

/** Profiles to search for, by what they are for. */
export const TEST_DNA = {
  /** Of Maarten Voorbeeld-Staal: the police of XB have it, and XC has a stain of his in which a value dropped out. */
  knownToPolice: {
    VWA: ['14', '20'],
    TH01: ['8.3', '10'],
    D21S11: ['27', '34.2'],
    FGA: ['18', '27'],
    D8S1179: ['8', '16'],
    D3S1358: ['13', '19'],
    D18S51: ['10', '22'],
    D1S1656: ['10', '18.3'],
    D2S441: ['9', '15'],
    D10S1248: ['11', '18'],
    D12S391: ['16', '25'],
    D22S1045: ['10', '18'],
    D16S539: ['8', '15'],
    D2S1338: ['16', '26'],
    D19S433: ['11', '16.2'],
    SE33: ['13', '33.2'],
    Amelogenin: ['X', 'Y'],
  },
  /** Of a stain: XD has a person's who differs from it by one base at one locus. */
  microVariant: {
    VWA: ['13', '21'],
    TH01: ['5', '10'],
    D21S11: ['26', '35'],
    FGA: ['17', '28'],
    D8S1179: ['9', '17'],
    D3S1358: ['12', '19'],
    D18S51: ['11', '23'],
    D16S539: ['8', '14'],
    D2S1338: ['15', '27'],
    D19S433: ['11', '15.2'],
  },
  /** Of a stain of which seven loci could be typed: XC has a person's. */
  fewLoci: {
    VWA: ['13', '20'],
    TH01: ['5', '8.3'],
    D21S11: ['26', '34.2'],
    FGA: ['17', '27'],
    D8S1179: ['9', '16'],
    D3S1358: ['12', '13'],
    D18S51: ['11', '22'],
  },
  /** Of Toomas Näidismäe: XB has it, and the other states do not answer. */
  notAnsweredByAll: {
    VWA: ['14', '21'],
    TH01: ['5', '11'],
    D21S11: ['26', '27'],
    FGA: ['18', '28'],
    D8S1179: ['8', '17'],
    D3S1358: ['13', '20'],
    D18S51: ['10', '23'],
    D16S539: ['8', '8'],
    D2S1338: ['16', '27'],
    D19S433: ['10', '16.2'],
  },
  /** Known nowhere. */
  unknownToAll: {
    VWA: ['13', '14'],
    TH01: ['5', '5'],
    D21S11: ['35', '36'],
    FGA: ['17', '18'],
    D8S1179: ['8', '9'],
    D3S1358: ['19', '20'],
    D18S51: ['22', '23'],
    D16S539: ['8', '15'],
    D2S1338: ['15', '16'],
    D19S433: ['10', '11'],
  },
} as const satisfies Readonly<Record<string, TestProfile>>;
