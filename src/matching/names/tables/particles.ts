/**
 * Particles of family names and of descent, with the one that stands for all spellings of it. They stay in a name, weigh
 * little, and are no evidence of a difference when a clerk left them out.
 */
export const PARTICLES: ReadonlyMap<string, string> = new Map(
  [
    ['AL', 'EL', 'UL', 'IL', 'AS', 'AZ', 'AR', 'AT', 'AD', 'ASH', 'AN', 'UR', 'UD', 'ED', 'ES', 'EZ', 'ER'],
    ['BIN', 'IBN', 'BEN', 'BINT', 'BINTI', 'OULD', 'WALAD'],
    ['ABU', 'ABOU', 'ABI', 'ABA'],
    ['UMM', 'OUM', 'UM'],
    ['DE', 'DES', 'DU', 'DEL', 'DELLA', 'DELLE', 'DEI', 'DEGLI', 'DELLO', 'DA', 'DAS', 'DO', 'DOS', 'DI', 'DALLA'],
    ['LA', 'LE', 'LES', 'LO', 'LOS', 'LAS'],
    ['VAN', 'VON', 'VOM', 'VAM', 'VANDEN', 'VANDER'],
    ['DER', 'DEN', 'DEM', 'HET', 'TER', 'TEN', 'TE', 'ZUR', 'ZUM', 'ZU'],
    ['Y', 'E', 'I', 'UND'],
    ['AF', 'AV'],
    ['MAC', 'MC'],
    ['SAN', 'SANTA', 'SANTO', 'SAINT', 'SAINTE', 'ST', 'STE'],
    ['THE'],
    ['NA', 'NI', 'NIC'],
  ].flatMap(([first = '', ...others]) => [first, ...others].map((particle) => [particle, first] as const)),
);

/** Particles after which the name of the father follows. */
export const DESCENT: ReadonlySet<string> = new Set(['BIN', 'IBN', 'BEN', 'BINT', 'BINTI', 'OULD', 'WALAD']);

/** Endings of a patronymic: Russian, Ukrainian, Belarusian, Azerbaijani, Kazakh, Icelandic. In last place they end family
 * names as well. */
export const PATRONYMIC_ENDINGS: readonly string[] = [
  'OVICH',
  'EVICH',
  'OVITCH',
  'OWITSCH',
  'EWITSCH',
  'OVYCH',
  'EVYCH',
  'IYOVYCH',
  'OVNA',
  'EVNA',
  'IVNA',
  'ICHNA',
  'OWNA',
  'EWNA',
  'OGLU',
  'OGLY',
  'OGHLU',
  'KIZI',
  'QIZI',
  'KYZY',
  'DOTTIR',
];
