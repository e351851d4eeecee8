import type { Ending } from '../../../shared/ending.js';
import type { PrintEvidence } from '../evidence.js';
import { fuse, type PrintScore } from '../fuse.js';
import { readBlock } from '../packed.js';
import { scoreOf } from '../scale.js';
import type { EnrolledPrint, GalleryView, HeldPrint, Holding, PrintGallery } from './gallery.js';
import type { JobThreads, JobTurn } from './job-threads.js';
import { BATCH } from './memory.js';
import type { Probe } from './messages.js';

/** A print that is asked for. */
export interface AskedPrint extends EnrolledPrint {
  /**
   * Whether it may be turned against the prints held by more than a quarter of a turn, as a trace may. Takes longer, and lets
   * strangers score more, which the score takes into account. Not so if left out.
   */
  readonly anyTurn?: boolean;
}

/** What is asked. */
export interface PrintQuestion {
  /** Of one person: one print, ten, or more; parts of a palm are prints of one position. */
  readonly prints: readonly AskedPrint[];
  /** Candidates at most. */
  readonly most: number;
  /** Score that a candidate must have at least, 0 to 100. */
  readonly least: number;
}

/** Prints that correspond, and why. */
export interface CandidatePrint {
  /** Place among the prints asked for. */
  readonly asked: number;
  /** Position of the print held, and its place among the prints of the person. */
  readonly position: number;
  readonly held: number;
  readonly score: number;
  readonly raw: number;
  /** a is the print asked for, b the one held. */
  readonly pairs: PrintEvidence;
}

/** A person whose prints resemble those asked for: a lead for an examiner, and no identification. */
export interface Candidate {
  readonly subject: string;
  /** 0 to 100: how often prints of somebody else have as much (scale.ts). */
  readonly score: number;
  /** Highest score first. */
  readonly prints: readonly CandidatePrint[];
}

/** Prints that may be asked for at a time: ten fingers twice, and two palms in parts. */
export const MOST_ASKED = 64;
/** Candidates that may be asked for. */
export const MOST_CANDIDATES = 1_000;

/** Score that at least one print of a candidate has: what one stranger in ten has is no lead. */
export const LEAST_LEAD = 10;

/** Persons of whom all prints are compared, beside those to be named: the order may change by what these add. */
const COMPLETED = 50;

/** One comparison of a print asked for with a print held. */
interface Compared extends PrintScore {
  readonly askedPart: number;
  /** Place among the prints of the person. */
  readonly heldPart: number;
  readonly print: HeldPrint;
}

/**
 * Searches a gallery as it is now, in three stages: local scores of everything at the same position; full scores of the best
 * of these; then all corresponding prints of the best persons, together. What is answered was scored a second time by the
 * rules, not by a kernel. Rejects with the ending's reason, with TooManySearches, with NotEnrolled, or when a thread fails or
 * a kernel disagrees with the rules.
 *
 * The same gallery gives the same candidates, however many threads there are.
 */
export async function searchPrints(
  gallery: PrintGallery,
  threads: JobThreads,
  question: PrintQuestion,
  ending?: Ending,
): Promise<readonly Candidate[]> {
  checkQuestion(question);
  const turn = threads.begin(ending);
  const view = gallery.open();
  try {
    return await new Search(question, view, turn).run();
  } finally {
    // Threads may still read what the view protects.
    void turn.end().then(() => view.close());
  }
}

function checkQuestion({ prints, most, least }: PrintQuestion): void {
  if (prints.length === 0 || prints.length > MOST_ASKED) throw new RangeError(`prints must be 1 to ${MOST_ASKED}`);
  if (!Number.isInteger(most) || most < 1 || most > MOST_CANDIDATES) {
    throw new RangeError(`most must be an integer from 1 to ${MOST_CANDIDATES}`);
  }
  if (!(least >= 0 && least <= 100)) throw new RangeError('least must be 0 to 100');
  for (const { template } of prints) readBlock(template);
}

class Search {
  readonly #question: PrintQuestion;
  readonly #prints: readonly Asked[];
  readonly #view: GalleryView;
  readonly #turn: JobTurn;
  readonly #compared = new Map<Holding, Compared[]>();

