/**
 * Table-driven policy cases: what an article demands, written down as a question and the decision it must get. The same
 * format serves `ostiary policy test` and the project's own cases (test/policy/cases).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { LegalOperation } from '../../adapters/adapter.js';
import { Refusal } from '../../shared/refusal.js';
import type { Permit, Policy } from './decide.js';
import type { AccessGrounds, PolicyRequest } from './request.js';

/** Day on which a case is asked when it names none. */
const DEFAULT_DAY = '2026-11-26';

/** Largest file of cases that is read, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD');
const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be a code in capitals');
const operation = code.transform((text) => text as LegalOperation);

/** Grounds as far as a case gives them: JSON has no undefined, so what is there is a value. */
type Given = Pick<AccessGrounds, 'legalBasisId' | 'purpose'> & {
  readonly [Key in keyof AccessGrounds]?: AccessGrounds[Key];
};

const groundsSchema = z
  .strictObject({
    legalBasisId: z.string().min(1),
    purpose: code.transform((text) => text as AccessGrounds['purpose']),
    caseReference: z.string(),
    justification: z.string(),
    urgency: z.enum(['ROUTINE', 'LIVE_CHECK', 'IMMINENT_DANGER', 'BULK']),
    operatingUnit: z.string(),
    authorityKind: code,
    offence: z.strictObject({
      code: z.string(),
      maximumPenaltyMonths: z.int().min(0),
      terrorist: z.boolean(),
      listedAs: z.string().optional(),
    }),
    nationalLawEmpowered: z.boolean(),
    onBehalfOf: z.string().min(1),
    approvalId: z.string().min(1),
    emergency: z.string().min(1),
    priorSearches: z.array(
      z.strictObject({
        kind: z.enum(['NATIONAL', 'PRUM_DACTYLOSCOPIC', 'CIR', 'EES', 'EUROPOL']),
        reference: z.string(),
        result: z.enum(['NO_MATCH', 'MATCH', 'NOT_COMPLETED', 'FUTILE']),
      }),
    ),
    personCategory: z.enum(['SUSPECT', 'CONVICTED', 'VICTIM', 'MISSING', 'REMAINS', 'UNKNOWN']),
    aim: z.enum(['IDENTIFY', 'OBTAIN_MORE']),
    consentReference: z.string().min(1),
  })
  .partial()
  .required({ legalBasisId: true, purpose: true })
  .transform((given): Given => given as Given);

const caseSchema = z.strictObject({
  id: z.string().regex(/^[A-Z0-9][A-Z0-9_-]*$/, 'must be capitals, digits and hyphens, such as SIS-044'),
  article: z.string().min(1),
  why: z.string().min(1),
  system: code,
  operations: z.array(operation).min(1),
  today: day.default(DEFAULT_DAY),
  authority: z.strictObject({
    state: z.string().regex(/^[A-Z]{2}$/),
    kinds: z.array(code).min(1),
    oversees: z.array(z.string()).default([]),
  }),
  officer: z
    .strictObject({ roles: z.array(z.string()).default([]), unit: z.string().nullable().default(null) })
    .prefault({}),
  grounds: groundsSchema,
  approval: z.strictObject({ approverKind: code, id: z.string().default('approval-1') }).optional(),
  expect: z.discriminatedUnion('effect', [
    z.strictObject({ effect: z.literal('deny'), reasons: z.array(code).min(1) }),
    z.strictObject({
      effect: z.literal('permit'),
      sees: z.array(z.string()).optional(),
      never: z.array(z.string()).optional(),
      obligations: z.array(code).optional(),
    }),
  ]),
});

const questionSchema = caseSchema
  .pick({ system: true, operations: true, today: true, authority: true, officer: true, grounds: true, approval: true })
  .strip();

/** A question as a case puts it. */
export type CaseQuestion = z.output<typeof questionSchema>;

/** One case: a question, and what the article makes of it. */
export type PolicyCase = z.output<typeof caseSchema>;

