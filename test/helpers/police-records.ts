/** A gateway for which the rules of police records are in force, and lawful questions to it. */
import { AccessContext, PersonCategory, Purpose, SearchAim } from '../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import {
  type PersonCriteria,
  PoliceRecordsServiceService,
  SearchRecordsOnceRequest,
  type StateAnswer,
} from '../../src/gen/ostiary/police_records/v1/police_records.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { type GatewayStack, startGatewayStack } from './gateway-stack.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from './eventually.js';
import { copyPolicy } from './policy-folder.js';
import { answerOf } from './receipts.js';

export interface PoliceRecordsStack extends GatewayStack {
  /** Has a simulated state behave otherwise from now on. */
  behave(
    memberState: string,
    behaviour: {
      readonly latencyMs?: number;
      readonly fault?: string | null;
      /** Null: its holder never acts. */
      readonly decidesAfterMs?: number | null;
    },
  ): Promise<void>;
}

/** The regime has no date yet: the policy of this gateway sets one, as the operator of a sandbox does. */
export async function startPoliceRecordsStack(environment: Record<string, string> = {}): Promise<PoliceRecordsStack> {
  const policy = await copyPolicy();
  await policy.edit('regimes.csv', '\nEPRIS,,', '\nEPRIS,2026-01-01,');
  const stack = await startGatewayStack({ OSTIARY_POLICY_DIR: policy.path, ...environment });
  await indexesMade(stack);
  return {
    ...stack,
    async behave(memberState, { latencyMs, fault, decidesAfterMs }) {
      const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-behaviour', max: 1 });
      await sql`
        update police_records.simulated_state
        set latency_ms = coalesce(${latencyMs ?? null}, latency_ms),
          fault = ${fault === undefined ? sql`fault` : fault},
          decides_after_ms = ${decidesAfterMs === undefined ? sql`decides_after_ms` : decidesAfterMs}
        where member_state = ${memberState}`;
      await sql.end();
    },
    async stop() {
      await stack.stop();
      await policy.remove();
    },
  };
}

/** Until its indexes are made, states of a gateway that has just started take longer than the tests wait for them. */
async function indexesMade(stack: GatewayStack): Promise<void> {
  const police = await stack.grpc('XA-POLICE');
  const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-0' });
  await eventually(async () => {
    const outcome = await police.call(
      PoliceRecordsServiceService.searchRecordsOnce,
      recordSearch(TEST_PERSONS.unknownToAll, { memberStates: ['XB'] }),
      { token, deadlineMs: 10_000 },
    );
    const { response } = answerOf(outcome);
    if (response.outcome?.status !== OutcomeStatus.NO_HIT) throw new Error('XB did not answer');
  }, 40_000);
}

/** Grounds on which the police asks about a suspect, changed as asked. */
export const suspectAccess = (changes: Partial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'PRUM2-26',
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'CASE-2026-000456',
    justification: 'series of burglaries, suspect named by a witness',
    operatingUnit: 'Criminal investigation 3',
    offence: { code: 'burglary', maximumPenaltyMonths: 60, terrorist: false },
    personCategory: PersonCategory.SUSPECT,
    aim: SearchAim.OBTAIN_MORE,
    ...changes,
  });

/** Grounds on which the police asks for a record and reads it. */
export const recordAccess = (): AccessContext => suspectAccess({ legalBasisId: 'PRUM2-44-5' });

/** Grounds on which the holder acts on requests. */
export const holderAccess = (): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'PRUM2-44-5-HOLDER',
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'IN-2026-000001',
    justification: 'requests from other states, of the day',
    operatingUnit: 'International cooperation',
  });

/** A search for a person as the world describes them. */
export const recordSearch = (
  person: { readonly surname?: string; readonly forename?: string; readonly dateOfBirth?: string },
  changes: Partial<SearchRecordsOnceRequest> = {},
  criteria: Partial<PersonCriteria> = {},
): SearchRecordsOnceRequest =>
  SearchRecordsOnceRequest.fromPartial({
    access: suspectAccess(),
    person: {
      familyNames: person.surname ?? '',
      firstNames: person.forename ?? '',
      dateOfBirth: person.dateOfBirth ?? '',
      ...criteria,
    },
    ...changes,
  });

/** State → name of its outcome. */
export const statuses = (states: readonly StateAnswer[]): Record<string, string> =>
  Object.fromEntries(states.map(({ memberState, status }) => [memberState, outcomeName(status)]));

export const outcomeName = (status: number | undefined): string =>
  Object.entries(OutcomeStatus).find(([, number]) => number === status)?.[0] ?? String(status);
