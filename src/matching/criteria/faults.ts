/** What is wrong with a rule, and where: everything at once, so that an author mends it in one go. */

export interface RuleFault {
  readonly file: string;
  /** Where in the rule, e.g. "all[2].any[0].op"; empty if it is about the rule as a whole. */
  readonly path: string;
  readonly problem: string;
  /** Time alone has brought it about: it was sound when it was loaded first. */
  readonly expired?: true;
}

/** Most faults that are told of one file. */
const MAX_FAULTS = 100;

/** Gathers the faults of one file. */
export class Faults {
  readonly #file: string;
  readonly #found: RuleFault[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get found(): readonly RuleFault[] {
    return this.#found;
  }

  add(path: string, problem: string): void {
    if (this.#found.length < MAX_FAULTS) this.#found.push({ file: this.#file, path, problem });
  }

  /** Notes that the rule has had its time. */
  expire(path: string, problem: string): void {
    this.#found.push({ file: this.#file, path, problem, expired: true });
  }
}

/** A fault in one line. */
export const faultText = ({ file, path, problem }: RuleFault): string =>
  `${file}: ${path === '' ? '' : `${path}: `}${problem}`;
