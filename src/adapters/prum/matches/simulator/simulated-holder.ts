import { createHash } from 'node:crypto';
import { SIMULATED_HOLDER } from '../domain/follow-up.js';
import type { FixedDecision, SimulatedTurn } from '../store/due-follow-ups.js';
import type { FollowUpStep } from '../store/follow-up-store.js';

/** What simulated holders do where nothing is fixed; of ten, eight release, one refuses, one waits for a judge. Invented. */
const DECISIONS: readonly FixedDecision[] = [
  'release',
  'release',
  'release',
  'release',
  'release',
  'release',
  'release',
  'release',
  'refuse',
  'await',
];

/** The next step of a holder that nobody plays; undefined when it is not its turn. */
export function simulatedStep(
  { followUp: { state, reference }, core, decides }: Pick<SimulatedTurn, 'followUp' | 'core' | 'decides'>,
  keptUntilMs: number,
): FollowUpStep | undefined {
  const own = { by: SIMULATED_HOLDER, handler: SIMULATED_HOLDER };
  const refuse = (decision: string): FollowUpStep => ({ ...own, kind: 'refuse', decision, untilMs: keptUntilMs });
  if (state !== 'core_requested' && state !== 'authorisation_pending') return undefined;
  if (core === undefined) return refuse('the data have been deleted since the search');
  const decision = decides ?? usual(reference);
  if (decision === 'refuse') return refuse('an investigation under way would be put at risk');
  if (decision === 'await' && state === 'core_requested') {
    return { ...own, kind: 'await', decision: 'a judge has to authorise the release under national law' };
  }
  const why =
    decision === 'await' ? 'the judge has authorised the release' : 'confirmed match, facts and offence bear it';
  return { ...own, kind: 'release', decision: why, core, untilMs: keptUntilMs };
}

/** The same for data whenever they are asked for. */
const usual = (reference: string): FixedDecision =>
  DECISIONS[createHash('sha256').update(reference).digest().readUInt32BE(0) % DECISIONS.length] ?? 'release';
