/** query prints: asks other states whether they hold prints or traces that correspond, and prints what each answers. */
import { readFileSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEARCH_MODES, type SearchMode } from '../formats/nist/prum/search-modes.js';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  PrintProbe,
  PrintSearchMode,
  type PrintStateAnswer,
  PrumFingerprintServiceService as service,
  SearchPrintsOnceRequest,
  SearchPrintsOnceResponse,
  SearchPrintsRequest,
  SearchPrintsResponse,
} from '../gen/ostiary/prum/v1/fingerprint.js';
import { explainPrints } from './explain-prints.js';
import { answerWriter } from './print-answers.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { askInParts, askOnce } from './query-parts.js';

interface PrintsOptions extends CommonOptions {
  readonly mode: SearchMode;
  readonly states: readonly string[];
  readonly category: 'SUSPECT' | 'CONVICTED' | 'UNKNOWN';
  readonly candidates: number;
  readonly ranked?: true;
  readonly answers?: string;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-11',
  purpose: 'PRUM_SEARCH',
  why: 'prints from the window through which a burglar came',
};

/** No file that can be searched with is longer: the contract takes this of a transaction, and less of a record. */
const MAX_FILE_BYTES = 524_288;

/** Adds the command to "query". */
export function addPrintsQuery(query: Command): void {
  withCommon(
    query.command('prints').description('Search prints and traces of fingers and palms of other states (Prüm)'),
    INVESTIGATION,
  )
    .argument('<file>', 'finger minutiae record (ISO/IEC 19794-2, INCITS 378) or transaction of ANSI/NIST-ITL')
    .addOption(
      new Option('--mode <mode>', 'what the file holds and what is searched')
        .choices(Object.keys(SEARCH_MODES))
        .default('TP/TP'),
    )
    // They are named: a search takes of the daily capacity that each of them has declared.
    .option('--states <codes...>', 'states to ask', ['XB', 'XC', 'XD', 'XE'])
    .addOption(
      new Option('--category <category>', 'whom it is about')
        .choices(['SUSPECT', 'CONVICTED', 'UNKNOWN'])
        .default('UNKNOWN'),
    )
    .option('--candidates <n>', 'candidates of each state at most; as many as the mode allows when left out', count, 0)
    .option('--answers <folder>', 'write what states answer to a transaction as files SRE of the exchange, too')
    .option('--ranked', 'one answer when all have answered, with the place of each candidate among all')
    .action(search);
}

async function search(file: string, options: PrintsOptions): Promise<void> {
  const bytes = readProbe(file);
  const writeAnswer = options.answers === undefined ? undefined : answerWriter(bytes, options.answers);
  /** In files, if that is asked for, and in words. */
  const tell = (states: readonly PrintStateAnswer[]): string[] => {
    for (const state of states) writeAnswer?.(state);
    return states.flatMap(explainPrints);
  };
  const request = {
    access: AccessContext.fromPartial({
      ...accessOf(options),
      personCategory: PersonCategory[options.category],
      aim: SearchAim.IDENTIFY,
    }),
    probe: probeOf(file, bytes, options.mode),
    memberStates: [...options.states],
    maxCandidates: options.candidates,
  };
  if (options.ranked === true) {
    await askOnce(
      options,
      service.searchPrintsOnce,
      SearchPrintsOnceRequest.fromPartial({ ...request, ranked: true }),
      {
        toJson: (response) => SearchPrintsOnceResponse.toJSON(response),
        explain: ({ states }) => tell(states),
      },
    );
    return;
  }
  await askInParts(options, service.searchPrints, SearchPrintsRequest.fromPartial(request), {
    toJson: (response) => SearchPrintsResponse.toJSON(response),
    explain: ({ state }) => tell(state === undefined ? [] : [state]),
  });
}

function readProbe(file: string): Buffer {
  if (statSync(file).size > MAX_FILE_BYTES) throw new Error(`${file} is longer than ${MAX_FILE_BYTES} bytes`);
  return readFileSync(file);
}

/** What a file is, is said by its first bytes. Whether it can be searched with is for the gateway to say. */
function probeOf(file: string, bytes: Buffer, mode: SearchMode): PrintProbe {
  const probe = { mode: PrintSearchMode[nameOf(mode)] };
  const begins = bytes.subarray(0, 4).toString('latin1');
  if (begins === 'FMR\0') return PrintProbe.fromPartial({ ...probe, fingerMinutiaeRecord: bytes });
  if (begins.startsWith('1.')) return PrintProbe.fromPartial({ ...probe, nistTransaction: bytes });
  throw new Error(`${file} must be a finger minutiae record (it begins with FMR) or a file of ANSI/NIST-ITL (1.001)`);
}

const nameOf = (mode: SearchMode) => mode.replace('/', '_') as keyof typeof PrintSearchMode;

function count(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 99.');
}
