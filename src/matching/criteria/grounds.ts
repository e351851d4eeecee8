/**
 * What a rule rests on, whatever the shape of its conditions. Nesting, negation and conditions that are always true hide
 * nothing: the question is put to the function that the conditions compute, not to how they are written.
 */
import { type Atom, atomsOf, atomTest, type Condition, type Truth } from './condition.js';
import type { Faults } from './faults.js';
import { type Field, FIELDS, type FactValue, type FieldName } from './fields.js';

/** Grounds that are not protected, and without which no match may come about. */
export const LEAST_GROUNDS = 2;

/** Most steps of the search, far more than a rule that people can understand takes. */
const MAX_STEPS = 50_000;
/** Most different constants that "contains" asks one field for: each doubles the cases. */
const MAX_ELEMENTS = 6;

// What may become of a condition, as a set.
const TRUE = 1;
const FALSE = 2;
const UNKNOWN = 4;

/** One way in which a field answers all atoms about it. */
type Cell = readonly Truth[];

/** A field as far as a rule asks about it. */
interface Asked {
  readonly name: FieldName;
  readonly isProtected: boolean;
  /** Positions of its atoms among those of the rule. */
  readonly atoms: readonly number[];
  /** Answers of facts that are told, and of a fact that is not. */
  readonly known: readonly Cell[];
  readonly unknown: Cell;
}

/** Notes what makes the conditions meaningless, or rest on too little. */
export function checkGrounds(condition: Condition, path: string, faults: Faults): void {
  const atoms = atomsOf(condition);
  const fields = [...new Set(atoms.map(({ field }) => field))];
  const tooMany = fields.filter((name) => elementsOf(atoms, name).length > MAX_ELEMENTS);
  for (const name of tooMany) faults.add(path, `asks ${name} for more than ${MAX_ELEMENTS} different values`);
  if (tooMany.length > 0) return;
  const search = new Search(
    condition,
    atoms,
    fields.map((name) => askedOf(name, atoms)),
  );
  for (const [at, atom] of atoms.entries()) {
    const answer = search.everyAnswer(at);
    if (answer !== undefined) faults.add(atom.path, `is ${answer} of every value`);
  }
  try {
    if (!search.canHold()) faults.add(path, 'can never be true');
    const lone = search.findThinGround();
    if (lone !== undefined) faults.add(path, thinText(lone, search.protectedFields));
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    faults.add(path, 'too complex to be checked for discrimination: write several rules');
  }
}

function thinText(lone: readonly FieldName[], besides: readonly FieldName[]): string {
  const ground = lone.length === 0 ? 'matches' : `matches on ${lone.join(', ')} alone`;
  const protectedBeside =
    besides.length === 0
      ? ''
      : lone.length === 0
        ? ` on ${besides.join(', ')} alone`
        : `, beside ${besides.join(', ')}`;
  return `${ground}${protectedBeside}: at least ${LEAST_GROUNDS} grounds that are not protected must be necessary (Art. 6(4))`;
}

class TooComplex extends Error {}

class Search {
  readonly #condition: Condition;
  readonly #asked: readonly Asked[];
  readonly #at: ReadonlyMap<Atom, number>;
  /** What may become of each atom, given what has been assumed so far. */
  readonly #possible: number[];
  #steps = 0;

  constructor(condition: Condition, atoms: readonly Atom[], asked: readonly Asked[]) {
    this.#condition = condition;
    this.#asked = asked;
    this.#at = new Map(atoms.map((atom, at) => [atom, at]));
    this.#possible = atoms.map(() => 0);
    for (const field of asked) this.#open(field, field.known);
  }

  get protectedFields(): readonly FieldName[] {
    return this.#asked.filter(({ isProtected }) => isProtected).map(({ name }) => name);
  }

  /** The one answer that an atom gives to every value; undefined if there are two. */
  everyAnswer(at: number): boolean | undefined {
    const set = this.#possible[at];
    return set === TRUE ? true : set === FALSE ? false : undefined;
  }

  /** Whether some facts make the condition true. */
  canHold(): boolean {
    return this.#reaches(true, this.#asked, ({ known, unknown }) => [...known, unknown]);
  }

