/** prum compare-all: compares all profiles of message files with all that another state holds, batch by batch. */
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import type { GrpcClient } from '../client/grpc-client.js';
import { Urgency } from '../gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../gen/ostiary/common/v1/outcome.js';
import { CompareDnaRequest, CompareDnaResponse, PrumDnaServiceService } from '../gen/ostiary/prum/v1/dna.js';
import { type DevelopmentClient, readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { type ComparisonFile, messageFiles, readComparisonFile } from './comparison-files.js';
import { type ComparisonJournal, openJournal } from './comparison-journal.js';
import { openGateway } from './gateway-client.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { createTerminal, type Terminal } from './terminal.js';

interface CompareOptions extends CommonOptions {
  readonly state: string;
  readonly journal: string;
}

const FIRST_CONNECTION: CommonDefaults = {
  basis: 'PRUM2-6-ALL',
  purpose: 'PRUM_SEARCH',
  why: 'comparison of all profiles with all others at the first connection',
};

/** What the contract lets a batch take, in milliseconds. */
const DEADLINE_MS = 30_000;

/** Refusals that only say that others come first now, and how long to wait before each further attempt, in milliseconds. */
const BUSY: ReadonlySet<string> = new Set(['OVERLOADED', 'RATE_LIMITED']);
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/** Adds the command to "prum". */
export function addCompareAll(prum: Command): void {
  withCommon(
    prum
      .command('compare-all')
      .description('Compare all profiles of message files with all that another state holds; goes on where it stopped'),
    FIRST_CONNECTION,
  )
    .argument('<folder>', 'folder with message files (PRUEMDNAx, *.xml) that ask for a comparison (reqtype 4)')
    .requiredOption('--state <code>', 'state whose profiles they are compared with')
    .requiredOption('--journal <file>', 'progress and answers, as JSON lines; begun when it is not there')
    .action(async (folder: string, options: CompareOptions) => {
      const journal = await openJournal(resolve(options.journal), {
        as: options.as,
        basis: options.basis,
        state: options.state,
      });
      try {
        const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
        const client = openGateway(options.address, identity);
        try {
          await new AllWithAll(options, journal, client, identity, createTerminal()).run(await messageFiles(folder));
        } finally {
          client.close();
        }
      } finally {
        await journal.close();
      }
    });
}

/** One run of the command: from where the last one stopped, to the end, or to the first batch that is not answered. */
class AllWithAll {
  readonly #options: CompareOptions;
  readonly #journal: ComparisonJournal;
  readonly #client: GrpcClient;
  readonly #identity: DevelopmentClient;
  readonly #terminal: Terminal;
  #compared = 0;
  #matches = 0;
  #skipped = 0;

  constructor(
    options: CompareOptions,
    journal: ComparisonJournal,
    client: GrpcClient,
    identity: DevelopmentClient,
    terminal: Terminal,
  ) {
    this.#options = options;
    this.#journal = journal;
    this.#client = client;
    this.#identity = identity;
    this.#terminal = terminal;
  }

  /** Throws an Error when the gateway refuses a batch, or the state does not answer for one. */
  async run(paths: readonly string[]): Promise<void> {
    const { basis, state } = this.#options;
    for (const path of paths) {
      const file = await readComparisonFile(path, state, { unidentifiedAlone: basis === 'PRUM1-4' });
      const begun = this.#journal.progressOf(basename(path));
      if (begun !== undefined && begun.sha256 !== file.sha256) {
        throw new Error(`${path}: has changed since its comparison began; give what is new a file of its own`);
      }
      await this.#compareFile(file, begun ?? { done: 0, unanswered: [] });
    }
    this.#terminal.good(
      `${this.#compared} profiles compared with all of ${state} in this run: ${this.#matches} matches; ` +
        `${this.#skipped} passed over`,
    );
  }

  async #compareFile(
    file: ComparisonFile,
    begun: { readonly done: number; readonly unanswered: readonly string[] },
  ): Promise<void> {
    const { name, sha256, profiles } = file;
    let at = begun;
    while (at.done < profiles || at.unanswered.length > 0) {
      const { probes, skipped, done } = file.batch(at);
      const answer = probes.length === 0 ? undefined : await this.#ask(CompareDnaRequest.fromPartial({ probes }));
      const answers = answer?.answers ?? [];
      const answered = new Set(answers.filter(isAnswered).map(({ ownReference }) => ownReference));
      // Also what the answer does not speak of.
      const unanswered = probes.map(({ ownReference }) => ownReference).filter((one) => !answered.has(one));
      await this.#journal.write({
        file: name,
        sha256,
        done,
        unanswered,
        skipped,
        ...(answer !== undefined && { answer: CompareDnaResponse.toJSON(answer) }),
      });
      this.#compared += answered.size;
      this.#matches += answers.reduce((sum, one) => sum + (one.answer?.matchCount ?? 0), 0);
      this.#skipped += skipped.length;
      this.#terminal.line(`${name}: ${done} of ${profiles}, ${this.#matches} matches in this run`);
      if (unanswered.length > 0) {
        throw new Error(
          `${this.#options.state} did not answer for ${unanswered.length} profiles of ${name}; ` +
            'the same command goes on with them',
        );
      }
      at = { done, unanswered };
    }
  }

  /** The answer to a batch: of work that can wait, and does when there is other. */
  async #ask(request: CompareDnaRequest): Promise<CompareDnaResponse> {
    const { officer, state } = this.#options;
    const asked = {
      ...request,
      access: { ...accessOf(this.#options), urgency: Urgency.BULK },
      memberState: state,
    };
    const call = async () => {
      const token = await this.#identity.mintToken({ officer });
      return this.#client.call(PrumDnaServiceService.compareDna, asked, { token, deadlineMs: DEADLINE_MS });
    };
    let outcome = await call();
    for (const pauseMs of PAUSES_MS) {
      if (outcome.kind === 'answer' || !BUSY.has(outcome.refusal.reason)) break;
      await setTimeout(pauseMs);
      outcome = await call();
    }
    if (outcome.kind === 'answer') return outcome.response;
    const { reason, message, violations } = outcome.refusal;
    const places = violations.map(({ field, description }) => `\n  ${field}: ${description}`);
    throw new Error(`the gateway refused (${reason}): ${message}${places.join('')}`);
  }
}

const isAnswered = ({ answer }: CompareDnaResponse['answers'][number]): boolean =>
  answer?.reply?.status === OutcomeStatus.HIT || answer?.reply?.status === OutcomeStatus.NO_HIT;
