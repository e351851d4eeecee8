/**
 * Reads a rule. Whatever is wrong with it is said with its place, and a rule with a fault is not used: nobody has to
 * remember to look.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../shared/canonical-json.js';
import type { JsonObject } from '../../shared/json.js';
import { type Atom, atomsOf, type Condition } from './condition.js';
import { compileRule } from './compile.js';
import { Faults, type RuleFault } from './faults.js';
import { type Field, fieldOf, FIELDS, type FieldName } from './fields.js';
import { checkGrounds, LEAST_GROUNDS } from './grounds.js';
import { isObject, readAtoms, readConditions, valueProblem } from './read-conditions.js';
import type { Rule, RuleTest } from './rule.js';
import { weightOf } from './weight.js';

/** Longest file that is read, in bytes. */
export const MAX_RULE_BYTES = 65_536;
/** Most atoms of a rule. */
const MAX_ATOMS = 48;
/** Criteria are reviewed at least once a year (C-817/19; Art. 6(4): "regularly reviewed"). */
const MAX_DAYS_TO_REVIEW = 366;
/** People who must have approved a rule in use. */
const APPROVERS = 2;

/** What the time and the signatures say. */
export interface RuleGround {
  /** Today, YYYY-MM-DD. */
  readonly today: string;
  /** Names of the people whose good signature over the text of a rule is known. A bad signature is none. */
  readonly signersOf: (rule: Rule, signedText: string) => readonly string[];
}

/** What became of a file. */
export interface ReadRule {
  /** The rule, if nothing is wrong with it, or only that its time has passed. */
  readonly rule: Rule | undefined;
  readonly faults: readonly RuleFault[];
}

/** Text for people: nothing in it is invisible, or turns what stands around it. */
const text = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^\P{C}*$/u, 'must have no control or invisible characters');
const day = z.iso.date('must be a day as YYYY-MM-DD');
const person = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be lower case letters, digits, hyphens and dots');
const end = z.string().regex(/^(\*|[A-Z]{3})$/, 'must be an airport in three letters, or *');

const headSchema = z.strictObject({
  id: z.string().regex(/^R-\d{4}-\d{3,5}$/, 'must look like R-2027-014'),
  version: z.int().min(1).max(9_999),
  title: text(120),
  purpose: z
    .array(z.string().regex(/^(PNR-(0[1-9]|1\d|2[0-6])|TERR)$/, 'must be PNR-01 to PNR-26 of Annex II, or TERR'))
    .min(1)
    .max(27)
    .refine((codes) => new Set(codes).size === codes.length, 'names a purpose twice'),
  owner: text(60),
  status: z.enum(['draft', 'active', 'retired']),
  validFrom: day,
  reviewBy: day,
  approvedBy: z.array(person).max(APPROVERS).default([]),
  rationale: text(200),
  justification: text(2_000, 40).optional(),
  scope: z.strictObject({
    routes: z
      .array(z.tuple([end, end]))
      .min(1)
      .max(200),
  }),
  all: z.unknown(),
  exonerating: z.unknown(),
  minHits: z.int().min(LEAST_GROUNDS).max(20),
  weight: z.record(z.string(), z.int().min(0).max(5)).default({}),
  action: z.literal('manual-review', 'must be "manual-review": nothing else may follow from a match (Art. 6(5), 7(6))'),
  tests: z
    .array(
      z.strictObject({
        name: text(120),
        facts: z.record(z.string(), z.unknown()),
        expect: z.enum(['match', 'no-match']),
      }),
    )
    .min(2)
    .max(50),
});

type Head = z.output<typeof headSchema>;

/** What is signed: the rule in its canonical spelling (RFC 8785), under a heading that no other signature of ours has. */
export const signedTextOf = (rule: JsonObject): string => `ostiary-criterion/v1\n${canonicalJson(rule)}\n`;

/**
 * Reads the JSON text of a rule. Throws a SyntaxError with the file's name when it is no JSON object, or
 * names a member twice.
 */
export function parseRuleText(content: string, file: string): JsonObject {
  if (Buffer.byteLength(content) > MAX_RULE_BYTES)
    throw new SyntaxError(`${file}: longer than ${MAX_RULE_BYTES} bytes`);
  const value = parseJson(content);
  if (!isObject(value)) throw new SyntaxError(`${file}: not a JSON object`);
  if (membersWritten(content) !== membersRead(value)) throw new SyntaxError(`${file}: names a member twice`);
  return value as JsonObject;
}

