/** A question out of the log: what a policy needs to judge it again, read from an intent or a refusal. */
import { z } from 'zod';
import type { LegalOperation } from '../../adapters/adapter.js';
import type { Sections } from '../../audit/detect/observed-access.js';
import type { Authority } from '../identity/peer.js';
import type { PolicyRequest } from './request.js';

/** What was decided then, as logged. */
export interface PastDecision {
  readonly effect: 'permit' | 'deny';
  /** Reason of a denial. */
  readonly reason: string | undefined;
  readonly determining: readonly string[];
  readonly policyVersion: string;
}

/** A question that was decided. */
export interface PastQuestion {
  readonly request: PolicyRequest;
  readonly decision: PastDecision;
}

const name = <Name extends string>() => z.string().transform((text) => text as Name);

const sectionsSchema = z.object({
  who: z.object({
    authority: z.string(),
    authority_kind: z.string().optional(),
    member_state: z.string(),
    officer: z.string().default(''),
    roles: z.array(z.string()).default([]),
  }),
  what: z.object({ system: z.string(), legal_operations: z.array(name<LegalOperation>()).min(1) }),
  why: z.object({
    aim: name<NonNullable<PolicyRequest['grounds']['aim']>>().optional(),
    approval: z.string().optional(),
    case_reference: z.string(),
    consent: z.string().optional(),
    decision: z.object({
      approver: z.string().optional(),
      determining: z.array(z.string()),
      effect: z.enum(['permit', 'deny']),
      policy_version: z.string(),
    }),
    emergency: z.string().optional(),
    justification: z.string(),
    legal_basis: z.string(),
    national_law_empowered: z.boolean().default(false),
    offence: z
      .object({
        code: z.string(),
        listed_as: z.string().optional(),
        maximum_penalty_months: z.number(),
        terrorist: z.boolean(),
      })
      .optional(),
    on_behalf_of: z.string().optional(),
    person_category: name<NonNullable<PolicyRequest['grounds']['personCategory']>>().optional(),
    prior_searches: z
      .array(
        z.object({
          kind: name<PolicyRequest['grounds']['priorSearches'][number]['kind']>(),
          reference: z.string(),
          result: name<PolicyRequest['grounds']['priorSearches'][number]['result']>(),
        }),
      )
      .default([]),
    purpose: name<PolicyRequest['grounds']['purpose']>(),
    urgency: name<PolicyRequest['grounds']['urgency']>(),
  }),
  result: z.object({ status: z.string() }).optional(),
});

/**
 * Reads a question. Undefined for entries about which no policy decided: calls refused before, and entries of older
 * versions that do not say which policies did. The kinds that an authority has are not in the log: those of today count.
 */
export function readPastQuestion(
  sections: Sections,
  time: number,
  authorities: ReadonlyMap<string, Authority>,
): PastQuestion | undefined {
  const parsed = sectionsSchema.safeParse(sections);
  if (!parsed.success) return undefined;
  const { who, what, why, result } = parsed.data;
  const registered = authorities.get(who.authority);
  if (registered === undefined) return undefined;
  const { decision, offence } = why;
  return {
    decision: {
      effect: decision.effect,
      reason: decision.effect === 'deny' ? result?.status : undefined,
      determining: decision.determining,
      policyVersion: decision.policy_version,
    },
    request: {
      authority: registered,
      officer: { id: who.officer, roles: who.roles, unit: undefined },
      system: what.system,
      operations: what.legal_operations,
      today: new Date(time).toISOString().slice(0, 10),
      approval:
        decision.approver === undefined ? undefined : { id: why.approval ?? '', approverKind: decision.approver },
      grounds: {
        legalBasisId: why.legal_basis,
        purpose: why.purpose,
        caseReference: why.case_reference,
        justification: why.justification,
        urgency: why.urgency,
        operatingUnit: '',
        authorityKind: who.authority_kind,
        offence: offence && {
          code: offence.code,
          maximumPenaltyMonths: offence.maximum_penalty_months,
          terrorist: offence.terrorist,
          listedAs: offence.listed_as,
        },
        nationalLawEmpowered: why.national_law_empowered,
        onBehalfOf: why.on_behalf_of,
        approvalId: why.approval,
        emergency: why.emergency,
        priorSearches: why.prior_searches,
        personCategory: why.person_category,
        aim: why.aim,
        consentReference: why.consent,
      },
    },
  };
}
