/** A gateway for which the rules of Prüm II are in force, and lawful questions to it. */
import { AccessContext, PersonCategory, Purpose, SearchAim } from '../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import {
  DnaProbeKind,
  type DnaStateAnswer,
  PrumDnaServiceService,
  SearchDnaOnceRequest,
  SearchDnaRequest,
} from '../../src/gen/ostiary/prum/v1/dna.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_DNA, type TestProfile } from '../../src/world/test-dna.js';
import { eventually } from './eventually.js';
import { type GatewayStack, startGatewayStack } from './gateway-stack.js';
import { copyPolicy, type PolicyFolder } from './policy-folder.js';
import { answerOf } from './receipts.js';

export interface PrumStack extends GatewayStack {
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
export async function startPrumStack(
  environment: Record<string, string> = {},
  change: (policy: PolicyFolder) => Promise<void> = () => Promise.resolve(),
): Promise<PrumStack> {
  const policy = await copyPolicy();
  await change(policy);
  await policy.edit('regimes.csv', '\nPRUM-II,,', '\nPRUM-II,2026-01-01,');
  await policy.edit('regimes.csv', '\nPRUM-II-FACE,,', '\nPRUM-II-FACE,2026-01-01,');
  const stack = await startGatewayStack({ OSTIARY_POLICY_DIR: policy.path, ...environment });
  await profilesLoaded(stack);
  return {
    ...stack,
    async behave(memberState, { latencyMs, fault, decidesAfterMs }) {
      const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-behaviour', max: 1 });
      await sql`
        update prum.simulated_state
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

/** Until the profiles are in memory, states of a gateway that has just started take longer than the tests wait for them. */
async function profilesLoaded(stack: Pick<GatewayStack, 'grpc' | 'identity'>): Promise<void> {
  const police = await stack.grpc('XA-POLICE');
  const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-0' });
  await eventually(async () => {
    const outcome = await police.call(
      PrumDnaServiceService.searchDnaOnce,
      dnaSearch(TEST_DNA.unknownToAll, { memberStates: ['XB'] }),
      { token, deadlineMs: 10_000 },
    );
    const { response } = answerOf(outcome);
    if (response.outcome?.status !== OutcomeStatus.NO_HIT) throw new Error('XB did not answer');
  }, 40_000);
}

/** Grounds on which the police searches for a DNA profile, changed as asked. */
export const dnaAccess = (changes: Partial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'PRUM2-6',
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'CASE-2026-000789',
    justification: 'stain from the broken window of a burglary',
    operatingUnit: 'Criminal investigation 3',
    offence: { code: 'burglary', maximumPenaltyMonths: 60, terrorist: false },
    personCategory: PersonCategory.UNKNOWN,
    aim: SearchAim.IDENTIFY,
    ...changes,
  });

/** Grounds on which a qualified person confirms a match. */
export const confirmAccess = (): AccessContext => dnaAccess({ legalBasisId: 'PRUM2-6-6' });

/** Grounds on which core data are asked for and read. */
export const coreDataAccess = (): AccessContext => dnaAccess({ legalBasisId: 'PRUM2-47-DNA' });

/** Grounds on which the holder acts. */
export const contactPointAccess = (): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'PRUM2-47-6-DNA',
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'IN-2026-000001',
    justification: 'requests from other states, of the day',
    operatingUnit: 'National contact point',
  });

/** Loci of a profile as a request has them. */
export const lociOf = (profile: TestProfile) =>
  Object.entries(profile).map(([name, values]) => ({ name, alleles: [...values] }));

/** A search for a profile of a stain. */
export const dnaSearch = (
  profile: TestProfile,
  changes: Partial<SearchDnaOnceRequest> = {},
  kind: DnaProbeKind = DnaProbeKind.UNIDENTIFIED,
): SearchDnaOnceRequest =>
  SearchDnaOnceRequest.fromPartial({
    access: dnaAccess(),
    probe: { kind, ownReference: 'XA-DNA-2026-17', loci: lociOf(profile) },
    ...changes,
  });

/** The same, to be answered state by state. */
export function dnaSearchByState(
  profile: TestProfile,
  { memberStates = [] }: Pick<Partial<SearchDnaOnceRequest>, 'memberStates'> = {},
): SearchDnaRequest {
  const { access, probe } = dnaSearch(profile);
  return SearchDnaRequest.fromPartial({ access, probe, memberStates });
}

/** State → name of its outcome. */
export const dnaStatuses = (states: readonly DnaStateAnswer[]): Record<string, string> =>
  Object.fromEntries(states.map(({ reply }) => [reply?.memberState ?? '', outcomeName(reply?.status)]));

export const outcomeName = (status: number | undefined): string =>
  Object.entries(OutcomeStatus).find(([, number]) => number === status)?.[0] ?? String(status);