/** In JSON a string before a colon is a name; where one stands twice, a reader would see another rule than is signed. */
const membersWritten = (json: string): number =>
  [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)].filter(([, colon]) => colon !== undefined).length;

/** Without recursion: nothing has limited the depth yet. */
function membersRead(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    const members: readonly unknown[] = Object.values(one);
    if (!Array.isArray(one)) count += members.length;
    for (const member of members) open.push(member);
  }
  return count;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    // What the parser says quotes the text.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Reads a rule. */
export function readRule(content: string, file: string, { today, signersOf }: RuleGround): ReadRule {
  const faults = new Faults(file);
  const rule = readContent(content, file, faults);
  if (rule !== undefined) {
    checkTimes(rule, today, faults);
    const json = parseRuleText(content, file);
    if (rule.status === 'active') checkApproval(rule, signersOf(rule, signedTextOf(json)), faults);
  }
  const sound = faults.found.every(({ expired }) => expired === true);
  return { rule: sound ? rule : undefined, faults: faults.found };
}

function readContent(content: string, file: string, faults: Faults): Rule | undefined {
  const json = attempt(() => parseRuleText(content, file));
  if (json instanceof SyntaxError) {
    faults.add('', json.message.slice(file.length + 2));
    return undefined;
  }
  const parsed = headSchema.safeParse(json);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) faults.add(pathText(path), message);
    return undefined;
  }
  const head = parsed.data;
  const of = readConditions(head.all, 'all', faults);
  const exonerating = readAtoms(head.exonerating, 'exonerating', faults);
  const weights = readWeights(head.weight, faults);
  const tests = head.tests.map((test, at) => readTest(test, `tests[${at}]`, faults));
  if (faults.found.length > 0) return undefined;

  const condition: Condition = { kind: 'all', of };
  checkScope(head, faults);
  checkProtected(head, condition, exonerating, weights, faults);
  checkTrips(condition, exonerating, faults);
  if (atomsOf(condition).length > MAX_ATOMS) faults.add('all', `more than ${MAX_ATOMS} conditions`);
  else checkGrounds(condition, 'all', faults);
  checkWeight(head.minHits, condition, weights, faults);
  if (faults.found.length > 0) return undefined;

  const { id, version, title, purpose, owner, status, validFrom, reviewBy, approvedBy, rationale, minHits } = head;
  const rule: Rule = {
    ...{ id, version, title, purpose, owner, status, validFrom, reviewBy, approvedBy, rationale, minHits },
    justification: head.justification,
    routes: head.scope.routes,
    condition,
    exonerating,
    weights,
    tests,
    sha256: createHash('sha256').update(canonicalJson(json)).digest('hex'),
    file,
  };
  checkTests(rule, faults);
  return rule;
}

function readWeights(given: Head['weight'], faults: Faults): Map<FieldName, number> {
  return new Map(
    Object.entries(given).flatMap(([name, weight]): [FieldName, number][] => {
      if (fieldOf(name) !== undefined) return [[name as FieldName, weight]];
      faults.add(`weight.${name}`, 'not a field that criteria may ask about');
      return [];
    }),
  );
}

function readTest({ name, facts, expect }: Head['tests'][number], path: string, faults: Faults): RuleTest {
  for (const [fact, value] of Object.entries(facts)) {
    const field = fieldOf(fact);
    const values: readonly unknown[] = field?.kind === 'codes' && Array.isArray(value) ? value : [value];
    const problem =
      field === undefined
        ? 'not a field that criteria may ask about'
        : field.kind === 'codes' && !Array.isArray(value)
          ? 'must be a list'
          : values.map((one) => valueProblem(field, one)).find((found) => found !== undefined);
    if (problem !== undefined) faults.add(`${path}.facts.${fact}`, problem);
  }
  return { name, facts: facts, matches: expect === 'match' };
}

function checkScope({ scope, validFrom, reviewBy }: Head, faults: Faults): void {
  const seen = new Set<string>();
  for (const [at, [from, to]] of scope.routes.entries()) {
    const path = `scope.routes[${at}]`;
    if (from === '*' && to === '*') faults.add(path, 'names no airport: criteria are targeted (Art. 6(4))');
    if (from === to && from !== '*') faults.add(path, 'leads where it begins');
    if (seen.has(`${from} ${to}`)) faults.add(path, 'stands twice');
    seen.add(`${from} ${to}`);
  }
  const days = (Date.parse(reviewBy) - Date.parse(validFrom)) / 86_400_000;
  if (days <= 0) faults.add('reviewBy', 'must be later than validFrom');
  if (days > MAX_DAYS_TO_REVIEW) faults.add('reviewBy', `must be within ${MAX_DAYS_TO_REVIEW} days of validFrom`);
}

