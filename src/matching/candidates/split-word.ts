/** One word read as several: "JohnSmith", with or without a typing error in it. */

/** A stretch of a word that may be a name of its own. */
export interface Piece {
  readonly text: string;
  /** Where it begins and ends, in shares of the word. */
  readonly from: number;
  readonly to: number;
  /** whole: known tokens make up all of the word, and this is one. known: a token beside something that is none. rest: that. */
  readonly kind: 'whole' | 'known' | 'rest';
}

/** Shorter pieces are found everywhere. */
const MIN_PIECE = 2;
const MIN_WORD = 5;
/** Beside something unknown a piece must be so long, and so must be what is left. */
const MIN_BESIDE = 4;
/** Stretches that are left over, on either side. */
const MAX_RESTS = 6;
/** Letters of a word that are looked at: the work is quadratic. */
const MAX_WORD = 64;

/**
 * Every known token that begins where another ends, from the front or up to the end, the longest first; then what is left
 * beside the longest ones.
 */
export function splitWord(spelling: string, isToken: (text: string) => boolean): readonly Piece[] {
  if (spelling.length < MIN_WORD) return [];
  const word = spelling.slice(0, MAX_WORD);
  const { length } = word;
  const isPiece = (from: number, to: number): boolean =>
    to - from >= MIN_PIECE && to - from < length && isToken(word.slice(from, to));
  const front = reachable(length, isPiece);
  const back = reachable(length, (from, to) => isPiece(length - to, length - from));
  const piece = (from: number, to: number, kind: Piece['kind']): Piece => ({
    text: word.slice(from, to),
    from: from / length,
    to: to / length,
    kind,
  });
  const known: Piece[] = [];
  const lefts: Piece[] = [];
  const rights: Piece[] = [];
  for (let from = 0; from < length; from++) {
    for (let to = from + MIN_PIECE; to <= length; to++) {
      const [before, behind] = [front[from] === true, back[length - to] === true];
      if (!(before || behind) || !isPiece(from, to)) continue;
      if (before && behind) {
        known.push(piece(from, to, 'whole'));
      } else if (to - from >= MIN_BESIDE) {
        known.push(piece(from, to, 'known'));
        if (before) rights.push(piece(to, length, 'rest'));
        else lefts.push(piece(0, from, 'rest'));
      }
    }
  }
  const size = ({ from, to }: Piece): number => to - from;
  known.sort((a, b) => Number(b.kind === 'whole') - Number(a.kind === 'whole') || size(b) - size(a));
  return [...known, ...shortest(lefts), ...shortest(rights)];
}

/** What is left beside the longest pieces: so long a piece is hardly a token by chance. */
const shortest = (rests: readonly Piece[]): readonly Piece[] =>
  rests
    .filter(({ text }) => text.length >= MIN_BESIDE)
    .sort((a, b) => a.text.length - b.text.length)
    .slice(0, MAX_RESTS);

/** Places of a word to which a row of tokens leads from its beginning. */
function reachable(length: number, isPiece: (from: number, to: number) => boolean): readonly boolean[] {
  const places = new Array<boolean>(length + 1).fill(false);
  places[0] = true;
  for (let from = 0; from < length; from++) {
    if (!places[from]) continue;
    for (let to = from + MIN_PIECE; to <= length; to++) places[to] ||= isPiece(from, to);
  }
  return places;
}
