import {
  AssessmentMatch,
  type MatchRelease,
  ResultCategory,
  ReviewVerdict,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { printTime } from '../../wire/text.js';
import type { Ground, Match, Release } from '../domain/match.js';
import type { ReceivedMatch } from '../store/release-store.js';
import { STATE_TO_WIRE } from './enums.js';

/** A match as a reviewer and whoever it is released to have it. Where its key is gone, nothing is told of what was compared. */
export function printMatch(match: Match): AssessmentMatch {
  const { sealed, review, releases, system, source: reference, version, sha256 } = match;
  return {
    matchReference: match.id,
    category: ResultCategory.RESULT,
    recordReference: match.record,
    state: STATE_TO_WIRE[match.state],
    foundAt: printTime(match.foundAtMs),
    reviewBy: printTime(match.reviewByMs),
    recordVersion: match.recordVersion,
    source: { system, reference, version, sha256, title: sealed?.title ?? '', purposes: [...(sealed?.purposes ?? [])] },
    travellerReference: match.traveller,
    grounds: (sealed?.grounds ?? []).map((ground) => ({
      path: ground.path,
      condition: conditionText(ground),
      value: valueText(ground.value),
      negated: ground.negated,
    })),
    notExonerated: (sealed?.unmet ?? []).map((ground) => ({
      path: ground.path,
      condition: conditionText(ground),
      value: valueText(ground.value),
      notTold: ground.value === undefined,
    })),
    review: review && {
      officer: review.officer,
      reviewedAt: printTime(review.atMs),
      verdict: match.state === 'rejected' ? ReviewVerdict.REJECTED : ReviewVerdict.CONFIRMED,
      reason: sealed?.reason ?? '',
    },
    releases: releases.map(printRelease),
    handling: undefined,
  };
}

/** A match as its recipient is told that it is there. */
export function printReceived(received: ReceivedMatch): AssessmentMatch {
  return AssessmentMatch.fromPartial({
    matchReference: received.id,
    category: ResultCategory.RESULT,
    recordReference: received.record,
    state: STATE_TO_WIRE.released,
    foundAt: printTime(received.foundAtMs),
    reviewBy: printTime(received.reviewByMs),
    recordVersion: received.recordVersion,
    releases: [printRelease(received.release)],
  });
}

const printRelease = ({ officer, atMs, recipient }: Release): MatchRelease => ({
  ...{ officer, recipient },
  releasedAt: printTime(atMs),
});

const conditionText = ({ field, operator, constant }: Ground): string =>
  [field, operator, constant === undefined ? '' : valueText(constant)].join(' ').trim();

const valueText = (value: Ground['constant'] | Ground['value']): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