  /**
   * Fewer than LEAST_GROUNDS neutral fields of which some facts make the condition true, whatever the other neutral
   * facts are, given protected ones; undefined if there are none. That a fact is told at all is no ground.
   */
  findThinGround(): readonly FieldName[] | undefined {
    const neutral = this.#asked.filter(({ isProtected }) => !isProtected);
    const given = this.#asked.filter(({ isProtected }) => isProtected);
    const suffices = (others: readonly Asked[]): boolean => !this.#reaches(false, others, ({ known }) => known);
    return this.#someCase(given, () => {
      if (suffices(neutral)) return [];
      return neutral
        .map((one) =>
          this.#someCase([one], () => (suffices(neutral.filter((other) => other !== one)) ? [one.name] : undefined)),
        )
        .find((found) => found !== undefined);
    });
  }

  /** The first that is found when fields are fixed in every way. */
  #someCase<Found>(fields: readonly Asked[], find: () => Found | undefined): Found | undefined {
    const [field, ...rest] = fields;
    if (field === undefined) return find();
    for (const cell of [...field.known, field.unknown]) {
      this.#step();
      this.#fix(field, cell);
      const found = this.#someCase(rest, find);
      if (found !== undefined) return found;
    }
    this.#open(field, field.known);
    return undefined;
  }

  /** Whether the condition can become true, or can stay without being true, over cells of fields. */
  #reaches(goal: boolean, fields: readonly Asked[], cellsOf: (field: Asked) => readonly Cell[]): boolean {
    for (const field of fields) this.#open(field, cellsOf(field));
    return this.#descend(goal, fields, cellsOf);
  }

  #descend(goal: boolean, fields: readonly Asked[], cellsOf: (field: Asked) => readonly Cell[]): boolean {
    this.#step();
    const outcome = this.#outcome(this.#condition);
    if (outcome === TRUE) return goal;
    if ((outcome & TRUE) === 0) return !goal;
    const [field, ...rest] = fields;
    if (field === undefined) throw new Error('every field is fixed, and the outcome is not');
    for (const cell of cellsOf(field)) {
      this.#fix(field, cell);
      if (this.#descend(goal, rest, cellsOf)) return true;
    }
    this.#open(field, cellsOf(field));
    return false;
  }

  #step(): void {
    if (++this.#steps > MAX_STEPS) throw new TooComplex();
  }

  #fix({ atoms }: Asked, cell: Cell): void {
    for (const [position, atom] of atoms.entries()) this.#possible[atom] = setOf(cell[position]);
  }

  #open({ atoms }: Asked, cells: readonly Cell[]): void {
    for (const [position, atom] of atoms.entries()) {
      this.#possible[atom] = cells.reduce((set, cell) => set | setOf(cell[position]), 0);
    }
  }

  /** What may become of a condition: at least what can, and exactly that once every field is fixed. */
  #outcome(condition: Condition): number {
    switch (condition.kind) {
      case 'atom':
        return this.#possible[this.#at.get(condition) ?? -1] ?? 0;
      case 'not':
        return negated(this.#outcome(condition.of));
      case 'all':
        return condition.of.map((one) => this.#outcome(one)).reduce(both, TRUE);
      case 'any':
        return negated(condition.of.map((one) => negated(this.#outcome(one))).reduce(both, TRUE));
    }
  }
}

const setOf = (truth: Truth): number => (truth === undefined ? UNKNOWN : truth ? TRUE : FALSE);

const negated = (set: number): number =>
  (set & UNKNOWN) | ((set & TRUE) === 0 ? 0 : FALSE) | ((set & FALSE) === 0 ? 0 : TRUE);

function both(one: number, other: number): number {
  const eitherUnknown =
    ((one & UNKNOWN) !== 0 && (other & (TRUE | UNKNOWN)) !== 0) || ((other & UNKNOWN) !== 0 && (one & TRUE) !== 0);
  return (one & other & TRUE) | ((one | other) & FALSE) | (eitherUnknown ? UNKNOWN : 0);
}

function askedOf(name: FieldName, all: readonly Atom[]): Asked {
  const field: Field = FIELDS[name];
  const atoms = [...all.entries()].filter(([, atom]) => atom.field === name);
  const tests = atoms.map(([, atom]) => atomTest(atom));
  const cellOf = (value: FactValue | undefined): Cell => tests.map((test) => test(value));
  const cells = samples(
    field,
    atoms.map(([, atom]) => atom),
  ).map(cellOf);
  return {
    name,
    isProtected: field.protected !== undefined,
    atoms: atoms.map(([at]) => at),
    known: [...new Map(cells.map((cell) => [cell.join(), cell])).values()],
    unknown: cellOf(undefined),
  };
}

/** In no code: a value that none of the constants names. */
const OTHER = '~';

/** Values that answer the atoms about a field in every way in which values can. */
function samples({ kind, range }: Field, atoms: readonly Atom[]): readonly FactValue[] {
  const constants = atoms.flatMap(({ constant }) => constant ?? []);
  switch (kind) {
    case 'boolean':
      return [true, false];
    case 'number': {
      const [min = 0, max = 0] = range ?? [];
      const near = constants.flatMap((one) => [Number(one) - 1, Number(one), Number(one) + 1]);
      return [min, ...near.filter((value) => value >= min && value <= max), max];
    }
    case 'code':
      // A prefix that goes on with what no constant has stands for all that begin with it and with no longer one.
      return [OTHER, ...constants.flatMap((one) => [String(one), String(one) + OTHER])];
    case 'codes':
      return [...subsets([...new Set(constants.map(String))]), [OTHER]];
  }
}

const elementsOf = (atoms: readonly Atom[], name: FieldName): readonly unknown[] => [
  ...new Set(
    atoms.filter(({ field, operator }) => field === name && operator === 'contains').map((atom) => atom.constant),
  ),
];

const subsets = (elements: readonly string[]): string[][] =>
  elements.reduce<string[][]>((some, element) => [...some, ...some.map((one) => [...one, element])], [[]]);