function checkProtected(
  { justification }: Head,
  condition: Condition,
  exonerating: readonly Atom[],
  weights: ReadonlyMap<FieldName, number>,
  faults: Faults,
): void {
  const protectedOf = ({ field }: Pick<Atom, 'field'>): string | undefined => (FIELDS[field] as Field).protected;
  const grounds = [...new Set(atomsOf(condition).flatMap((atom) => protectedOf(atom) ?? []))];
  if (grounds.length > 0 && justification === undefined) {
    faults.add('justification', `must say why ${grounds.join(', ')} is necessary (Charter Art. 21, 52(1))`);
  }
  if (grounds.length === 0 && justification !== undefined) {
    faults.add('justification', 'justifies a ground that the rule does not have');
  }
  if (exonerating.length === 0) faults.add('exonerating', 'must say what speaks for the traveller (C-817/19)');
  for (const atom of exonerating) {
    const ground = protectedOf(atom);
    if (ground !== undefined) faults.add(atom.path, `${ground} must not exonerate: all others would be suspect`);
  }
  for (const field of weights.keys()) {
    if (protectedOf({ field }) !== undefined) faults.add(`weight.${field}`, 'a protected ground weighs nothing');
  }
}

/** What speaks for a traveller must not be turned against others: those who have not flown are no suspects. */
function checkTrips(condition: Condition, exonerating: readonly Atom[], faults: Faults): void {
  const isTrips = ({ field }: Atom): boolean => (FIELDS[field] as Field).onlyExonerates === true;
  for (const { path, field } of atomsOf(condition).filter(isTrips))
    faults.add(path, `${field} speaks for a traveller alone: it may exonerate, and be no ground (Art. 6(4), C-817/19)`);
  for (const { path, field, operator, constant } of exonerating.filter(isTrips)) {
    if (operator !== '>=' && operator !== '>') faults.add(`${path}.op`, `${field} exonerates with >=, >`);
    else if (operator === '>=' && constant === 0) faults.add(`${path}.v`, 'is true of every value');
  }
}

function checkWeight(
  minHits: number,
  condition: Condition,
  weights: ReadonlyMap<FieldName, number>,
  faults: Faults,
): void {
  const asked = new Set(atomsOf(condition).map(({ field }) => field));
  const reachable = [...asked].reduce((sum, field) => sum + weightOf(field, weights), 0);
  if (reachable < minHits) faults.add('minHits', `cannot be reached: all grounds together weigh ${reachable}`);
  for (const field of weights.keys()) {
    if (!asked.has(field)) faults.add(`weight.${field}`, 'the rule does not ask about it');
  }
}

function checkTests(rule: Rule, faults: Faults): void {
  const judge = compileRule(rule);
  for (const [at, test] of rule.tests.entries()) {
    const { verdict } = judge(test.facts);
    if ((verdict === 'match') !== test.matches) {
      faults.add(`tests[${at}]`, `must be ${test.matches ? 'a match' : 'no match'}, and is ${VERDICT_TEXT[verdict]}`);
    }
  }
  const verdicts = rule.tests.map(({ facts }) => judge(facts).verdict);
  if (!verdicts.includes('match')) faults.add('tests', 'none matches');
  if (!verdicts.includes('no-match')) faults.add('tests', 'none fails to match for want of grounds');
  if (!verdicts.includes('exonerated')) faults.add('tests', 'none is exonerated');
}

const VERDICT_TEXT = { match: 'a match', 'no-match': 'no match', exonerated: 'exonerated' } as const;

function checkTimes({ status, validFrom, reviewBy }: Rule, today: string, faults: Faults): void {
  if (status !== 'active') return;
  if (today >= reviewBy) faults.expire('reviewBy', `has passed on ${reviewBy}: review it and approve a new version`);
  if (validFrom < '2018-05-25') faults.add('validFrom', 'is before the Directive had to be transposed');
}

function checkApproval({ approvedBy }: Rule, signers: readonly string[], faults: Faults): void {
  if (new Set(approvedBy).size !== APPROVERS) {
    faults.add('approvedBy', `a rule in use is approved by ${APPROVERS} different people`);
    return;
  }
  for (const [at, name] of approvedBy.entries()) {
    if (!signers.includes(name)) faults.add(`approvedBy[${at}]`, `no good signature of ${name} over this rule`);
  }
}

function attempt<Value>(read: () => Value): Value | SyntaxError {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('');
