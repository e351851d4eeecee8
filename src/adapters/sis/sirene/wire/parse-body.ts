/** What a form says, from the contract's messages. The contract has checked required fields, lengths and enumerations. */
import type { HitDetails as WireHitDetails, SendFormRequest } from '../../../../gen/ostiary/sis/v1/sirene.js';
import type { FieldViolation } from '../../../../shared/refusal.js';
import { categoryFromWire } from '../../wire/enums.js';
import type { FormBody, HitDetails } from '../domain/form.js';
import {
  CONFIRMATIONS_ON_WIRE,
  FLAG_ACTIONS_ON_WIRE,
  MATCHES_ON_WIRE,
  RIGHTS_ON_WIRE,
  STAGES_ON_WIRE,
  SUBJECTS_ON_WIRE,
} from './words.js';

/** Clocks of two machines may differ by so much. */
const CLOCK_TOLERANCE_MS = 300_000;

/** Where violations go. */
export type Violations = FieldViolation[];

type WireBody = NonNullable<SendFormRequest['body']>;

/** Reads the body of a form. */
export function parseBody(body: WireBody, nowMs: number, violations: Violations): FormBody {
  switch (body.$case) {
    case 'arrest': {
      const { warrantReference, issuingAuthority, offence, penaltyMonths, extradition } = body.value;
      return { letter: 'A', warrantReference, issuingAuthority, offence, penaltyMonths, extradition };
    }
    case 'incompatibleAlert': {
      const { wantedCategory, reason } = body.value;
      return { letter: 'E', wantedCategory: known(categoryFromWire(wantedCategory)), reason };
    }
    case 'flag':
      return {
        letter: 'F',
        action: known(FLAG_ACTIONS_ON_WIRE.fromWire(body.value.action)),
        reason: body.value.reason,
      };
    case 'hit': {
      const { hitId, details, article, europolWithheldBecause } = body.value;
      if (article !== '') {
        violations.push({ field: 'hit.article', rule: 'given_by_system', description: 'must be left out' });
      }
      return {
        letter: 'G',
        hitId: given(hitId),
        details: parseDetails(known(details), 'hit.details', nowMs, violations),
        article: '',
        europolWithheldBecause: given(europolWithheldBecause),
      };
    }
    case 'notExecutable':
      return { letter: 'H', reason: body.value.reason, doneInstead: body.value.doneInstead };
    case 'otherUse':
      return { letter: 'I', purpose: body.value.purpose, reason: body.value.reason };
    case 'wrongData': {
      const { finding, foundOn, unlawful } = body.value;
      pastTime(foundOn, 'wrong_data.found_on', nowMs, violations);
      return { letter: 'J', finding, foundOn, unlawful };
    }
    case 'dataSubject':
      return {
        letter: 'K',
        right: known(RIGHTS_ON_WIRE.fromWire(body.value.right)),
        question: body.value.question,
      };
    case 'identification':
      return { letter: 'L', question: body.value.question, samePerson: body.value.samePerson };
    case 'message': {
      const { subject, text, answerRequested } = body.value;
      return { letter: 'M', subject: known(SUBJECTS_ON_WIRE.fromWire(subject)), text, answerRequested };
    }
    case 'permitBefore':
    case 'permitHeld': {
      const { stage, matter } = body.value;
      return {
        letter: body.$case === 'permitBefore' ? 'N' : 'O',
        stage: known(STAGES_ON_WIRE.fromWire(stage)),
        matter,
      };
    }
    case 'vehicle': {
      const { description, identificationNumber, plate, keptAt, cloneSuspected } = body.value;
      return { letter: 'P', description, identificationNumber, plate, keptAt, cloneSuspected };
    }
    case 'misusedIdentity':
      return { letter: 'Q', circumstances: body.value.circumstances, victimConsents: body.value.victimConsents };
  }
}

/** Reads the circumstances of a hit. */
export function parseDetails(details: WireHitDetails, path: string, nowMs: number, violations: Violations): HitDetails {
  const matchedBy = known(MATCHES_ON_WIRE.fromWire(details.matchedBy));
  const confirmedBy = known(CONFIRMATIONS_ON_WIRE.fromWire(details.confirmedBy));
  if (matchedBy === 'biometric' && confirmedBy !== 'expert') {
    violations.push({
      field: `${path}.confirmed_by`,
      rule: 'expert',
      description:
        'a match by biometrics is a hit when an expert has confirmed it (Regulation (EU) 2018/1862 Art. 3(7))',
    });
  }
  const occurredAtMs = pastTime(details.occurredAt, `${path}.occurred_at`, nowMs + CLOCK_TOLERANCE_MS, violations);
  const { place, circumstances, actionTaken, informationRequested } = details;
  return { matchedBy, confirmedBy, place, occurredAtMs, circumstances, actionTaken, informationRequested };
}

/** A time that there is, and that has come. A day begins at midnight. */
function pastTime(text: string, field: string, latestMs: number, violations: Violations): number {
  const timeMs = Date.parse(text.includes('T') ? text : `${text}T00:00:00Z`);
  // The parser takes the 30th of February for the 2nd of March.
  if (!Number.isFinite(timeMs) || !new Date(timeMs).toISOString().startsWith(text.replace('Z', ''))) {
    violations.push({ field, rule: 'date', description: 'must be a day of the calendar and a time of the day' });
  } else if (timeMs > latestMs) {
    violations.push({ field, rule: 'past', description: 'must not lie in the future' });
  }
  return timeMs;
}

/** An empty text is one that was left out. */
export const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** What the contract requires is there: it has refused the request otherwise. */
export function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('a request without a required field passed the contract');
  return value;
}
