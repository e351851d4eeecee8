/**
 * The profiles of the simulated states in memory, in columns that threads search by WebAssembly: never on the event loop.
 * Before each search the collection takes in what has changed since; searches under way go on meanwhile.
 */
import { byQuality, compareProfiles, DECISION_RULES } from '../../../../matching/dna/compare.js';
import type { AlleleFrequencies } from '../../../../matching/dna/chance.js';
import { type DnaProfile, readProfile } from '../../../../matching/dna/profile.js';
import { ProfileColumns } from '../../../../matching/dna/search/columns.js';
import { scanQuestion } from '../../../../matching/dna/search/question.js';
import { ScanThreads } from '../../../../matching/dna/search/scan-threads.js';
import type { Ending } from '../../../../shared/ending.js';
import { kindOf } from '../../exchange/domain/reference-number.js';
import { Intake } from '../../exchange/simulator/intake.js';
import type { DnaQuestion, DnaReply, RawLoci } from '../domain/dna-question.js';
import type { ProfileChange } from '../store/profile-changes.js';

/** A profile as the collection has it. */
interface Held {
  readonly memberState: string;
  readonly loci: RawLoci;
  readonly profile: DnaProfile;
}

/** What the collection works with. */
export interface CollectionOptions {
  /** Changes after a revision, in their order. */
  readonly changesSince: (revision: bigint) => AsyncIterable<readonly ProfileChange[]>;
  /** Put what is rarest first, so that a search is over soon. */
  readonly frequencies: AlleleFrequencies;
  /** Threads that search, at most. */
  readonly mostThreads: number;
}

/** Profiles that one thread searches at a time: for fewer, a second would stand idle. */
const PROFILES_PER_THREAD = 1_000_000;

/** The collection. Ends with close(). */
export class ProfileCollection {
  readonly #options: CollectionOptions;
  readonly #intake: Intake<ProfileChange>;
  readonly #columns = new ProfileColumns();
  readonly #held = new Map<number, Held>();
  readonly #numbers = new Map<string, number>();
  /** Started by the first search, when it is known how many are worth it. */
  #threads: ScanThreads | undefined;
  #closed = false;

  constructor(options: CollectionOptions) {
    this.#options = options;
    this.#intake = new Intake(options.changesSince, (change) => this.#take(change));
  }

  /** Takes in what has changed. */
  refresh(): Promise<void> {
    return this.#intake.refresh();
  }

  /** What a state holds that matches, best first. */
  async search(
    memberState: string,
    { profile, kinds, maxMatches }: Pick<DnaQuestion, 'profile' | 'kinds' | 'maxMatches'>,
    ending: Ending,
  ): Promise<Pick<DnaReply, 'matchCount' | 'matches'>> {
    const question = scanQuestion(profile, DECISION_RULES, this.#options.frequencies);
    const proposed = await this.#scanners().search(question, ending);
    const matches = proposed
      .flatMap((number) => this.#held.get(number) ?? [])
      .filter((held) => held.memberState === memberState && kinds.has(kindOf(held.profile.id)))
      .map(({ profile: { id }, profile: held, loci }) => ({ id, loci, comparison: compareProfiles(profile, held) }))
      .filter(({ comparison }) => comparison.verdict === 'HIT')
      .sort(byQuality);
    return {
      matchCount: matches.length,
      matches: matches.slice(0, maxMatches).map(({ id, loci }) => ({ reference: id, loci })),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#threads?.close();
  }

  #scanners(): ScanThreads {
    if (this.#closed) throw new Error('the collection is closed');
    const worthIt = Math.ceil(this.#columns.size / PROFILES_PER_THREAD);
    return (this.#threads ??= new ScanThreads(
      this.#columns,
      Math.max(1, Math.min(worthIt, this.#options.mostThreads)),
    ));
  }

  #take({ reference, memberState, loci, removed }: ProfileChange): void {
    const known = this.#numbers.get(reference);
    const kind = kindOf(reference) === 'identified' ? 'reference' : 'unidentified';
    const reading = readProfile({ id: reference, kind, loci });
    if (removed || !('profile' in reading)) {
      // A profile that may not be exchanged is not in the index.
      if (known === undefined) return;
      this.#columns.remove(known);
      this.#held.delete(known);
      this.#numbers.delete(reference);
      return;
    }
    const { profile } = reading;
    // One that has changed keeps its number: a search whose scan has ended finds what it is now.
    if (known !== undefined) this.#columns.replace(known, profile);
    const number = known ?? this.#columns.add(profile);
    this.#held.set(number, { memberState, loci, profile });
    this.#numbers.set(reference, number);
  }
}
