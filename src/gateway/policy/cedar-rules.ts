/** The .cedar files, read and checked against the schema: what each policy is called and what it says when it decides. */
import {
  type DetailedError,
  type PolicyJson,
  policySetTextToParts,
  policyToJson,
  schemaToJson,
  type SchemaJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { RefusalReason } from '../../shared/refusal.js';
import { PolicyError } from './policy-files.js';

export const SCHEMA_FILE = 'schema.cedarschema';

/** Actions of the schema. */
export type RuleAction = 'ask' | 'see';

/** USE_APPROVAL: the approval is spent with this question. REVIEW_EMERGENCY: the access must be reviewed afterwards. */
export type Obligation = (typeof OBLIGATIONS)[number];

/** One policy of the set. */
export interface CedarRule {
  readonly id: string;
  readonly text: string;
  readonly json: PolicyJson;
  /** "sis.cedar:12". */
  readonly place: string;
  readonly actions: readonly RuleAction[];
  /** Undefined on permits and on what concerns seeing only. */
  readonly denial: RuleDenial | undefined;
  /** What is owed when it permits. */
  readonly obligation: Obligation | undefined;
}

/** What a forbid tells. */
export interface RuleDenial {
  readonly reason: RefusalReason;
  readonly message: string;
  /** The lowest of several is told. */
  readonly order: number;
  /** Article that forbids; undefined where it is that of the legal basis. */
  readonly article: string | undefined;
  /** Condition that is not met, as the caller is told. */
  readonly condition: string | undefined;
}

/** The policies and the schema that they keep to. */
export interface CedarRules {
  readonly schema: string;
  readonly rules: readonly CedarRule[];
  /** Entity type → the names that the schema lists for it. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reasons that a policy may give; the others of docs/errors.md are not its business. */
const REASONS = [
  'AUTHORITY_KIND_NOT_ALLOWED',
  'LEGAL_BASIS_NOT_IN_FORCE',
  'OPERATION_NOT_ALLOWED',
  'PURPOSE_NOT_ALLOWED',
  'THRESHOLD_NOT_MET',
  'PRECONDITION_NOT_SHOWN',
  'APPROVAL_REQUIRED',
  'APPROVAL_NOT_VALID',
  'BREAK_GLASS_NOT_ALLOWED',
  'FORBIDDEN',
] as const satisfies readonly RefusalReason[];

const ANNOTATIONS = new Set(['id', 'reason', 'message', 'order', 'article', 'condition', 'obligation']);
/** The article that forbids is the legal basis itself, which a denial names anyway. */
const OF_THE_BASIS = '{basis}';
const RULE_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const ACTIONS: readonly RuleAction[] = ['ask', 'see'];
const OBLIGATIONS = ['USE_APPROVAL', 'REVIEW_EMERGENCY'] as const;

/** Reads schema and policies. Throws a PolicyError that names file and line of everything wrong, warnings included. */
export function readCedarRules(texts: ReadonlyMap<string, string>): CedarRules {
  const schema = texts.get(SCHEMA_FILE);
  if (schema === undefined) throw new PolicyError([`${SCHEMA_FILE}: is missing`]);
  const parsed = schemaToJson(schema);
  if (parsed.type === 'failure')
    throw new PolicyError(parsed.errors.map((error) => problem(SCHEMA_FILE, schema, 0, error)));
  const problems = parsed.warnings.map((warning) => problem(SCHEMA_FILE, schema, 0, warning));
  const rules: CedarRule[] = [];
  for (const [file, text] of texts) {
    if (file.endsWith('.cedar')) rules.push(...readFile(file, text, problems));
  }
  const places = new Map<string, string>();
  for (const { id, place } of rules) {
    const earlier = places.get(id);
    if (earlier !== undefined) problems.push(`${place}: the id ${id} stands in ${earlier}, too`);
    places.set(id, place);
  }
  if (problems.length === 0) problems.push(...validateRules(schema, rules, texts));
  if (problems.length > 0) throw new PolicyError(problems);
  return { schema, rules, names: namesOf(parsed.json) };
}

function readFile(file: string, text: string, problems: string[]): CedarRule[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') {
    problems.push(...parts.errors.map((error) => problem(file, text, 0, error)));
    return [];
  }
  if (parts.policy_templates.length > 0) problems.push(`${file}: templates are not used here`);
  return parts.policies.flatMap((policy) => {
    const place = `${file}:${lineOf(text, text.indexOf(policy))}`;
    const json = policyToJson(policy);
    if (json.type === 'failure') {
      problems.push(...json.errors.map(({ message }) => `${place}: ${message}`));
      return [];
    }
    const rule = readRule(policy, json.json, place);
    if (typeof rule !== 'string') return [rule];
    problems.push(`${place}: ${rule}`);
    return [];
  });
}

/** The rule, or what is wrong with its annotations. */
function readRule(text: string, json: PolicyJson, place: string): CedarRule | string {
  const annotations = json.annotations ?? {};
  const { id, reason, message, order, article, condition } = annotations;
  const unknown = Object.keys(annotations).find((name) => !ANNOTATIONS.has(name));
  if (unknown !== undefined) return `@${unknown} is no annotation of ours`;
  if (id === undefined || !RULE_ID.test(id)) return 'needs an @id of small letters, digits and hyphens';
  const actions = actionsOf(json);
  if (actions === undefined) return `must name its action: action == Action::"ask" or "see"`;
  const obligation = OBLIGATIONS.find((one) => one === annotations.obligation);
  if (annotations.obligation !== undefined && (json.effect !== 'permit' || obligation === undefined)) {
    return `@obligation must be one of ${OBLIGATIONS.join(', ')}, on a permit`;
  }
  const forbids = json.effect === 'forbid';
  if (forbids && (article ?? '').trim() === '') {
    return `${id} needs an @article that forbids: one as a person would cite it, or "${OF_THE_BASIS}"`;
  }
  if (!forbids && article !== undefined) return '@article is for forbids: what a permit rests on is the legal basis';
  const told = forbids && actions.includes('ask');
  if (!told) {
    if (reason !== undefined || message !== undefined || order !== undefined)
      return '@reason, @message and @order are for forbids of "ask"';
    return { id, text, json, place, actions, denial: undefined, obligation };
  }
  const known = REASONS.find((one) => one === reason);
  if (known === undefined) return `@reason must be one of ${REASONS.join(', ')}`;
  if (message === undefined || message === '') return 'a forbid needs a @message';
  if (order === undefined || !/^[0-9]{1,2}$/.test(order)) return 'a forbid needs an @order of 0 to 99';
  const own = article === OF_THE_BASIS ? undefined : article;
  const denial = { reason: known, message, order: Number(order), article: own, condition };
  return { id, text, json, place, actions, denial, obligation };
}

function actionsOf({ action }: PolicyJson): readonly RuleAction[] | undefined {
  if (action.op !== '==' || !('entity' in action)) return undefined;
  const { entity } = action;
  const uid = '__entity' in entity ? entity.__entity : entity;
  const named = ACTIONS.filter((one) => one === uid.id && uid.type === 'Action');
  // A name that the schema does not know is for the validator to report.
  return named.length > 0 ? named : ['ask'];
}

/** Strict validation. A warning is a policy that can never apply: a slip, like an error. */
function validateRules(schema: string, rules: readonly CedarRule[], texts: ReadonlyMap<string, string>): string[] {
  const answer = validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(rules.map(({ id, text }) => [id, text])) },
  });
  if (answer.type === 'failure') return [...answer.errors, ...answer.warnings].map(({ message }) => message);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const found = [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => {
    const rule = byId.get(policyId);
    if (rule === undefined) return error.message;
    const file = rule.place.slice(0, rule.place.lastIndexOf(':'));
    const text = texts.get(file) ?? '';
    return problem(file, text, text.indexOf(rule.text), error);
  });
  return [...new Set(found), ...answer.otherWarnings.map(({ message }) => message)];
}

/** Cedar counts bytes of UTF-8. */
function problem(
  file: string,
  text: string,
  partStart: number,
  { message, help, sourceLocations }: DetailedError,
): string {
  const bytes = Buffer.from(text.slice(partStart));
  const [at] = sourceLocations ?? [];
  const offset = at === undefined ? 0 : bytes.subarray(0, at.start).toString().length;
  const hint = at?.label ?? help ?? undefined;
  return `${file}:${lineOf(text, partStart + offset)}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function namesOf(schema: SchemaJson<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, ReadonlySet<string>>();
  for (const { entityTypes } of Object.values(schema)) {
    for (const [type, definition] of Object.entries(entityTypes)) {
      if ('enum' in definition) names.set(type, new Set(definition.enum));
    }
  }
  return names;
}
