/**
 * Patterns of the contract run on bytes from outside, on every call, so none may backtrack. A pattern is accepted only
 * if it is deterministic: at every point the next character alone decides where in the pattern it goes (one-unambiguous,
 * Brüggemann-Klein and Wood 1998: the rule XML has for content models), and by which loop it gets there (strongly
 * deterministic, Koch and Scherzinger 2007). Then matching is linear in any engine.
 *
 * The accepted language: literals, escaped punctuation, \d, classes without negation, groups, |, ?, *, +, {n}, {m,n}.
 */

/** Characters a position accepts, as inclusive code-point ranges. */
type CharSet = readonly (readonly [number, number])[];

/** Places where a (part of a) pattern can begin and end, and whether it matches nothing at all. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

const EMPTY: Part = { first: [], last: [], nullable: true };
const MAX_POSITIONS = 2000;

/** Compiles a pattern so that it must match from the first to the last character. Throws when it could backtrack. */
export function compilePattern(pattern: string): RegExp {
  new DeterminismCheck(pattern).run();
  return new RegExp(`^(?:${pattern})$`, 'u');
}

class DeterminismCheck {
  private readonly source: readonly string[];
  private at = 0;
  private readonly sets: CharSet[] = [];
  private readonly follow: Set<number>[] = [];

  constructor(pattern: string) {
    this.source = Array.from(pattern);
  }

  run(): void {
    const whole = this.alternatives();
    if (this.at < this.source.length) this.fail('unbalanced )');
    this.assertDisjoint(whole.first);
    for (const next of this.follow) this.assertDisjoint([...next]);
  }

  private alternatives(): Part {
    let part = this.sequence();
    while (this.source[this.at] === '|') {
      this.at++;
      const other = this.sequence();
      part = {
        first: [...part.first, ...other.first],
        last: [...part.last, ...other.last],
        nullable: part.nullable || other.nullable,
      };
    }
    return part;
  }

  private sequence(): Part {
    let part = EMPTY;
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      part = this.join(part, this.repeated());
    }
    return part;
  }

  private repeated(): Part {
    const start = this.at;
    const part = this.atom();
    const end = this.at;
    const quantifier = /^(?:[?*+]|\{(\d{1,3})(?:,(\d{1,3}))?\})/.exec(this.source.slice(this.at).join(''));
    if (quantifier === null) return part;
    this.at += quantifier[0].length;
    if (/[?*+{]/.test(this.source[this.at] ?? '')) this.fail('a quantifier on a quantifier');
    const after = this.at;
    switch (quantifier[0]) {
      case '?':
        return { ...part, nullable: true };
      case '+':
        this.loop(part);
        return part;
      case '*':
        this.loop(part);
        return { ...part, nullable: true };
    }
    const least = Number(quantifier[1]);
    const most = quantifier[2] === undefined ? least : Number(quantifier[2]);
    if (most === 0 || most < least) this.fail('a repetition of nothing');
    // a{2,4} is a a (a (a)?)?: each copy gets its own positions.
    const copies = [part];
    while (copies.length < most) {
      this.at = start;
      copies.push(this.atom());
    }
    if (this.at !== end) this.at = end;
    this.at = after;
    return copies.reduceRight<Part>((rest, copy, index) => {
      const joined = this.join(copy, rest);
      return index < least ? joined : { ...joined, nullable: true };
    }, EMPTY);
  }

  private atom(): Part {
    const char = this.source[this.at++];
    switch (char) {
      case '(': {
        if (this.source[this.at] === '?') this.fail('only plain groups');
        const part = this.alternatives();
        if (this.source[this.at++] !== ')') this.fail('unbalanced (');
        return part;
      }
      case '[':
        return this.position(this.charClass());
      case '\\':
        return this.position(this.escape());
      case undefined:
      case '.':
      case '^':
      case '$':
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case ']':
        return this.fail(`${char ?? 'the end'} is not used bare`);
      default:
        return this.position([codes(char, char)]);
    }
  }

  private charClass(): CharSet {
    const set: (readonly [number, number])[] = [];
    if (this.source[this.at] === '^') this.fail('no negated classes');
    while (this.source[this.at] !== ']') {
      const from = this.source[this.at++] ?? this.fail('unbalanced [');
      if (from === '\\') {
        set.push(...this.escape());
        continue;
      }
      const to = this.source[this.at + 1];
      if (this.source[this.at] === '-' && to !== undefined && to !== ']') {
        this.at += 2;
        set.push(codes(from, to));
      } else {
        set.push(codes(from, from));
      }
    }
    this.at++;
    return set.length > 0 ? set : this.fail('an empty class');
  }

  private escape(): CharSet {
    const char = this.source[this.at++] ?? this.fail('a lone backslash');
    if (char === 'd') return [codes('0', '9')];
    return /[A-Za-z0-9]/.test(char) ? this.fail(`\\${char} is not used`) : [codes(char, char)];
  }

  private position(set: CharSet): Part {
    const index = this.sets.push(set) - 1;
    if (index > MAX_POSITIONS) this.fail('too long');
    this.follow.push(new Set());
    return { first: [index], last: [index], nullable: false };
  }

  private join(left: Part, right: Part): Part {
    this.connect(left.last, right.first);
    return {
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
      nullable: left.nullable && right.nullable,
    };
  }

  private loop(part: Part): void {
    if (part.nullable) this.fail('a loop over something that may be empty');
    this.connect(part.last, part.first);
  }

  private connect(from: readonly number[], to: readonly number[]): void {
    for (const position of from) {
      for (const next of to) {
        // Two ways from one place to the next, as in (a+)+, are as many as there are ways to share out the text.
        if (this.follow[position]?.has(next) === true) this.fail('two loops lead to the same character');
        this.follow[position]?.add(next);
      }
    }
  }

  private assertDisjoint(positions: readonly number[]): void {
    const ranges = positions.flatMap((position) => this.sets[position] ?? []).sort((a, b) => a[0] - b[0]);
    for (const [index, range] of ranges.entries()) {
      const previous = ranges[index - 1];
      if (previous !== undefined && range[0] <= previous[1]) this.fail('the next character does not decide');
    }
  }

  private fail(why: string): never {
    throw new Error(`pattern /${this.source.join('')}/ may backtrack or is not in the accepted language: ${why}`);
  }
}

function codes(from: string, to: string): readonly [number, number] {
  return [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
}
