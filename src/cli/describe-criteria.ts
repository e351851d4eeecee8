/** What a rule would have found, and how good rules are, in lines for a person: numbers alone, and which of them are exact. */
import type {
  ConditionCount,
  GetCriteriaQualityResponse,
  GroupCount,
  SourceQuality,
  TryCriterionResponse,
} from '../gen/ostiary/pnr/v1/assessment.js';
import { SMALLEST_TOLD, STEP } from '../matching/criteria/blur.js';
import { counted, labelled } from './phrases.js';

/** A trial. "~" is in front of each number that is near the truth and not the truth. */
export const describeTrial = (tried: TryCriterionResponse): string[] => [
  `rule ${tried.sha256}`,
  ...labelled('put to', `${counted(tried.flights, 'flight')}, ${counted(tried.records, 'record')}: exact`),
  ...labelled('asked', `${tried.asked}, exact: travellers, or bookings if the rule asks about no traveller`),
  ...labelled('match', `~${tried.matches}`),
  ...labelled('exonerated', `~${tried.exonerated}`),
  ...tried.conditions.flatMap(describeCondition),
  ...tried.byAge.flatMap((group) => describeGroup('age', group)),
  ...tried.byNationality.flatMap((group) => describeGroup('nationals', group)),
  `~ is near the truth, mostly within 10: a random error, by a secret of the unit, then steps of ${STEP}. The same question is told`,
  `  the same all day. Groups that are told to have fewer than ${SMALLEST_TOLD} travellers are left out (docs/assessment.md).`,
];

function describeCondition({ path, met, notTold, common }: ConditionCount): string[] {
  const text = `${path}: ~${met}, not told of ~${notTold}`;
  return common ? labelled('! met', `${text}: nearly everybody meets it, so it is no ground`) : labelled('met', text);
}

const describeGroup = (label: string, { group, travellers, matches }: GroupCount): string[] =>
  labelled(label, `${group}: ~${matches} of ~${travellers} match`);

/** Rules, then databases, with what reviews made of their matches. */
export const describeQuality = ({ sources }: GetCriteriaQualityResponse): string[] =>
  sources.length === 0 ? ['none'] : sources.flatMap(describeSource);

function describeSource({ system, rule, version, ...counts }: SourceQuality): string[] {
  const { matches, open, confirmed, rejected, released, reviewDue } = counts;
  return [
    rule === '' ? system : `${rule} version ${version}`,
    ...labelled(
      'matches',
      `${matches}: ${open} open, ${confirmed} confirmed, ${released} of them released, ${rejected} rejected`,
    ),
    ...(reviewDue ? ['  ! fewer than one in five of those reviewed was confirmed: due for a review'] : []),
  ];
}
