import { ulid } from 'ulid';
import { generatePopulation } from '../../../world/population.js';
import type { Person } from '../../../world/person.js';
import { createRandom, type Random } from '../../../world/random.js';
import { pickState } from '../../../world/states.js';
import type { Alert } from '../domain/alert.js';
import type { AlertCategory } from '../domain/category.js';
import { OBJECT_CATEGORIES } from '../domain/object-category.js';
import { entryDay, makeFrame, type Frame } from './alert-frame.js';
import { makeObject, OBJECT_WEIGHTS } from './make-object.js';
import { makePersonSubject, pickPersonCategory } from './make-person.js';

/** Which alerts. */
export interface GenerateOptions {
  /** The same seed and day give the same alerts; a larger number begins with the alerts of a smaller one. */
  readonly seed: number;
  readonly alerts: number;
  /** YYYY-MM-DD: all but a few of the alerts are in force on this day. */
  readonly today: string;
}

/** Shares of all alerts: invented. The real SIS has far more objects. */
const PERSON_SHARE = 0.4;
const UNKNOWN_PERSON_SHARE = 0.001;
/** Alerts that have reached their term and wait to be deleted. */
const EXPIRED_SHARE = 0.005;
/** Persons on whom two states have an alert. */
const SECOND_STATE_SHARE = 0.02;
/** Objects of the kinds that may carry an Art. 36 alert, and do. */
const CHECKED_OBJECT_SHARE = 0.02;

/** Time in the identifiers, so that they do not depend on the day of seeding: 2024-01-01T00:00:00Z, a second apart. */
const FIRST_ID_MS = 1_704_067_200_000;

/** Alerts on people and things that do not exist, made one at a time as they are taken. */
export function* generateAlerts({ seed, alerts, today }: GenerateOptions): Generator<Alert, void, undefined> {
  const random = createRandom(seed, 'sis');
  const population = generatePopulation({ seed, persons: alerts });
  let person: Person | undefined;
  for (let made = 0; made < alerts; made++) {
    if (person === undefined || !random.chance(SECOND_STATE_SHARE)) person = population.next().value ?? person;
    if (person === undefined) return;
    const id = ulid(FIRST_ID_MS + made * 1_000, () => random.fraction());
    yield makeAlert(random, person, today, id);
  }
}

function makeAlert(random: Random, person: Person, today: string, id: string): Alert {
  const frame = (category: AlertCategory, onObject: boolean): Frame =>
    makeFrame({
      category,
      onObject,
      issuingState: pickState(random),
      id,
      enteredOn: entryDay(today, category, onObject, random.chance(EXPIRED_SHARE) ? 'expired' : random.fraction()),
    });
  if (random.chance(UNKNOWN_PERSON_SHARE)) return { ...frame('UNK', false), subject: 'unknown-person' };
  if (random.chance(PERSON_SHARE)) {
    const category = pickPersonCategory(random, person, today);
    return { ...frame(category, false), ...makePersonSubject(random, category, person) };
  }
  const letter = random.weighted(OBJECT_WEIGHTS);
  const { checkable, seizable } = OBJECT_CATEGORIES[letter];
  const isChecked = !seizable || (checkable && random.chance(CHECKED_OBJECT_SHARE));
  const category = isChecked ? random.pick<AlertCategory>(['DSC', 'INQ', 'SPC']) : 'OBJ';
  return { ...frame(category, true), subject: 'object', object: makeObject(random, letter, person) };
}
