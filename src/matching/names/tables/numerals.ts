/** Numbers in words, cardinal and ordinal, as names of organisations and ships write them in English. */
const UNITS =
  'ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN'.split(
    ' ',
  );
const ORDINALS =
  'ZEROTH FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH FIFTEENTH SIXTEENTH SEVENTEENTH EIGHTEENTH NINETEENTH'.split(
    ' ',
  );
const TENS = 'TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY'.split(' ');

/** Value of a number word; tens are multiples of ten from 20, to which a unit may follow. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, value) => [word, value] as const),
  ...ORDINALS.map((word, value) => [word, value] as const),
  ...TENS.map((word, at) => [word, (at + 2) * 10] as const),
  ['FOURTY', 40],
  ['HUNDRED', 100],
]);

/** Roman numerals that follow names; I, V and X alone are initials more often. */
export const ROMAN: ReadonlyMap<string, number> = new Map([
  ['II', 2],
  ['III', 3],
  ['IV', 4],
  ['VI', 6],
  ['VII', 7],
  ['VIII', 8],
  ['IX', 9],
  ['XI', 11],
  ['XII', 12],
  ['XIII', 13],
  ['XIV', 14],
  ['XV', 15],
  ['XVI', 16],
]);
