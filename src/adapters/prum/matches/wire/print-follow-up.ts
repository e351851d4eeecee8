import { PersonCategory, SearchAim } from '../../../../gen/ostiary/common/v1/access.js';
import {
  type CoreData,
  type FollowUp as WireFollowUp,
  type FollowUpProgress,
  PersonGender as WireGender,
  PrumCategory,
} from '../../../../gen/ostiary/prum/v1/exchange.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import { printTime } from '../../exchange/wire/print-reply.js';
import type { CoreContent } from '../domain/core-content.js';
import { type FollowUp, isOverdue, type PastState, SIMULATED_HOLDER } from '../domain/follow-up.js';
import { GENDER_TO_WIRE, STATE_TO_WIRE } from './enums.js';

/** A follow-up; in a list, without its history. */
export function printFollowUp(followUp: FollowUp, history: readonly PastState[], nowMs: number): WireFollowUp {
  const { review, content } = followUp;
  return {
    followUpId: followUp.id,
    category: PrumCategory.FOLLOW_UP,
    referenceNumber: followUp.reference,
    holdingState: followUp.holdingState,
    askingState: followUp.askingState,
    progress: printProgress(followUp, history, nowMs),
    askingAuthority: followUp.authority,
    searchRequestId: followUp.search,
    confirmingOfficer: review?.officer ?? '',
    caseReference: review?.caseReference ?? '',
    remarks: review?.remarks ?? '',
    facts: content?.facts ?? '',
    offenceCode: content?.offenceCode ?? '',
    offence: content?.offence && { ...content.offence },
    personCategory: numberOf(PersonCategory, content?.personCategory),
    aim: numberOf(SearchAim, content?.aim),
    thirdCountry: content?.thirdCountry ?? '',
    quality: followUp.quality,
    decision: followUp.decision ?? '',
    handling: undefined,
  };
}

/** Core data that were released. */
export const printCoreData = (reference: string, { person, origin }: CoreContent): CoreData => ({
  referenceNumber: reference,
  category: PrumCategory.CORE_DATA,
  memberState: stateOf(reference),
  person: person && {
    firstNames: person.firstNames,
    familyNames: person.familyNames,
    otherNames: [...person.otherNames],
    dateOfBirth: person.dateOfBirth ?? '',
    nationalities: [...person.nationalities],
    placeOfBirth: person.placeOfBirth ?? '',
    countryOfBirth: person.countryOfBirth ?? '',
    gender: person.gender === undefined ? WireGender.UNSPECIFIED : GENDER_TO_WIRE[person.gender],
  },
  origin: { ...origin },
  handling: undefined,
});

function printProgress(followUp: FollowUp, history: readonly PastState[], nowMs: number): FollowUpProgress {
  const { state, releaseByMs, untilMs } = followUp;
  return {
    state: STATE_TO_WIRE[state],
    releaseBy: releaseByMs === undefined ? '' : printTime(releaseByMs),
    overdue: isOverdue(followUp, nowMs),
    until: printTime(untilMs),
    history: history.map(({ state: past, atMs, changedBy }) => ({
      state: STATE_TO_WIRE[past],
      at: printTime(atMs),
      byState: byState(followUp, changedBy),
    })),
  };
}

/** The other side learns which state acted, not which of its authorities. */
function byState({ holdingState }: FollowUp, changedBy: string | undefined): string {
  if (changedBy === undefined) return '';
  return changedBy === SIMULATED_HOLDER ? holdingState : changedBy.slice(0, 2);
}

/** Number of a name in an enumeration of the contract; 0 for none. */
function numberOf<Numbered extends number>(
  wire: Readonly<Record<string, Numbered>>,
  name: string | undefined,
): Numbered {
  return (name === undefined ? undefined : wire[name]) ?? (0 as Numbered);
}
