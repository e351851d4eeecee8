/** Zones published in ICAO Doc 9303, Parts 4 to 7 and 11, and by issuing states; the last ones are made by hand. */

export interface Specimen {
  readonly title: string;
  readonly lines: readonly string[];
  /** Check digits in the order number, birth, expiry, optional data, composite, as they stand. */
  readonly digits: string;
  readonly number: string;
  readonly issuer: string;
  readonly nationality: string;
  readonly primary: string;
  readonly secondary: string;
  readonly birth: string | undefined;
  readonly expiry: string | undefined;
  readonly optional: readonly string[];
}

const ANNA = { issuer: 'UTO', nationality: 'UTO', primary: 'ERIKSSON', secondary: 'ANNA MARIA' } as const;
const PETER = { issuer: 'UTO', nationality: 'UTO', primary: 'STEVENSON', secondary: 'PETER JOHN' } as const;

/** Read as on 1 January 2013. */
export const SPECIMENS: readonly Specimen[] = [
  {
    title: 'TD3, Doc 9303-4 Appendix B',
    lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
    digits: '62910',
    number: 'L898902C3',
    ...ANNA,
    birth: '1974-08-12',
    expiry: '2012-04-15',
    optional: ['ZE184226B'],
  },
  {
    title: 'TD2, Doc 9303-6 Appendix B',
    lines: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
    digits: '7296',
    number: 'D23145890',
    ...ANNA,
    birth: '1974-08-12',
    expiry: '2012-04-15',
    optional: [''],
  },
  {
    title: 'TD1, Doc 9303-5 Appendix B',
    lines: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
    digits: '7296',
    number: 'D23145890',
    ...ANNA,
    birth: '1974-08-12',
    expiry: '2012-04-15',
    optional: ['', ''],
  },
  {
    title: 'TD1 with a long number, Doc 9303-11 Appendix D.2',
    lines: ['I<UTOD23145890<7349<<<<<<<<<<<', '3407127M9507122UTO<<<<<<<<<<<2', 'STEVENSON<<PETER<JOHN<<<<<<<<<'],
    digits: '9722',
    number: 'D23145890734',
    ...PETER,
    birth: '1934-07-12',
    expiry: '1995-07-12',
    optional: ['', ''],
  },
  {
    title: 'TD2 with a long number, Doc 9303-11 Appendix D.2',
    lines: ['I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<', 'D23145890<UTO3407127M95071227349<<<8'],
    digits: '9728',
    number: 'D23145890734',
    ...PETER,
    birth: '1934-07-12',
    expiry: '1995-07-12',
    optional: [''],
  },
  {
    title: 'MRV-A, Doc 9303-7 Appendix B',
    lines: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C<3UTO6908061F9406236ZE184226B<<<<<<<'],
    digits: '316',
    number: 'L898902C',
    ...ANNA,
    birth: '1969-08-06',
    expiry: '1994-06-23',
    optional: ['ZE184226B'],
  },
  {
    title: 'MRV-B, Doc 9303-7 Appendix B',
    lines: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L898902C<3UTO6908061F9406236ZE184226'],
    digits: '316',
    number: 'L898902C',
    ...ANNA,
    birth: '1969-08-06',
    expiry: '1994-06-23',
    optional: ['ZE184226'],
  },
  {
    title: 'MRV-A with the second line of an older edition of Doc 9303-7, holder of unspecified nationality',
    lines: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
    digits: '489',
    number: 'L8988901C',
    ...ANNA,
    nationality: 'XXX',
    birth: '1940-09-07',
    expiry: '1996-12-10',
    optional: ['6ZE184226B'],
  },
  {
    title: 'a German passport, digit of the empty optional data left out',
    lines: ['P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4'],
    digits: '853<4',
    number: 'C01X00T47',
    issuer: 'D',
    nationality: 'D',
    primary: 'MUSTERMANN',
    secondary: 'ERIKA',
    birth: '1964-08-12',
    expiry: '2027-02-28',
    optional: [''],
  },
  {
    title: 'a British passport, digit 0 for the empty optional data',
    lines: ['P<GBRUK<SPECIMEN<<ANGELA<ZOE<<<<<<<<<<<<<<<<', '9250764733GBR8809117F2007162<<<<<<<<<<<<<<08'],
    digits: '37208',
    number: '925076473',
    issuer: 'GBR',
    nationality: 'GBR',
    primary: 'UK SPECIMEN',
    secondary: 'ANGELA ZOE',
    birth: '1988-09-11',
    expiry: '2020-07-16',
    optional: [''],
  },
  {
    title: 'day of birth unknown, sex unspecified, holder stateless',
    lines: ['PPUTOOESTERBERG<<AASE<<<<<<<<<<<<<<<<<<<<<<<', 'X0A0000A12XXA5908<<8<3112319<<<<<<<<<<<<<<<6'],
    digits: '289<6',
    number: 'X0A0000A1',
    issuer: 'UTO',
    nationality: 'XXA',
    primary: 'OESTERBERG',
    secondary: 'AASE',
    birth: '1959-08-00',
    expiry: '2031-12-31',
    optional: [''],
  },
  {
    title: 'date of birth unknown, one name, holder a refugee',
    lines: ['PRAUTNUR<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'R000000010XXB<<<<<<0<30063020<<<<<<<<<<<<<02'],
    digits: '00202',
    number: 'R00000001',
    issuer: 'AUT',
    nationality: 'XXB',
    primary: 'NUR',
    secondary: '',
    birth: undefined,
    expiry: '2030-06-30',
    optional: ['0'],
  },
  {
    title: 'TD1 with a long number of letters',
    lines: ['IDUTOD23145890<XYZ5<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<0', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
    digits: '5290',
    number: 'D23145890XYZ',
    ...ANNA,
    birth: '1974-08-12',
    expiry: '2012-04-15',
    optional: ['', ''],
  },
  {
    title: 'a Belgian card: the digit of a long number passes over the filler',
    lines: ['I<BEL600001795<0152<<<<<<<<<<<', '8501019F3001019BEL850101000007', 'SPECIMEN<<VECTOR<<<<<<<<<<<<<<'],
    digits: '2997',
    number: '600001795015',
    issuer: 'BEL',
    nationality: 'BEL',
    primary: 'SPECIMEN',
    secondary: 'VECTOR',
    birth: '1985-01-01',
    expiry: '2030-01-01',
    optional: ['', '85010100000'],
  },
];
