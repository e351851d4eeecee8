/** Compares a batch of profiles with all that a state holds: as many searches as it has profiles, a few at a time. */
import type { CompareDnaRequest, CompareDnaResponse } from '../../../gen/ostiary/prum/v1/dna.js';
import { Ender } from '../../../shared/ending.js';
import { FairSlots } from '../../../shared/fair-slots.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Operation } from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { auditBatch } from './audit-terms.js';
import type { BatchProbe, DnaBatch } from './domain/dna-batch.js';
import type { DnaParts } from './options.js';
import { disclosuresOf, searchDna } from './search-dna.js';
import { parseBatch } from './wire/parse-batch.js';
import { type ComparedOutcome, printBatch } from './wire/print-search.js';

/**
 * Questions of all batches together that are put at a time: threads that search take turns between them and searches in
 * individual cases, and few wait before such a search.
 */
const AT_A_TIME = 8;

/** Of them, those of one state that compares: two places are never taken by whoever came first. */
const MOST_OF_ONE = 6;

/** Profiles of one state under way at a time, put or waiting: four full batches. */
const MOST_UNDER_WAY = 100;

/** Time after which some of them have been answered, in milliseconds: a batch takes about as long. */
const RETRY_AFTER_MS = 1_000;

type Parts = Pick<DnaParts, 'exchange' | 'matches' | 'samples'>;

/** Makes the operation. What was found is remembered under the number of its question, as that of a search is. */
export function compareOperation(parts: Parts): Operation<CompareDnaRequest, CompareDnaResponse> {
  const { exchange, samples } = parts;
  const places = new FairSlots({ slots: AT_A_TIME, mostOfOne: MOST_OF_ONE });
  return {
    parse(request) {
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
          const answered = await compareBatch(batch, context, parts, places);
          const outcomes = answered.map(([, { outcome }]) => outcome);
          const status = overallStatus(outcomes);
          return {
            status,
            places: [{ place: batch.memberState, status }],
            response: printBatch(answered, status, samples),
            disclosures: answered.flatMap(([, compared]) => disclosuresOf(compared)),
          };
        },
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

/** A state that brings more than its share keeps nobody else waiting: no circuit opens, and other searches go on. */
function assertShare({ probes }: DnaBatch, memberState: string, places: FairSlots): void {
  if (places.workOf(memberState) + probes.length <= MOST_UNDER_WAY) return;
  throw new Refusal('OVERLOADED', `${memberState} has as many profiles under way as a state may compare at a time`, {
    retryAfterMs: RETRY_AFTER_MS,
    metadata: { system: 'PRUM_DNA', part: 'comparison', member_state: memberState, limit: String(MOST_UNDER_WAY) },
    ofPart: true,
  });
}

/** In the order of the batch. Throws a Refusal, or the signal's reason when aborted; then no further question is put. */
async function compareBatch(
  given: DnaBatch,
  context: AskContext,
  parts: Parts,
  places: FairSlots,
): Promise<readonly (readonly [BatchProbe, ComparedOutcome])[]> {
  const { probes, memberState, maxMatches } = given;
  const asking = context.scope.memberState;
  assertShare(given, asking, places);
  const batch = new Ender();
  const ask = async (probe: BatchProbe): Promise<readonly [BatchProbe, ComparedOutcome]> => {
    batch.throwIfAborted();
    const search = { ...probe, memberStates: new Set([memberState]), maxMatches };
    for await (const compared of searchDna(search, { ...context, requestId: probe.number }, parts)) {
      return [probe, compared];
    }
    throw new Error('a state that was asked has no outcome');
  };
  try {
    return await Promise.all(probes.map((probe) => places.run(asking, () => ask(probe))));
  } catch (error) {
    batch.abort(error as Error);
    throw error;
  }
}
