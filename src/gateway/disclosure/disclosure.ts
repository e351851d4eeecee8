/**
 * What may be disclosed to whom, and what it may be used for: data/policy/disclosure.csv and data/policy/further-use.csv,
 * checked at start against the contract and the legal bases. docs/disclosure.md explains both tables.
 */
import type { LegalOperation } from '../../adapters/adapter.js';
import { Purpose as WirePurpose } from '../../gen/ostiary/common/v1/access.js';
import type { Handling } from '../../gen/ostiary/common/v1/handling.js';
import type { LegalBasis } from '../policy/legal-basis.js';
import type { Purpose } from '../policy/request.js';
import { ruleProblems } from './check-rules.js';
import { ALWAYS_DISCLOSED, type RecordPlan } from './record-plan.js';
import type { DisclosureRule } from './response-filter.js';
import { groupRow, type GroupRow, isReading, type Step, stepOf, STEPS, useRow, type UseRow } from './rule-rows.js';
import { readRules, type RuleCase, RuleTable } from './rule-table.js';

/** A question, as far as disclosure depends on it. It has been permitted already. */
export interface DisclosureQuestion {
  readonly system: string;
  readonly authorityKind: string;
  readonly legalBasisId: string;
  readonly purpose: Purpose;
  readonly operations: readonly LegalOperation[];
}

/** The tables of one version of the policy. */
export interface DisclosureTables {
  of(question: DisclosureQuestion): DisclosureRule;
  /** What is wrong with them, in words, where they meet the contract and the legal bases; empty when they hold. */
  problems(ground: DisclosureGround): readonly string[];
}

/** A legal basis, as far as it says which cases there are. */
type Basis = Pick<LegalBasis, 'id' | 'system' | 'authorityKinds' | 'operations'>;

/** What the tables are checked against. */
export interface DisclosureGround {
  /** Records of each system that is served; systems without records do not stand here. */
  readonly records: ReadonlyMap<string, readonly RecordPlan[]>;
  readonly bases: ReadonlyMap<string, Basis>;
  /** Categories that a kind may see on a legal basis. */
  readonly categoriesOf: (basis: Basis, authorityKind: string) => ReadonlySet<string>;
}

/** Names of the tables' files. */
export const DISCLOSURE_FILE = 'disclosure.csv';
export const FURTHER_USE_FILE = 'further-use.csv';

/** Reads both tables from the files of a policy. Throws a PolicyError that names everything wrong with their form. */
export function parseDisclosureTables(files: ReadonlyMap<string, Buffer>): DisclosureTables {
  const groupRows = readRules(DISCLOSURE_FILE, files, groupRow);
  const uses = new RuleTable(readRules(FURTHER_USE_FILE, files, useRow));
  const groups = {
    search: new RuleTable(groupRows.filter(({ step }) => step === 'search')),
    read: new RuleTable(groupRows.filter(({ step }) => step === 'read')),
  };
  const rules = new Map<string, DisclosureRule>();
  return {
    of(question) {
      const step = stepOf(question.operations);
      const { system, authorityKind, legalBasisId, purpose } = question;
      const key = `${system} ${authorityKind} ${legalBasisId} ${purpose} ${step}`;
      const known = rules.get(key);
      if (known !== undefined) return known;
      const rule = ruleFor(question, groups[step], uses);
      rules.set(key, rule);
      return rule;
    },
    problems: (ground) => [
      ...STEPS.flatMap((step) =>
        groupProblems(ground, groups[step], step).map((problem) => `${DISCLOSURE_FILE}: ${problem}`),
      ),
      ...ruleProblems(uses, casesOf(ground), new Set(ground.records.keys())).map(
        (problem) => `${FURTHER_USE_FILE}: ${problem}`,
      ),
    ],
  };
}

function ruleFor(question: DisclosureQuestion, groups: RuleTable<GroupRow>, uses: RuleTable<UseRow>): DisclosureRule {
  return {
    fieldGroups: remembered((category) => groups.find({ ...question, category })?.fieldGroups),
    handling: remembered((category) => {
      const row = uses.find({ ...question, category });
      return row && handlingUnder(row, question);
    }),
  };
}

/** One object for all records of a category: what is equal need not be made again. */
function handlingUnder(row: UseRow, { purpose, legalBasisId }: DisclosureQuestion): Handling {
  const disclosedFor = WirePurpose[purpose];
  return {
    codes: [...row.codes],
    purpose: disclosedFor,
    legalBasisId,
    furtherPurposes: row.purposes.filter((one) => one !== disclosedFor),
    otherUses: [...row.otherUses],
  };
}

/** Categories are few: those of the contract. */
function remembered<Value>(find: (category: string) => Value): (category: string) => Value {
  const known = new Map<string, Value>();
  return (category) => {
    const found = known.get(category);
    if (found !== undefined) return found;
    const value = find(category);
    known.set(category, value);
    return value;
  };
}

/** Every case that can happen in the systems that are served, in one step or in either. */
function casesOf({ records, bases, categoriesOf }: DisclosureGround, step?: Step): readonly RuleCase[] {
  return [...bases.values()].flatMap((basis) => {
    const plans = records.get(basis.system);
    if (plans === undefined || !isAccess(basis, step)) return [];
    const refined = new Set(plans.map(({ refinedCategory }) => refinedCategory));
    return [...basis.authorityKinds].flatMap((authorityKind) =>
      [...categoriesOf(basis, authorityKind)]
        .filter((category) => !refined.has(category))
        .map((category) => ({ system: basis.system, authorityKind, legalBasisId: basis.id, category })),
    );
  });
}

/**
 * Operations that bring out no record: they write, confirm, notify, ask for access, tell figures and states, or read the log.
 * Who may delete an alert is told that it has served its purpose.
 */
const WITHOUT_RECORDS = new Set<string>([
  'ENTER',
  'UPDATE',
  'FLAG',
  'LINK',
  'SUPPL_INFO',
  'REQUEST_FULL',
  'NOTIFY',
  'CONFIRM',
  'CORE_DATA',
  'STATUS',
  'REQUEST_COPY',
  'ASSESS',
  'ANALYSE',
  'OVERSEE',
  'LOG_READ',
] satisfies readonly LegalOperation[]);

function isAccess({ operations }: Basis, step: Step | undefined): boolean {
  const reads = [...operations].some(isReading);
  const searches = [...operations].some((operation) => !isReading(operation) && !WITHOUT_RECORDS.has(operation));
  return step === undefined ? reads || searches : step === 'read' ? reads : searches;
}

function groupProblems(ground: DisclosureGround, table: RuleTable<GroupRow>, step: Step): readonly string[] {
  const unknown = table.rows.flatMap(({ id, system, fieldGroups }) => {
    const plans = ground.records.get(system);
    if (plans === undefined) return [];
    const stated = new Set(plans.flatMap(({ groups }) => groups));
    return [
      ...[...fieldGroups].filter((group) => !stated.has(group)).map((group) => `${id}: no record has a group ${group}`),
      ...ALWAYS_DISCLOSED.filter((group) => !fieldGroups.has(group)).map((group) => `${id} leaves out ${group}`),
    ];
  });
  const systems = new Set(ground.records.keys());
  return [...unknown, ...ruleProblems(table, casesOf(ground, step), systems).map((problem) => `${step}: ${problem}`)];
}
