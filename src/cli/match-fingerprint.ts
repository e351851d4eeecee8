/** match fingerprint …: what the fingerprint matcher says of two prints, and which minutiae it says it of. */
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { MAX_RECORD_BYTES, readFingerRecord } from '../formats/finger-minutiae/read-record.js';
import { RecordFault, templatesOf } from '../formats/finger-minutiae/record.js';
import type { PrintTemplate } from '../formats/finger-minutiae/template.js';
import { comparePrints, type PrintComparison } from '../matching/minutiae/compare.js';
import { enrolPalm } from '../matching/minutiae/enrol.js';
import { ALGORITHM_VERSION } from '../matching/minutiae/packed.js';
import { MEASURED_SCORE, shareOf } from '../matching/minutiae/scale.js';
import { createTerminal } from './terminal.js';

const NOTE = 'a lead for an examiner, never an identification';

/** Adds the command. */
export function addFingerprintCommand(match: Command): void {
  match
    .command('fingerprint')
    .description('Compare two fingerprints or palm prints by their minutiae')
    .argument('<a>', 'file of a finger minutiae record: ISO/IEC 19794-2 or INCITS 378')
    .argument('<b>', 'file of another')
    .option(
      '--any-turn',
      'they may be turned against each other by more than a quarter of a turn; so for latent prints',
    )
    .option('--json', 'print JSON')
    .action((fileA: string, fileB: string, { json = false, anyTurn }: Options) => {
      const [a, b] = [readPrint(fileA), readPrint(fileB)];
      const compared = comparePrints(enrolPalm(a), enrolPalm(b), anyTurn ?? [a, b].some(isLatent));
      const terminal = createTerminal();
      for (const line of json ? [jsonOf(a, b, compared)] : linesOf(a, b, compared)) terminal.line(line);
    });
}

interface Options {
  readonly anyTurn?: boolean;
  readonly json?: boolean;
}

/** Codes of impressions from ANSI/NIST-ITL 1-2011 Table 7: 4 to 7 latent fingers, 12 to 15 latent palms. */
const isLatent = ({ impression }: PrintTemplate): boolean =>
  (impression >= 4 && impression <= 7) || (impression >= 12 && impression <= 15);

/** The one print of a file. */
function readPrint(file: string): PrintTemplate {
  // A file that is no record may be of any size.
  if (statSync(file).size > MAX_RECORD_BYTES) throw new Error(`${file} is longer than ${MAX_RECORD_BYTES} bytes`);
  try {
    const [print, ...others] = templatesOf(readFingerRecord(readFileSync(file)));
    if (print === undefined || others.length > 0) {
      throw new Error(`${file} holds ${others.length + 1} prints: give a record of one`);
    }
    return print;
  } catch (error) {
    if (error instanceof RecordFault) throw new Error(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

type Verdict = 'lead' | 'weak lead' | 'no lead';

/** What one in a hundred strangers has is no lead; what one in ten thousand has is one that stands by itself. */
function verdictOf(score: number): Verdict {
  if (score < 20) return 'no lead';
  return score < MEASURED_SCORE ? 'weak lead' : 'lead';
}

function jsonOf(a: PrintTemplate, b: PrintTemplate, { score, raw, pairs }: PrintComparison): string {
  const result = {
    algorithm: ALGORITHM_VERSION,
    score,
    raw,
    verdict: verdictOf(score),
    note: NOTE,
    a: { position: a.position, minutiae: a.minutiae.length },
    b: { position: b.position, minutiae: b.minutiae.length },
    pairs: pairs.map((pair) => ({
      a: { index: pair.a.index, ...a.minutiae[pair.a.index] },
      b: { index: pair.b.index, ...b.minutiae[pair.b.index] },
      closeness: pair.closeness,
    })),
  };
  return JSON.stringify(result, null, 2);
}

function linesOf(a: PrintTemplate, b: PrintTemplate, { score, pairs }: PrintComparison): readonly string[] {
  const verdict = verdictOf(score);
  return [
    `score ${score.toFixed(1)} of 100: ${verdict}${verdict === 'no lead' ? '' : ` (${NOTE})`}`,
    `  ${oddsOf(score)}`,
    `  ${pairs.length} minutiae agree, of ${a.minutiae.length} and ${b.minutiae.length}`,
    ...pairs.map(({ a: one, b: other, closeness }) => {
      const [inA, inB] = [a.minutiae[one.index], b.minutiae[other.index]];
      const places = `${placeOf(one.index, inA)} ~ ${placeOf(other.index, inB)}`;
      return `  ${places.padEnd(48)} ${closeness.toFixed(2)}`;
    }),
  ];
}

/** Beyond what was measured no odds are told: they would sound like certainty. */
function oddsOf(score: number): string {
  const odds = Math.round(1 / shareOf(Math.min(score, MEASURED_SCORE))).toLocaleString('en');
  return score > MEASURED_SCORE
    ? `fewer than one comparison of different fingers in ${odds} scores as much; how many fewer was not measured`
    : `one comparison of different fingers in ${odds} scores as much`;
}

const placeOf = (index: number, minutia: { readonly x: number; readonly y: number } | undefined): string =>
  `#${index} (${minutia?.x ?? ''}, ${minutia?.y ?? ''})`;
