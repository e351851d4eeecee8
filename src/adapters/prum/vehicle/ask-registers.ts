import { Refusal } from '../../../shared/refusal.js';
import type { AccessScope, AskContext, Disclosure, OutcomeName } from '../../adapter.js';
import type { Participant } from '../../states/ask-states.js';
import { withoutHolders } from '../../states/participants.js';
import { searchStates } from '../exchange/search-states.js';
import { registrationTerms } from './audit-terms.js';
import { refinementOf } from './domain/as-at.js';
import { legalKey, naturalKey } from './domain/party-key.js';
import type { VehicleKey } from './domain/question.js';
import type { RegisterLaw } from './domain/register-law.js';
import type { Registration } from './domain/registration.js';
import type { VehicleSearch } from './domain/search.js';
import { assertSoundReply, type AskedRegister, STATUS, type VehicleReply } from './holders/vehicle-register.js';
import type { VehicleParts } from './options.js';

/** What became of a search in one state. */
export interface VehicleOutcome {
  readonly memberState: string;
  readonly status: OutcomeName;
  /** Milliseconds since the epoch; undefined if it was not asked. */
  readonly askedAtMs: number | undefined;
  /** Milliseconds since the epoch; undefined if it is in service, or that is not known. */
  readonly outOfServiceSinceMs: number | undefined;
  /** Undefined if it did not answer. */
  readonly reply: VehicleReply | undefined;
}

/** Puts a search to the registers and yields what became of it in each as soon as that is known. */
export async function* askRegisters(
  search: VehicleSearch,
  context: AskContext,
  { searching, laws }: VehicleParts,
): AsyncGenerator<VehicleOutcome, void, undefined> {
  const { scope } = context;
  assertReaches(scope, 'VEHICLE');
  const outcomes = searchStates(
    {
      system: 'PRUM_VEHICLE',
      memberStates: search.memberStates,
      question: (common, officer) => ({ ...common, officer, key: keyOf(search), referenceMs: search.referenceMs }),
      isHit: ({ vehicleCount }) => vehicleCount > 0,
      assertSound: assertSoundReply,
    },
    context,
    {
      ...searching,
      participants: async () => {
        const all = await searching.participants();
        if (search.by.kind !== 'party') return all;
        // Between gateways nobody is searched for by name.
        const here = withoutHolders(all, searching.partnerStates);
        return openTo(scope.memberState, here, await laws(), ({ byParty }) => byParty);
      },
    },
  );
  for await (const outcome of outcomes) yield withinScope(outcomeOf(outcome), scope.categories);
}

/** Who has a legal basis for something else is refused, not told that there is nothing. */
export function assertReaches({ categories }: AccessScope, category: 'VEHICLE' | 'SUGGESTION'): void {
  if (categories.has(category)) return;
  const [message, rule] =
    category === 'VEHICLE'
      ? (['the legal basis reaches no data of vehicles', 'NO_REGISTRATION'] as const)
      : (['the legal basis reaches no number but the one that was asked about', 'WHOLE_NUMBER'] as const);
  throw new Refusal('FORBIDDEN', message, {
    metadata: {
      system: 'PRUM_VEHICLE',
      rule,
      article: 'Decision 2008/615/JHA Art. 12(1); Reg. (EU) 2024/982 Art. 16(2)',
    },
  });
}

/**
 * The states as another may ask them: one whose law does not let others ask so is not asked. The one that asks stays as it is:
 * whether it takes part does not depend on what its law lets others ask.
 */
export const openTo = <Question, Reply>(
  asking: string,
  states: readonly Participant<Question, Reply>[],
  laws: ReadonlyMap<string, RegisterLaw>,
  allows: (law: RegisterLaw) => boolean,
): readonly Participant<Question, Reply>[] =>
  states.map((state) => {
    const law = laws.get(state.memberState);
    const isOpen = state.memberState === asking || (law !== undefined && allows(law));
    return isOpen ? state : { ...state, holder: undefined };
  });

function keyOf({ by }: VehicleSearch): VehicleKey {
  switch (by.kind) {
    case 'number':
      return { kind: 'registration_number', number: by.number.key, vin: by.vin?.key };
    case 'vin':
      return { kind: 'vin', vin: by.vin.key };
    case 'party': {
      const { party } = by;
      return {
        kind: 'party',
        party:
          party.kind === 'legal'
            ? legalKey(party.name)
            : naturalKey(party.familyNames, party.firstNames, party.dateOfBirth),
      };
    }
  }
}

function outcomeOf(asked: AskedRegister): VehicleOutcome {
  const reply = 'reply' in asked ? asTold(asked.reply) : undefined;
  return {
    memberState: asked.memberState,
    status: reply === undefined ? asked.status : STATUS[reply.answer],
    askedAtMs: 'askedAtMs' in asked ? asked.askedAtMs : undefined,
    outOfServiceSinceMs: 'outOfServiceSinceMs' in asked ? asked.outOfServiceSinceMs : undefined,
    reply,
  };
}

/** Of several vehicles nothing is told, and nothing logged, but what tells them apart, whatever the register sends. */
const asTold = (reply: VehicleReply): VehicleReply =>
  reply.answer === 'MULTIPLE' ? { ...reply, vehicles: reply.vehicles.map(refinementOf) } : reply;

/** Holders and owners are categories of their own: who may not see them is not told of them. */
function withinScope(outcome: VehicleOutcome, categories: ReadonlySet<string>): VehicleOutcome {
  const { reply } = outcome;
  const roles = new Set([
    ...(categories.has('HOLDER') ? ['holder'] : []),
    ...(categories.has('OWNER') ? ['owner'] : []),
  ]);
  if (reply === undefined || roles.size === 2) return outcome;
  const without = (vehicle: Registration): Registration => ({
    ...vehicle,
    parties: vehicle.parties.filter(({ role }) => roles.has(role)),
  });
  return { ...outcome, reply: { ...reply, vehicles: reply.vehicles.map(without) } };
}

/** What an outcome discloses, for the log. */
export const disclosuresOf = ({ reply }: VehicleOutcome): readonly Disclosure[] =>
  reply?.vehicles.map((vehicle) => ({
    reference: vehicle.reference,
    category: 'VEHICLE',
    terms: registrationTerms(vehicle),
  })) ?? [];