  constructor(question: PrintQuestion, view: GalleryView, turn: JobTurn) {
    this.#question = question;
    // A template may be a small piece of a large buffer, all of which would travel to the threads.
    this.#prints = question.prints.map(({ position, template, anyTurn = false }) => ({
      position,
      probe: { template: Uint8Array.from(template), anyTurn },
    }));
    this.#view = view;
    this.#turn = turn;
  }

  async run(): Promise<readonly Candidate[]> {
    const { most, least } = this.#question;
    const prints = this.#prints;
    for (const part of prints.keys()) await this.#compare(part, await this.#likeliest(part));
    const best = this.#ranked().slice(0, most + COMPLETED);
    await this.#complete(best.map(({ holding }) => holding));
    const found = this.#ranked()
      .filter(({ holding, score }) => score >= least && this.#view.sees(holding))
      .slice(0, most);
    const explained = await Promise.all(
      found.map(async (one) => ({ holding: one.holding, candidate: await this.#explain(one) })),
    );
    // Whoever was removed while the reasons were sought is not named.
    return explained.filter(({ holding }) => this.#view.sees(holding)).map(({ candidate }) => candidate);
  }

  /** First stage. */
  async #likeliest(part: number): Promise<readonly HeldPrint[]> {
    const { position, probe } = this.#asked(part);
    if (this.#view.length === 0) return [];
    const scores = new Uint16Array(new SharedArrayBuffer(2 * this.#view.length));
    let from = 0;
    const jobs = this.#view.chunks.map(({ address: entries, count }) => {
      const into = scores.subarray(from, (from += count));
      return this.#turn.run({ kind: 'scan', probe, position, entries, count, into });
    });
    await Promise.all(jobs);
    const numbers = await this.#turn.run({ kind: 'choose', scores, anyTurn: probe.anyTurn });
    return Array.from(numbers).flatMap((number) => this.#view.printAt(number) ?? []);
  }

  /**
   * Second and third stage. Noted when all are compared: what counts of a person must not hang on which thread was first.
   */
  async #compare(part: number, prints: readonly HeldPrint[]): Promise<void> {
    const { probe } = this.#asked(part);
    const jobs: Promise<Float64Array>[] = [];
    for (let from = 0; from < prints.length; from += BATCH) {
      const addresses = Uint32Array.from(prints.slice(from, from + BATCH), ({ address }) => address);
      jobs.push(this.#turn.run({ kind: 'score', probe, addresses }));
    }
    const scores = await Promise.all(jobs);
    const scored = prints.map((print, n) => {
      const raw = scores[Math.floor(n / BATCH)]?.[n % BATCH] ?? 0;
      return { print, raw, score: scoreOf(raw, probe.anyTurn) };
    });
    const leads = new Set(scored.filter(({ score }) => score >= LEAST_LEAD).map(({ print }) => print.holding));
    for (const one of scored) {
      const { holding } = one.print;
      // Of a person who is a lead every comparison counts, however little it gave.
      if (leads.has(holding) || this.#compared.has(holding)) this.#note(part, one);
    }
  }

  #note(askedPart: number, { print, raw, score }: Pick<Compared, 'print' | 'raw' | 'score'>): void {
    const { holding } = print;
    const heldPart = holding.prints.indexOf(print);
    const [asked, held] = [printOf(this.#prints, askedPart), printOf(holding.prints, heldPart)];
    const compared = { asked, held, askedPart, heldPart, print, raw, score, comparisons: 1 };
    const known = this.#compared.get(holding);
    if (known === undefined) this.#compared.set(holding, [compared]);
    else known.push(compared);
  }

  /** Compares what corresponds and was not compared: a poor print of a person whose other prints are alike. */
  async #complete(holdings: readonly Holding[]): Promise<void> {
    for (const [part, { position }] of this.#prints.entries()) {
      const prints = holdings.flatMap((holding) => {
        const known = this.#compared.get(holding) ?? [];
        return holding.prints.filter(
          (print) =>
            (position === 0 || print.position === 0 || print.position === position) &&
            !known.some((one) => one.askedPart === part && one.print === print),
        );
      });
      await this.#compare(part, prints);
    }
  }

  /** All persons compared, best first; equals by their raw scores, and then by name. */
  #ranked(): readonly Ranked[] {
    const ranked = [...this.#compared].map(([holding, compared]): Ranked => {
      const { score, pairs } = fuse(bestParts(compared));
      return { holding, score, pairs, raw: pairs.reduce((sum, one) => sum + one.raw, 0) };
    });
    return ranked.sort(
      (a, b) => b.score - a.score || b.raw - a.raw || (a.holding.person.subject < b.holding.person.subject ? -1 : 1),
    );
  }

  async #explain({ holding, score, pairs }: Ranked): Promise<Candidate> {
    const prints = pairs.map(async ({ askedPart, heldPart, print, raw, score: one }): Promise<CandidatePrint> => {
      const { probe } = this.#asked(askedPart);
      const { address, bytes, position } = print;
      const why = await this.#turn.run({ kind: 'explain', probe, address, bytes, raw });
      return { asked: askedPart, position, held: heldPart, score: one, raw, pairs: why };
    });
    return { subject: holding.person.subject, score, prints: await Promise.all(prints) };
  }

  #asked(part: number): Asked {
    const print = this.#prints[part];
    if (print === undefined) throw new RangeError(`There is no print ${part}`);
    return print;
  }
}

/** Parts and impressions of one position are one print, the first; of those of unknown position each is one of its own. */
function printOf(prints: readonly { readonly position: number }[], at: number): number {
  const position = prints[at]?.position ?? 0;
  return position === 0 ? at : prints.findIndex((print) => print.position === position);
}

interface Asked {
  readonly position: number;
  readonly probe: Probe;
}

interface Ranked {
  readonly holding: Holding;
  readonly score: number;
  readonly raw: number;
  readonly pairs: readonly Compared[];
}

/** Of the comparisons of parts of the same two prints the best, which says how many there were. */
function bestParts(compared: readonly Compared[]): readonly Compared[] {
  const best = new Map<string, Compared>();
  for (const one of compared) {
    const key = `${one.asked}/${one.held}`;
    const other = best.get(key);
    const comparisons = one.comparisons + (other?.comparisons ?? 0);
    best.set(key, { ...(other !== undefined && inOrder(other, one) < 0 ? other : one), comparisons });
  }
  return [...best.values()];
}

/** Highest raw score first; equals as they were asked for, and as they are held. */
const inOrder = (a: Compared, b: Compared): number =>
  b.raw - a.raw || a.askedPart - b.askedPart || a.heldPart - b.heldPart;
