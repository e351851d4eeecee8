/** Confirming a match, asking for core data, deciding on them, ending: steps of the two sides. */
import { PersonCategory, SearchAim } from '../../../../gen/ostiary/common/v1/access.js';
import {
  type CaseFacts,
  type CoreDataRuling,
  type MatchReference,
  type MatchReview,
  MatchVerdict,
} from '../../../../gen/ostiary/prum/v1/exchange.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Operation } from '../../../adapter.js';
import { kindOf, stateOf } from '../../exchange/domain/reference-number.js';
import { coreTerms } from '../audit-terms.js';
import type { CoreRequestContent } from '../domain/follow-up.js';
import { releaseBy } from '../domain/release-time.js';
import type { FollowUpParts } from '../options.js';
import { assertFits, parseRuling } from '../wire/parse-ruling.js';
import { assertThirdCountryOf, parseThirdCountry } from '../wire/parse-third-country.js';
import {
  type Accessed,
  type Acted,
  acted,
  advance,
  ASKING,
  CONFIRMING,
  given,
  HOLDING,
  nameOf,
  notFound,
  begin,
} from './parts.js';

/** A request that names a follow-up. */
export interface OnFollowUp extends Accessed {
  readonly followUpId: string;
}

/** A request that confirms a match, or finds that it is none. */
export interface Confirming extends Accessed {
  readonly match?: MatchReference | undefined;
  readonly review?: MatchReview | undefined;
}

/** Makes the operation by which a qualified person confirms a match (Arts. 6(6), 11(2), 20). */
export const confirmOperation = (parts: FollowUpParts): Operation<Confirming, Acted> => ({
  parse(request) {
    const { searchRequestId: search, referenceNumber: reference } = given(request.match);
    const { verdict, remarks } = given(request.review);
    const { caseReference } = given(request.access);
    return {
      legalOperations: CONFIRMING.legalOperations,
      audit: {
        reference_number: reference,
        remarks,
        search_request_id: search,
        verdict: nameOf(MatchVerdict, verdict) ?? '',
      },
      ownerState: stateOf(reference),
      async ask(context) {
        const now = begin(parts, context);
        const isMatch = verdict === MatchVerdict.CONFIRMED;
        const followUp = await advance(
          parts,
          context,
          CONFIRMING,
          { search, reference },
          {
            kind: isMatch ? 'confirm' : 'dismiss',
            ...(isMatch && { confirmedAtMs: now }),
            review: { officer: context.officer.pseudonym, caseReference, remarks },
            untilMs: now + parts.times.lifetimeMs,
          },
          notMatched,
        );
        return acted(followUp);
      },
    };
  },
});

/** What others found, and what nobody found, look alike. */
function notMatched(): Refusal {
  const description =
    'must be a match of the search that is named, made by this authority and not longer ago than 30 days';
  return new Refusal('REQUEST_INVALID', 'only a match can be followed up', {
    violations: [{ field: 'match.reference_number', rule: 'matched', description }],
    metadata: { article: 'Reg. (EU) 2024/982 Art. 47(1)' },
  });
}

/** A request for core data. */
export interface RequestingCoreData extends OnFollowUp {
  readonly facts?: CaseFacts | undefined;
}

/** Makes the operation by which core data are asked for (Art. 47(1)). */
export const requestCoreDataOperation = (parts: FollowUpParts): Operation<RequestingCoreData, Acted> => ({
  parse(request) {
    const id = request.followUpId;
    const content = parseContent(request);
    return {
      legalOperations: ASKING.legalOperations,
      audit: {
        facts: content.facts,
        follow_up_id: id,
        offence_code: content.offenceCode,
        ...(content.thirdCountry !== undefined && { third_country: content.thirdCountry }),
      },
      async ask(context) {
        const now = begin(parts, context);
        assertThirdCountryOf(context.scope, content.thirdCountry);
        const match = await parts.store.find({ id }, ASKING.whose(context));
        if (match === undefined) throw notFound();
        const releaseByMs = releaseBy(
          // Confirmed between this and the step, which is taken of a confirmed match alone: confirmed now.
          { matchedAtMs: match.foundAtMs, confirmedAtMs: match.confirmedAtMs ?? now, factsAtMs: now },
          parts.times.releaseWithinMs,
        );
        const followUp = await advance(
          parts,
          context,
          ASKING,
          { id },
          {
            kind: 'request',
            content,
            ...(releaseByMs !== undefined && { releaseByMs }),
            untilMs: now + parts.times.lifetimeMs,
          },
        );
        return acted(followUp);
      },
    };
  },
});

/** Throws a Refusal. */
function parseContent(request: RequestingCoreData): CoreRequestContent {
  const { facts, offenceCode, thirdCountry: code } = given(request.facts);
  const thirdCountry = parseThirdCountry(code);
  const { offence, personCategory, aim } = given(request.access);
  return {
    facts,
    offenceCode,
    ...(thirdCountry !== undefined && { thirdCountry }),
    offence: offence && {
      code: offence.code,
      maximumPenaltyMonths: offence.maximumPenaltyMonths,
      terrorist: offence.terrorist,
      listedAs: offence.listedAs,
    },
    personCategory: nameOf(PersonCategory, personCategory),
    aim: nameOf(SearchAim, aim),
  };
}

/** A decision of the holder. */
export interface DecidingCoreData extends OnFollowUp {
  readonly ruling?: CoreDataRuling | undefined;
}

/** Makes the operation by which the holder releases core data, refuses them, or waits (Art. 47(6)). */
export const decideCoreDataOperation = (parts: FollowUpParts): Operation<DecidingCoreData, Acted> => ({
  parse(request) {
    const id = request.followUpId;
    const ruling = parseRuling(given(request.ruling));
    const core = ruling.kind === 'release' ? ruling.core : undefined;
    const terms = core === undefined ? [] : coreTerms(core);
    return {
      legalOperations: HOLDING.legalOperations,
      audit: { decision: ruling.kind, follow_up_id: id, reason: ruling.reason },
      ...(terms.length > 0 && { terms }),
      async ask(context) {
        const now = begin(parts, context);
        if (core !== undefined) {
          const match = await parts.store.find({ id }, HOLDING.whose(context));
          if (match === undefined) throw notFound();
          assertFits(core, kindOf(match.reference));
        }
        const followUp = await advance(
          parts,
          context,
          HOLDING,
          { id },
          {
            kind: ruling.kind,
            handler: context.scope.authority,
            decision: ruling.reason,
            ...(core !== undefined && { core }),
            // What waits keeps the end that it has.
            ...(ruling.kind !== 'await' && { untilMs: now + parts.times.lifetimeMs }),
          },
        );
        return acted(followUp);
      },
    };
  },
});

/** Makes the operation by which the authority that searched ends a follow-up: all data are deleted (Art. 50(3)). */
export const closeOperation = (parts: FollowUpParts): Operation<OnFollowUp, Acted> => ({
  parse: ({ followUpId: id }) => ({
    legalOperations: ASKING.legalOperations,
    audit: { follow_up_id: id },
    async ask(context) {
      begin(parts, context);
      return acted(await advance(parts, context, ASKING, { id }, { kind: 'close' }));
    },
  }),
});
