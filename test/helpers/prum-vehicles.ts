/** A gateway for which vehicle registers of other states can be asked, and lawful questions to them. */
import { AccessContext, PersonCategory, Purpose, SearchAim } from '../../src/gen/ostiary/common/v1/access.js';
import { type VehicleStateAnswer, VehicleRegisterAnswer } from '../../src/gen/ostiary/prum/v1/vehicle.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { type GatewayStack, startGatewayStack } from './gateway-stack.js';
import { outcomeName } from './police-records.js';
import { copyPolicy } from './policy-folder.js';

export interface VehicleStack extends GatewayStack {
  /** Has a simulated register behave otherwise from now on. */
  behave(
    memberState: string,
    behaviour: { readonly latencyMs?: number; readonly fault?: string | null; readonly fails?: boolean },
  ): Promise<void>;
}

/** Under Prüm I, as the shipped policy has it; or under Prüm II, begun as the operator of a sandbox does. */
export async function startVehicleStack(regime: 'PRUM-I' | 'PRUM-II'): Promise<VehicleStack> {
  const policy = await copyPolicy();
  if (regime === 'PRUM-II') await policy.edit('regimes.csv', '\nPRUM-II,,', '\nPRUM-II,2026-01-01,');
  const stack = await startGatewayStack({ OSTIARY_POLICY_DIR: policy.path });
  return {
    ...stack,
    async behave(memberState, { latencyMs, fault, fails }) {
      const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-behaviour', max: 1 });
      await sql`
        update prum.simulated_state
        set latency_ms = coalesce(${latencyMs ?? null}, latency_ms),
          fault = ${fault === undefined ? sql`fault` : fault}
        where category = 'vehicle' and member_state = ${memberState}`;
      await sql`
        update prum.vehicle_register set fails = coalesce(${fails ?? null}, fails) where member_state = ${memberState}`;
      await sql.end();
    },
    async stop() {
      await stack.stop();
      await policy.remove();
    },
  };
}

/** Grounds on which a vehicle is searched for, changed as asked. */
export const vehicleAccess = (legalBasisId: string, changes: Partial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId,
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'CASE-2026-000789',
    justification: 'vehicle seen leaving the place of a burglary',
    operatingUnit: 'Criminal investigation 3',
    personCategory: PersonCategory.SUSPECT,
    aim: SearchAim.IDENTIFY,
    ...changes,
  });

/** State → what its register answered, or what kept it from answering. */
export const answers = (states: readonly VehicleStateAnswer[]): Record<string, string> =>
  Object.fromEntries(
    states.map(({ memberState, status, registerAnswer }) => [
      memberState,
      registerAnswer === VehicleRegisterAnswer.UNSPECIFIED ? outcomeName(status) : answerName(registerAnswer),
    ]),
  );

const answerName = (answer: VehicleRegisterAnswer): string =>
  Object.entries(VehicleRegisterAnswer).find(([, number]) => number === answer)?.[0] ?? String(answer);
