/** A policy's files, read and checked: Cedar rules, legal bases and access matrix that fit each other. */
import { type CedarRules, readCedarRules } from './cedar-rules.js';
import { rowOf } from './facts.js';
import { contractRecords } from '../disclosure/contract-records.js';
import { type DisclosureTables, parseDisclosureTables } from '../disclosure/disclosure.js';
import { type PolicyTables, visible } from './legal-basis.js';
import { PolicyError, type PolicyFiles, readPolicyFiles } from './policy-files.js';
import { parseTrafficTables, type TrafficTables } from '../traffic/traffic-tables.js';
import { COLUMNS, parsePolicyTables, POLICY_FOLDER, type PolicyFile, PolicyTablesError } from './tables/load.js';

/** The policy that comes with the gateway. */
export const SHIPPED_POLICY = POLICY_FOLDER;

/** Everything that decides. */
export interface PolicySource {
  /** SHA-256 of the files in hex (policy-files.ts). */
  readonly version: string;
  /** File name → SHA-256 in hex. */
  readonly digests: ReadonlyMap<string, string>;
  readonly rules: CedarRules;
  readonly tables: PolicyTables;
  /** How much may be asked. */
  readonly traffic: TrafficTables;
  /** What may be disclosed, and what it may be used for. */
  readonly disclosure: DisclosureTables;
}

/** Reads a policy folder. Throws a PolicyError that names file and line of everything that is wrong with it. */
export function readPolicySource(directory: string): PolicySource {
  return parsePolicySource(readPolicyFiles(directory));
}

/** Parses and checks the files of a policy. Throws a PolicyError that names everything that is wrong with them. */
export function parsePolicySource({ bytes, texts, digests, version }: PolicyFiles): PolicySource {
  const problems: string[] = [];
  const rules = attempt(problems, () => readCedarRules(texts));
  const tables = attempt(problems, () => readTables(bytes));
  const traffic = attempt(problems, () => parseTrafficTables(bytes));
  const disclosure = attempt(problems, () => parseDisclosureTables(bytes));
  if (rules !== undefined && tables !== undefined) problems.push(...disagreements(rules, tables));
  if (rules !== undefined && traffic !== undefined) problems.push(...unknownInTraffic(rules, traffic));
  if (disclosure !== undefined && tables !== undefined) {
    const categoriesOf = ({ id }: { readonly id: string }, kind: string): ReadonlySet<string> => {
      const basis = tables.bases.get(id);
      return basis === undefined ? new Set() : visible(tables, basis, kind);
    };
    problems.push(...disclosure.problems({ records: contractRecords(), bases: tables.bases, categoriesOf }));
  }
  if (
    rules === undefined ||
    tables === undefined ||
    traffic === undefined ||
    disclosure === undefined ||
    problems.length > 0
  ) {
    throw new PolicyError(problems);
  }
  return { version, digests, rules, tables, traffic, disclosure };
}

/** What the work brings, or undefined when it finds the policy wrong. */
function attempt<Result>(problems: string[], work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function readTables(bytes: ReadonlyMap<string, Buffer>): PolicyTables {
  const names = Object.keys(COLUMNS) as PolicyFile[];
  const missing = names.filter((name) => !bytes.has(name));
  if (missing.length > 0) throw new PolicyError(missing.map((name) => `${name}: is missing`));
  const files = Object.fromEntries(names.map((name) => [name, bytes.get(name)])) as Record<PolicyFile, Buffer>;
  try {
    return parsePolicyTables(files);
  } catch (error) {
    if (!(error instanceof PolicyTablesError)) throw error;
    throw new PolicyError(
      error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    );
  }
}

/** Names in quotas and rates that nothing goes by: a limit under a misspelt name would be none. */
function unknownInTraffic({ names }: CedarRules, { quotas, rates }: TrafficTables): string[] {
  const unknown = (where: string, type: string, given: Iterable<string>): string[] =>
    Array.from(given)
      .filter((name) => names.get(type)?.has(name) !== true)
      .map((name) => `${where}: there is no ${type} ${name}`);
  return [
    ...quotas.rows.flatMap(({ id, system, purposes }) => [
      ...unknown(`quotas.csv, ${id}`, 'System', [system]),
      ...unknown(`quotas.csv, ${id}`, 'Purpose', purposes ?? []),
    ]),
    ...rates.rows.flatMap(({ id, systems, purposes }) => [
      ...unknown(
        `rates.csv, ${id}`,
        'System',
        [...(systems ?? [])].filter((system) => system !== 'AUDIT'),
      ),
      ...unknown(`rates.csv, ${id}`, 'Purpose', purposes ?? []),
    ]),
  ];
}

/** Where rules and tables do not speak of the same things. */
function disagreements(rules: CedarRules, tables: PolicyTables): string[] {
  const problems: string[] = [];
  const known = (type: string, name: string, where: string): void => {
    if (rules.names.get(type)?.has(name) !== true) problems.push(`${where}: the schema has no ${type}::"${name}"`);
  };
  for (const kind of tables.kinds) known('AuthorityKind', kind, 'authority-kinds.csv');
  for (const basis of tables.bases.values()) {
    const where = `legal-basis.csv, ${basis.id}`;
    known('System', basis.system, where);
    for (const operation of basis.operations) known('Operation', operation, where);
    for (const purpose of basis.purposes) known('Purpose', purpose, where);
  }
  // Conditions are met unless a forbid says otherwise: one that no forbid reads would be a condition for nobody.
  const judged = new Set(
    rules.rules
      .filter(({ json }) => json.effect === 'forbid')
      .flatMap(({ text }) => Array.from(text.matchAll(/context\.needs\.contains\("([A-Z_]+)"\)/g), ([, name]) => name)),
  );
  for (const need of new Set(Array.from(tables.bases.values()).flatMap((basis) => rowOf(basis).needs))) {
    if (!judged.has(need)) problems.push(`a legal basis asks for ${need}, but no forbid judges it`);
  }
  const words = new Set([...tables.bases.keys(), ...Array.from(rules.names.values(), (names) => [...names]).flat()]);
  for (const { text, json, place } of rules.rules) {
    for (const [, system = '', category = ''] of text.matchAll(/Category::"([^"/]*)\/?([^"]*)"/g)) {
      if (tables.categories.get(system)?.has(category) !== true) {
        problems.push(`${place}: ${system} has no category ${category} in categories.csv`);
      }
    }
    // Cedar cannot know a misspelt string from another one; a policy that reads roles has words of its own.
    const conditions = JSON.stringify(json.conditions);
    if (conditions.includes('"roles"')) continue;
    for (const [, literal] of conditions.matchAll(/\{"Value":("(?:[^"\\]|\\.)*")\}/g)) {
      const word = JSON.parse(literal ?? '""') as string;
      if (!words.has(word)) problems.push(`${place}: neither schema nor tables know the name ${JSON.stringify(word)}`);
    }
  }
  return problems;
}
