/** Compares a batch of profiles with all that a state holds: as many searches as it has profiles, a few at a time. */
import type { CompareDnaRequest, CompareDnaResponse } from '../../../gen/ostiary/prum/v1/dna.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Inquiry } from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { auditBatch } from './audit-terms.js';
import type { BatchProbe, DnaBatch } from './domain/dna-batch.js';
import type { DnaParts } from './options.js';
import { disclosuresOf, searchDna } from './search-dna.js';
import { parseBatch } from './wire/parse-batch.js';
import { type ComparedOutcome, printBatch } from './wire/print-search.js';

/** Questions of a batch that are put at a time: searches in individual cases take turns with them, and none waits for all. */
const AT_A_TIME = 8;

type Parts = Pick<DnaParts, 'exchange' | 'matches' | 'samples'>;

/** Reads a comparison. What was found is remembered under the number of its question, as that of a search is. */
export function parseComparison(request: CompareDnaRequest, parts: Parts): Inquiry<CompareDnaResponse> {
  const { exchange } = parts;
  const batch = parseBatch(request, exchange.clock.now());
  assertComparedHere(batch, exchange);
  return {
    legalOperations: ['COMPARE_DNA'],
    audit: auditBatch(batch),
    async ask(context) {
      if (batch.memberState === context.scope.memberState) {
        throw notCompared(
          'own_state',
          'must not be the state that compares: its own profiles are no part of the exchange',
        );
      }
      const answered = await compareBatch(batch, context, parts);
      const outcomes = answered.map(([, { outcome }]) => outcome);
      const status = overallStatus(outcomes);
      return {
        status,
        places: [{ place: batch.memberState, status }],
        response: printBatch(answered, status, parts.samples),
        disclosures: answered.flatMap(([, compared]) => disclosuresOf(compared)),
      };
    },
  };
}

/** Between gateways a comparison would be as many accesses as it has profiles, of which neither side has spoken yet. */
function assertComparedHere({ memberState }: DnaBatch, { ownState, partnerStates }: Parts['exchange']): void {
  if (memberState !== ownState && partnerStates?.has(memberState) !== true) return;
  throw notCompared('own_gateway', 'must be a state that is asked here, not one with a gateway of its own');
}

const notCompared = (rule: string, description: string): Refusal =>
  new Refusal('REQUEST_INVALID', 'Profiles of that state are not compared here', {
    violations: [{ field: 'member_state', rule, description }],
  });

/** In the order of the batch. Throws a Refusal, or the signal's reason when aborted. */
async function compareBatch(
  { probes, memberState, maxMatches }: DnaBatch,
  context: AskContext,
  parts: Parts,
): Promise<readonly (readonly [BatchProbe, ComparedOutcome])[]> {
  const answered: (readonly [BatchProbe, ComparedOutcome])[] = [];
  const left = probes.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [at, probe] of left) {
      if (failed) return;
      const search = { ...probe, memberStates: new Set([memberState]), maxMatches };
      const asked = searchDna(search, { ...context, requestId: probe.number }, parts);
      try {
        for await (const compared of asked) answered[at] = [probe, compared];
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return answered;
}
