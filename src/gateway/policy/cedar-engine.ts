/**
 * The rules, prepared once and asked often. There is one prepared set for each system, of the rules that can apply to it:
 * what a decision costs grows with the number of rules that Cedar has to look at.
 *
 * Cedar skips a policy that fails while it is evaluated. For a forbid that would open the door, so any failure here ends
 * the question: a policy that can fail must not decide.
 */
import {
  type AuthorizationAnswer,
  type CedarValueJson,
  preparsePolicySet,
  statefulIsAuthorized,
  type TypeAndId,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRule, CedarRules, RuleAction } from './cedar-rules.js';
import { PolicyError } from './policy-files.js';

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
  /** Gives back what Cedar keeps for it. */
  release(): void;
}

/** Cedar has no way to forget a prepared set, only to replace it; numbers given back are given out again. */
const released: number[] = [];
let taken = 0;

/** Prepares the rules for the systems. */
export function prepareEngine({ rules }: CedarRules, systems: Iterable<string>): CedarEngine {
  const number = released.pop() ?? ++taken;
  const prepared = new Map<string, string>();
  const prepare = (name: string, part: readonly CedarRule[]): string => {
    const id = `${number}/${name}`;
    const staticPolicies = Object.fromEntries(part.map((rule) => [rule.id, rule.text]));
    const answer = preparsePolicySet(id, { staticPolicies });
    if (answer.type === 'failure') throw new PolicyError(answer.errors.map(({ message }) => message));
    prepared.set(name, id);
    return id;
  };
  for (const system of systems) {
    prepare(
      system,
      rules.filter((rule) => rule.actions.includes('ask') && mayConcern(rule, system)),
    );
  }
  const seeing = prepare(
    'see',
    rules.filter(({ actions }) => actions.includes('see')),
  );
  return {
    ask(kind, system, context) {
      const set = prepared.get(system);
      if (set === undefined) throw new Error(`no policies are prepared for ${system}`);
      return evaluate(set, 'ask', kind, { type: 'System', id: system }, context);
    },
    see: (kind, category, context) => evaluate(seeing, 'see', kind, { type: 'Category', id: category }, context),
    release() {
      for (const id of prepared.values()) preparsePolicySet(id, { staticPolicies: {} });
      prepared.clear();
      released.push(number);
    },
  };
}

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