/** Grounds that show nothing: a case names what differs. */
export const NEUTRAL_GROUNDS: Omit<AccessGrounds, 'legalBasisId' | 'purpose'> = {
  caseReference: 'CASE-2026-000001',
  justification: 'policy case',
  urgency: 'ROUTINE',
  operatingUnit: 'Unit 1',
  authorityKind: undefined,
  offence: undefined,
  nationalLawEmpowered: false,
  onBehalfOf: undefined,
  approvalId: undefined,
  emergency: undefined,
  priorSearches: [],
  personCategory: undefined,
  aim: undefined,
  consentReference: undefined,
};

/** Reads the cases of one file. Throws naming file and field of what is malformed. */
export function parseCases(text: string, file: string): readonly PolicyCase[] {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) throw new Error(`${file}: larger than 4 MiB`);
  const parsed = z.array(caseSchema).safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new Error(`${file}: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'malformed'}`);
}

/** Reads one question; a whole case will do. Throws naming the field of what is malformed. */
export function parseQuestion(text: string, file: string): PolicyRequest {
  const parsed = questionSchema.safeParse(JSON.parse(text));
  if (parsed.success) return requestOf(parsed.data);
  const [first] = parsed.error.issues;
  throw new Error(`${file}: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'malformed'}`);
}

/** Reads every *.json of a folder, or one file. Throws when a case is malformed or an id stands twice. */
export function loadCases(path: string): readonly PolicyCase[] {
  const files = path.endsWith('.json')
    ? [path]
    : readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name));
  const cases = files.flatMap((file) => parseCases(readFileSync(file, 'utf8'), basename(file)));
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id)) throw new Error(`case ${id} stands twice`);
    seen.add(id);
  }
  return cases;
}

/** The question of a case. */
export function requestOf(asked: CaseQuestion): PolicyRequest {
  const { state, kinds, oversees } = asked.authority;
  return {
    authority: {
      code: `${state}-CASE`,
      uri: `urn:ostiary:authority:${state.toLowerCase()}:case`,
      memberState: state,
      displayName: 'An authority of a policy case',
      kinds,
      suspended: false,
      tokenIssuer: undefined,
      oversees,
    },
    officer: { id: 'officer-1', roles: asked.officer.roles, unit: asked.officer.unit ?? undefined },
    grounds: {
      ...NEUTRAL_GROUNDS,
      ...asked.grounds,
      approvalId: asked.grounds.approvalId ?? asked.approval?.id,
    },
    system: asked.system,
    operations: asked.operations,
    approval: asked.approval,
    today: asked.today,
  };
}

/** Puts a case to a policy. Returns what is not as it must be, in words; nothing when all is. */
export function checkCase(policy: Policy, asked: PolicyCase): readonly string[] {
  const outcome = decisionOf(policy, requestOf(asked));
  const { expect } = asked;
  if (outcome instanceof Refusal) {
    if (expect.effect === 'permit')
      return [`denied with ${outcome.reason} (${outcome.message}); the article permits it`];
    return expect.reasons.includes(outcome.reason)
      ? []
      : [`denied with ${outcome.reason} (${outcome.message}); expected ${expect.reasons.join(' or ')}`];
  }
  if (expect.effect === 'deny') return [`permitted by ${outcome.rule}; expected ${expect.reasons.join(' or ')}`];
  const { categories } = outcome.scope;
  const problems: string[] = [];
  const missing = (expect.sees ?? []).filter((category) => !categories.has(category));
  if (missing.length > 0) problems.push(`does not see ${missing.join(', ')}`);
  const beyond = (expect.never ?? []).filter((category) => categories.has(category));
  if (beyond.length > 0) problems.push(`sees ${beyond.join(', ')}`);
  const { obligations } = expect;
  if (obligations !== undefined && !sameMembers(obligations, outcome.obligations)) {
    problems.push(`owes [${outcome.obligations.join(', ')}]; expected [${obligations.join(', ')}]`);
  }
  return problems;
}

function decisionOf(policy: Policy, request: PolicyRequest): Permit | Refusal {
  try {
    return policy.decide(request);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function sameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
