/**
 * The rules, prepared once and asked often. There is one prepared set for each system, of the rules that can apply to it:
 * what a decision costs grows with the number of rules that Cedar has to look at.
 *
 * Cedar skips a policy that fails while it is evaluated. For a forbid that would open the door, so any failure here ends
 * the question: a policy that can fail must not decide.
 */
import { setFlagsFromString } from 'node:v8';
import {
  type AuthorizationAnswer,
  type CedarValueJson,
  preparsePolicySet,
  statefulIsAuthorized,
  type TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRule, CedarRules, RuleAction } from './cedar-rules.js';
import { RARELY_READ, type RarelyRead, type Reads } from './facts.js';
import { PolicyError } from './policy-files.js';

// Node 20 dies ("unreachable code" in V8's Deoptimizer::DoComputeBuiltinContinuation) when it gives up optimised code into
// which it had inlined a call into WebAssembly such as Cedar's: within a minute of decisions that no memory answers.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** Cedar's answer. */
export interface Verdict {
  readonly allowed: boolean;
  /** Ids of the rules that decided: the forbids, or else the permits; nothing when no permit applied. */
  readonly determining: readonly string[];
}

/** A prepared set. */
export interface CedarEngine {
  /** May this kind put this question to this system? */
  ask(kind: string, system: string, context: Record<string, CedarValueJson>): Verdict;
  /** May this kind see this category? */
  see(kind: string, category: string, context: Record<string, CedarValueJson>): Verdict;
  /** What of the rarely read part of a context the rules for this system read. */
  reads(system: string): Reads;
  /** Gives back what Cedar keeps for it. */
  release(): void;
}

/** Cedar has no way to forget a prepared set, only to replace it; numbers given back are given out again. */
const released: number[] = [];
let taken = 0;

/** Prepares the rules; those for a system when it is first asked about, so that a reload holds up nobody for long. */
export function prepareEngine({ rules }: CedarRules, systems: Iterable<string>): CedarEngine {
  const number = released.pop() ?? ++taken;
  const prepared = new Map<string, string>();
  let gone = false;
  const prepare = (name: string, part: readonly CedarRule[]): string => {
    // Its number may be another engine's by now.
    if (gone) throw new Error('this policy has been let go');
    const id = `${number}/${name}`;
    const staticPolicies = Object.fromEntries(part.map((rule) => [rule.id, rule.text]));
    const answer = preparsePolicySet(id, { staticPolicies });
    if (answer.type === 'failure') throw new PolicyError(answer.errors.map(({ message }) => message));
    prepared.set(name, id);
    return id;
  };
  const parts = new Map(Array.from(systems, (system) => [system, partFor(rules, system)]));
  const reads = new Map(Array.from(parts, ([system, part]) => [system, readBy(part)]));
  const seeing = prepare(
    'see',
    rules.filter(({ actions }) => actions.includes('see')),
  );
  return {
    ask(kind, system, context) {
      const part = parts.get(system);
      if (part === undefined) throw new Error(`the policies know no system ${system}`);
      return evaluate(
        prepared.get(system) ?? prepare(system, part),
        'ask',
        kind,
        { type: 'System', id: system },
        context,
      );
    },
    see(kind, category, context) {
      if (gone) throw new Error('this policy has been let go');
      return evaluate(seeing, 'see', kind, { type: 'Category', id: category }, context);
    },
    reads: (system) => reads.get(system) ?? NOTHING,
    release() {
      if (gone) return;
      gone = true;
      for (const id of prepared.values()) preparsePolicySet(id, { staticPolicies: {} });
      prepared.clear();
      released.push(number);
    },
  };
}

const NOTHING: Reads = new Set();

/** Whether a rule reads the attribute of the context, in whatever spelling Cedar has for it. */
const isRead = ({ json: { conditions } }: CedarRule, attribute: RarelyRead): boolean =>
  JSON.stringify(conditions).includes(`"${attribute}"`);

const partFor = (rules: readonly CedarRule[], system: string): readonly CedarRule[] =>
  rules.filter((rule) => rule.actions.includes('ask') && mayConcern(rule, system));

const readBy = (part: readonly CedarRule[]): Reads =>
  new Set(RARELY_READ.filter((attribute) => part.some((rule) => isRead(rule, attribute))));

/** False only for a rule whose scope names another system: Cedar would never apply it. */
function mayConcern({ json: { resource } }: CedarRule, system: string): boolean {
  if (resource.op !== '==' || !('entity' in resource)) return true;
  const { entity } = resource;
  return ('__entity' in entity ? entity.__entity : entity).id === system;
}

function evaluate(
  preparsedPolicySetId: string,
  action: RuleAction,
  kind: string,
  resource: TypeAndId,
  context: Record<string, CedarValueJson>,
): Verdict {
  const answer: AuthorizationAnswer = statefulIsAuthorized({
    principal: { type: 'AuthorityKind', id: kind },
    action: { type: 'Action', id: action },
    resource,
    context,
    preparsedPolicySetId,
    // The context is built from typed values, and every set is validated against the schema before it is prepared.
    validateRequest: false,
    entities: [],
  });
  if (answer.type === 'failure') {
    throw new Error(`Cedar could not decide: ${answer.errors.map(({ message }) => message).join('; ')}`);
  }
  const { decision, diagnostics } = answer.response;
  const [failed] = diagnostics.errors;
  if (failed !== undefined) throw new Error(`policy ${failed.policyId} failed: ${failed.error.message}`);
  return { allowed: decision === 'allow', determining: [...diagnostics.reason].sort() };
}
