import { ulid } from 'ulid';
import type { Person } from '../../../world/person.js';
import { generateBlock } from '../../../world/population.js';
import { presencesOf, type AlertPresence } from '../../../world/presence.js';
import { createRandoms, type Random } from '../../../world/random.js';
import type { Alert } from '../domain/alert.js';
import type { AlertCategory } from '../domain/category.js';
import { OBJECT_CATEGORIES } from '../domain/object-category.js';
import { entryDay, makeFrame, type Frame } from './alert-frame.js';
import { makeObject, pickLetter } from './make-object.js';
import { makePersonSubject, printSubjectOf } from './make-person.js';

/** Which world, and when. */
export interface WorldOptions {
  readonly seed: number;
  /** YYYY-MM-DD: all but a few of the alerts are in force on this day. */
  readonly today: string;
}

/** Which alerts. */
export interface GenerateOptions extends WorldOptions {
  /** The same seed and day give the same alerts; a larger number begins with the alerts of a smaller one. */
  readonly alerts: number;
}

/** Alerts that have reached their term and wait to be deleted: share of all, invented. */
const EXPIRED_SHARE = 0.005;
/** Objects of the kinds that may carry an Art. 36 alert, and do. */
const CHECKED_OBJECT_SHARE = 0.02;

/** Time in the identifiers, so that they do not depend on the day of seeding: 2024-01-01T00:00:00Z, a second apart. */
const FIRST_ID_MS = 1_704_067_200_000;

/** Alerts on people and things that do not exist, made as they are taken. */
export function* generateAlerts({ alerts, ...world }: GenerateOptions): Generator<Alert, void, undefined> {
  let made = 0;
  for (let block = 0; made < alerts; block++) {
    for (const alert of generateAlertsOfBlock(world, block)) {
      if (made === alerts) return;
      made += 1;
      yield alert;
    }
  }
}

/**
 * The alerts on the persons of a block of the world's population and on what is theirs, some 830. Each block can be
 * made by itself; one after the other they are all alerts there are.
 */
export function* generateAlertsOfBlock(
  { seed, today }: WorldOptions,
  block: number,
): Generator<Alert, void, undefined> {
  const presenceOf = presencesOf(seed);
  const randoms = createRandoms(seed, 'sis');
  for (const person of generateBlock(seed, block)) {
    const random = randoms(person.number);
    for (const [at, presence] of presenceOf(person).sis.entries()) {
      const id = ulid(FIRST_ID_MS + person.number * 1_000 + at, () => random.fraction());
      yield makeAlert(random, person, presence, { id, today });
    }
  }
}

function makeAlert(
  random: Random,
  person: Person,
  presence: AlertPresence,
  { id, today }: { readonly id: string; readonly today: string },
): Alert {
  const frame = (category: AlertCategory, onObject: boolean): Frame =>
    makeFrame({
      category,
      onObject,
      issuingState: presence.issuingState,
      id,
      enteredOn: entryDay(today, category, onObject, random.chance(EXPIRED_SHARE) ? 'expired' : random.fraction()),
    });
  if (presence.on === 'traces') {
    return {
      ...frame('UNK', false),
      subject: 'unknown-person',
      biometrics: ['latent_fingerprints'],
      printSubject: printSubjectOf(person),
    };
  }
  if (presence.on === 'person') {
    return { ...frame(presence.category, false), ...makePersonSubject(random, presence.category, person) };
  }
  const letter = pickLetter(random, presence.thing);
  const { checkable, seizable } = OBJECT_CATEGORIES[letter];
  const isChecked = !seizable || (checkable && random.chance(CHECKED_OBJECT_SHARE));
  const category = isChecked ? random.pick<AlertCategory>(['DSC', 'INQ', 'SPC']) : 'OBJ';
  return { ...frame(category, true), subject: 'object', object: makeObject(random, letter, person) };
}
