/** How a simulated register answers, whatever it is asked. */
import type { StateReply } from '../../exchange/domain/state-question.js';
import { asAt, refinementOf } from '../domain/as-at.js';
import { MAX_VEHICLES } from '../domain/question.js';
import { neighbourhoodOf, suggestFrom } from '../domain/suggest-numbers.js';
import type {
  SuggestionQuestion,
  SuggestionReply,
  VehicleQuestion,
  VehicleReply,
} from '../holders/vehicle-register.js';
import type { RegistrationStore } from '../store/registration-store.js';
import type { RegisterLaw } from '../domain/register-law.js';

type Without<Reply> = Omit<Reply, keyof StateReply>;

/** The answer of a state's register to a search. */
export async function answerSearch(
  store: Pick<RegistrationStore, 'corresponding'>,
  memberState: string,
  { keepsHistory, fails }: Pick<RegisterLaw, 'keepsHistory' | 'fails'>,
  { key, referenceMs, askedAtMs }: VehicleQuestion,
): Promise<Without<VehicleReply>> {
  const currentInstead = referenceMs !== undefined && !keepsHistory;
  const asOfMs = referenceMs === undefined || currentInstead ? askedAtMs : referenceMs;
  const frame = { asOfMs, currentInstead };
  if (fails) return { ...frame, answer: 'ERROR', vehicleCount: 0, vehicles: [] };
  const { openCount, withholds, open } = await store.corresponding(memberState, key, asOfMs, MAX_VEHICLES);
  const [one] = open;
  if (one === undefined) {
    // Of a number that was asked about the state says that it does not tell; of a person's vehicles not even that.
    const answer = withholds && key.kind !== 'party' ? 'NOT_DISCLOSED' : 'NOT_FOUND';
    return { ...frame, answer, vehicleCount: 0, vehicles: [] };
  }
  if (openCount === 1) return { ...frame, answer: 'FOUND', vehicleCount: 1, vehicles: [asAt(one, asOfMs)] };
  return { ...frame, answer: 'MULTIPLE', vehicleCount: openCount, vehicles: open.map(refinementOf) };
}

/** The answer of a state's register to a question for numbers like one. */
export async function answerSuggesting(
  store: Pick<RegistrationStore, 'isRegistered' | 'near'>,
  memberState: string,
  { asked }: SuggestionQuestion,
): Promise<Without<SuggestionReply>> {
  if (await store.isRegistered(memberState, asked)) {
    return { isRegistered: true, suggestions: [], truncated: false };
  }
  const candidates = await store.near(memberState, asked.kind, neighbourhoodOf(asked));
  return { isRegistered: false, ...suggestFrom(asked, candidates) };
}
