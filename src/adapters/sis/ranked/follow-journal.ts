import { AlertNames } from './alert-names.js';
import type { NamedAlertSource, NamedChange } from './named-alerts.js';

/** Alerts and changes that are read at a time. */
interface PageSizes {
  readonly alerts: number;
  readonly changes: number;
}

/** Between two looks at what else is to be done a page takes some tens of milliseconds. */
const PAGES: PageSizes = { alerts: 2_000, changes: 1_000 };

/** The index, and of which moment it is. */
export interface LoadedNames {
  readonly epoch: number;
  readonly names: AlertNames;
}

/**
 * Makes the index of names of all alerts there are, and keeps it level with the journal of changes. The load is fuzzy, as
 * that of a national copy (ADR 0030): it notes the last change, reads each alert as it stands when it is read, and then
 * goes through the changes since, each of which says to look at an alert again. A change is never missed, since numbers
 * become visible in their order (migrations/sis/0003-journal.sql), and to apply one twice does no harm.
 */
export class JournalFollower {
  readonly #source: NamedAlertSource;
  readonly #pages: PageSizes;
  #loaded: LoadedNames | undefined;
  /** Number of the change up to which the index is. */
  #position = 0;
  #running: Promise<void> = Promise.resolve();
  /** Begins when the one under way has ended. */
  #next: Promise<void> | undefined;

  constructor(source: NamedAlertSource, pages = PAGES) {
    this.#source = source;
    this.#pages = pages;
  }

  /** Undefined while it is being loaded. Between two calls of catchUp it may be of no moment at all. */
  get loaded(): LoadedNames | undefined {
    return this.#loaded;
  }

  /**
   * Resolves when the index has been level with a journal that was read after the call; loads it first if it has to. Rejects
   * when the database fails; the next call goes on from there.
   */
  catchUp(): Promise<void> {
    // One under way may have read the journal already: whoever comes meanwhile shares the next one.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#running = this.#pass();
        return this.#running;
      });
    return this.#next;
  }

  /** Forgets the index: the next call of catchUp loads it anew. */
  forget(): void {
    this.#loaded = undefined;
  }

  async #pass(): Promise<void> {
    if (this.#loaded !== undefined) {
      if (await this.#follow(this.#loaded)) return;
      this.forget();
    }
    for (;;) {
      const loading = await this.#load();
      if (!(await this.#follow(loading))) continue;
      this.#loaded = loading;
      return;
    }
  }

  async #load(): Promise<LoadedNames> {
    const names = new AlertNames();
    for (let after = 0, epoch: number | undefined; ;) {
      const { journal, rows } = await this.#source.readAlerts(after, this.#pages.alerts);
      if (epoch === undefined) {
        epoch = journal.epoch;
        this.#position = journal.last;
      }
      // The rest would be of another world.
      if (journal.epoch !== epoch) return this.#load();
      for (const alert of rows) names.put(alert);
      const last = rows.at(-1);
      if (last === undefined) return { epoch, names };
      after = last.alertNo;
    }
  }

  /**
   * Applies changes until the index is level with the journal. False if it cannot be: another world was loaded, or changes
   * that follow are not kept any more.
   */
  async #follow({ epoch, names }: LoadedNames): Promise<boolean> {
    for (;;) {
      const { journal, rows } = await this.#source.readChanges(this.#position, this.#pages.changes);
      if (journal.epoch !== epoch || journal.keptFrom > this.#position) return false;
      this.#apply(names, rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < this.#pages.changes) {
        this.#position = journal.last;
        return true;
      }
      this.#position = last.seq;
    }
  }

  #apply(names: AlertNames, changes: readonly NamedChange[]): void {
    try {
      for (const { alertNo, alert } of new Map(changes.map((change) => [change.alertNo, change])).values()) {
        if (alert === undefined) names.remove(alertNo);
        else names.put(alert);
      }
    } catch (error) {
      // Applied in part, it is an index of nothing.
      this.forget();
      throw error;
    }
  }
}
