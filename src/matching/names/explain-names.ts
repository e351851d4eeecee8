import { alignNames, linkWeight, tokenWeight } from './align-names.js';
import type { PairReason } from './compare-tokens.js';
import type { NameToken, PreparedName, TokenRole } from './name-token.js';
import { judge, scoreNames, type Conflict } from './score-names.js';
import { WEIGHTS } from './weights.js';

/** Words that were held against each other, or one that had no counterpart. */
export interface ComparedWords {
  /** As written in the asked name; undefined if only the record has it. */
  readonly asked: string | undefined;
  /** As written in the record; undefined if only the asked name has it. */
  readonly stored: string | undefined;
  readonly role: TokenRole;
  /** 0 to 1. */
  readonly score: number;
  /** How much it counted, before the whole was divided by the sum of weights. */
  readonly weight: number;
  readonly reason: PairReason | 'different' | 'only_asked' | 'only_stored';
}

/** Why a score is what it is. */
export interface NameExplanation {
  /** What scoreNames says. */
  readonly score: number;
  readonly words: readonly ComparedWords[];
  /** One line for each entry of `words`: "family name: transliteration variant". */
  readonly reasons: readonly string[];
}

const ROLES: Readonly<Record<TokenRole, string>> = {
  given: 'given name',
  family: 'family name',
  patronymic: 'patronymic',
  particle: 'particle',
  initial: 'initial',
  numeral: 'number',
  legal_form: 'legal form',
  generic: 'common word',
  unknown: 'name',
};

const REASONS: Readonly<Record<ComparedWords['reason'], string>> = {
  equal: 'equal',
  transliteration: 'transliteration variant',
  same_name: 'the same name in another language or spelling',
  short_form: 'nickname',
  gender: 'ending for men and women',
  sound: 'sounds alike',
  spelling: 'spelt differently',
  consonants: 'same consonants, vowels not written',
  initial: 'initial',
  legal_form: 'legal form of the same kind',
  joined: 'written apart or together',
  different: 'different',
  only_asked: 'not in the record',
  only_stored: 'only in the record',
};

/** Scores like scoreNames and says why. */
export function explainNames(asked: PreparedName, stored: PreparedName): NameExplanation {
  const score = scoreNames(asked, stored);
  const words = asked.tokens.length === 0 || stored.tokens.length === 0 ? [] : compareWords(asked, stored);
  return { score, words, reasons: words.map(({ role, reason }) => `${ROLES[role]}: ${REASONS[reason]}`) };
}

function compareWords(asked: PreparedName, stored: PreparedName): readonly ComparedWords[] {
  const conflicts: Conflict[] = [];
  judge(asked, stored, conflicts);
  const { links, linkCount, askedLink, storedLink } = alignNames(asked, stored);
  const linked = links.slice(0, linkCount).map((link) => ({
    at: link.askedFrom,
    asked: writtenOf(asked.tokens, link.askedFrom, link.askedTo),
    stored: writtenOf(stored.tokens, link.storedFrom, link.storedTo),
    role: roleOf([
      ...asked.tokens.slice(link.askedFrom, link.askedTo + 1),
      ...stored.tokens.slice(link.storedFrom, link.storedTo + 1),
    ]),
    score: link.score,
    weight: linkWeight(link, asked, stored),
    reason: link.reason,
  }));
  const different = conflicts.map((conflict) => {
    const [one, other] = [asked.tokens[conflict.asked], stored.tokens[conflict.stored]];
    return {
      at: conflict.asked,
      asked: one?.written,
      stored: other?.written,
      role: roleOf([one, other].filter((token) => token !== undefined)),
      score: 0,
      weight: WEIGHTS.conflict * ((tokenWeight(one) + tokenWeight(other)) / 2),
      reason: 'different' as const,
    };
  });
  const onlyAsked = asked.tokens.flatMap((token, at) =>
    askedLink[at] !== -1 || conflicts.some((conflict) => conflict.asked === at)
      ? []
      : [{ ...alone(token, WEIGHTS.onlyAsked), at, asked: token.written, reason: 'only_asked' as const }],
  );
  const onlyStored = stored.tokens.flatMap((token, at) =>
    storedLink[at] !== -1 || conflicts.some((conflict) => conflict.stored === at)
      ? []
      : [
          {
            ...alone(token, WEIGHTS.onlyStored),
            at: asked.tokens.length,
            stored: token.written,
            reason: 'only_stored' as const,
          },
        ],
  );
  return [...linked, ...different, ...onlyAsked, ...onlyStored]
    .sort((a, b) => a.at - b.at)
    .map((compared) => ({
      asked: compared.asked,
      stored: compared.stored,
      role: compared.role,
      score: compared.score,
      weight: compared.weight,
      reason: compared.reason,
    }));
}

const alone = (token: NameToken, share: number) => ({
  asked: undefined,
  stored: undefined,
  role: token.role,
  score: 0,
  weight: tokenWeight(token) * share,
});

const writtenOf = (tokens: readonly NameToken[], from: number, to: number): string =>
  tokens
    .slice(from, to + 1)
    .map(({ written }) => written)
    .join(' ');

/** What is known of a word rather than what was guessed; what the full word is rather than its initial or particle. */
function roleOf(tokens: readonly NameToken[]): TokenRole {
  let best: NameToken | undefined;
  for (const token of tokens) if (best === undefined || preference(token) < preference(best)) best = token;
  return best?.role ?? 'unknown';
}

function preference({ role, guessed }: NameToken): number {
  if (role === 'unknown') return 3;
  return role === 'initial' || role === 'particle' ? 2 : guessed ? 1 : 0;
}
