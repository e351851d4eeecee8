import { MAX_COMPARED, NameSearch, type AskedIdentity } from '../../../matching/candidates/name-search.js';
import { THRESHOLDS, type IdentityExplanation } from '../../../matching/identity/score-identities.js';
import { prepareName } from '../../../matching/names/prepare-name.js';
import { statedGender, type Identity } from '../domain/identity.js';
import { AlertEntries } from './alert-entries.js';
import { AlertGroups, type AlertGroup } from './alert-groups.js';
import type { RankedAnswer, RankedCandidate, RankedQuestion } from './messages.js';

/** An alert on a person, as far as the index needs it. */
export interface NamedAlert extends AlertGroup {
  /** Above 0. */
  readonly alertNo: number;
  readonly version: number;
  /** Day from which it does not answer, in days since 1970-01-01. */
  readonly expiresOn: number;
  /** All of them are its names: the main one, aliases and misused ones. */
  readonly identities: readonly Identity[];
}

/**
 * Names of the alerts on persons, searched by likeness. Alerts come, change and go between any two questions. Nothing in an
 * answer depends on alerts that who asks may not see, nor on the order in which alerts came.
 */
export class AlertNames {
  readonly #names = new NameSearch();
  readonly #entries = new AlertEntries();
  readonly #groups = new AlertGroups();
  /** Alerts whose term ends by this day are not held. */
  #sweptTo = 0;

  /** Puts an alert in the place of what was held of it, if anything was. */
  put({ alertNo, version, expiresOn, identities, ...ofGroup }: NamedAlert): void {
    this.remove(alertNo);
    if (expiresOn <= this.#sweptTo) return;
    identities.forEach(({ forename, surname, dateOfBirth, gender, nationalities }, identity) => {
      const group = this.#groups.enter(ofGroup);
      const fields = { given: forename, family: surname, dateOfBirth, gender: statedGender(gender), nationalities };
      const entry = this.#names.add({ ...fields, group, owner: alertNo });
      this.#entries.add(entry, { alertNo, version, expiresOn, group, identity });
    });
  }

  /** Forgets an alert; does nothing if it is not held. */
  remove(alertNo: number): void {
    for (const entry of this.#entries.of(alertNo)) {
      this.#groups.leave(this.#entries.read(entry).group);
      this.#entries.remove(entry);
      this.#names.remove(entry);
    }
  }

  /** Undefined on a day before one that was asked for already: what ended in between is not held any more. */
  search(question: RankedQuestion): Omit<RankedAnswer, 'epoch'> | undefined {
    const { family, given, dateOfBirth, gender, nationality, today } = question;
    const day = dayNumber(today);
    if (day < this.#sweptTo) return undefined;
    this.#sweep(day);
    const asked: AskedIdentity = {
      name: prepareName({ given, family }),
      dateOfBirth,
      gender,
      nationalities: nationality === undefined ? [] : [nationality],
    };
    const { found, truncated } = this.#names.search({
      ...asked,
      visible: this.#groups.visibleTo(question),
      leastScore: THRESHOLDS.review,
      limit: MAX_COMPARED,
    });
    return { candidates: found.map(({ owner }) => this.#candidate(owner, asked)), truncated };
  }

  /** Names held. */
  get size(): number {
    return this.#names.size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return this.#names.bytes + this.#entries.bytes;
  }

  #sweep(day: number): void {
    if (day === this.#sweptTo) return;
    this.#sweptTo = day;
    for (const alertNo of this.#entries.expiredOn(day)) this.remove(alertNo);
  }

  /** All names of an alert are looked at, also those that were not among the compared: the same alert, the same reasons. */
  #candidate(alertNo: number, asked: AskedIdentity): RankedCandidate {
    let best: { readonly entry: number; readonly explained: IdentityExplanation } | undefined;
    for (const entry of this.#entries.of(alertNo)) {
      const explained = this.#names.explain(entry, asked);
      if (best === undefined || explained.score > best.explained.score) best = { entry, explained };
    }
    if (best === undefined) throw new Error('an alert that was found has no names');
    const { version, identity } = this.#entries.read(best.entry);
    const { score, reasons } = best.explained;
    return { alertNo, version, identity, score, reasons };
  }
}

/** Days since 1970-01-01 of YYYY-MM-DD. */
const dayNumber = (date: string): number => Date.parse(date) / 86_400_000;
