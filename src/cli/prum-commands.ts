/** prum …: message files of Prüm I, made and looked at, which asks nothing; and the comparison of all with all. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { DnaData, PrumDnaMessage } from '../formats/prum-dna/message.js';
import { readProfile, type Rejection } from '../matching/dna/profile.js';
import { addCompareAll } from './compare-all.js';
import { addDnaRequest } from './prum-dna-request.js';
import { readMessageFile } from './prum-message-file.js';
import { createTerminal } from './terminal.js';

/** Adds the commands. */
export function addPrumCommands(program: Command): void {
  const prum = program
    .command('prum')
    .description('Message files of the Prüm exchange, and the comparison of all DNA profiles');
  addCompareAll(prum);
  addDnaRequest(prum);
  prum
    .command('dna-message')
    .description(
      'Read a message with DNA profiles (PRUEMDNAx, Decision 2008/616/JHA) and say whether it may be used; asks no system',
    )
    .argument('<file>', 'XML file')
    .option('--json', 'print JSON, with the profiles')
    .action(async (file: string, { json }: { readonly json?: true }) => {
      const message = readMessageFile(file, await readFile(file));
      const terminal = createTerminal();
      if (json === true) terminal.line(JSON.stringify({ ...message, datas: message.datas.map(judged) }, null, 2));
      else for (const line of inLines(message)) terminal.line(line);
    });
}

/** A profile, with every reason why it may not be exchanged. */
const judged = (data: DnaData): DnaData & { readonly rejections: readonly Rejection[] } => ({
  ...data,
  rejections: rejectionsOf(data),
});

function rejectionsOf({ kind, profileIdent, profile }: DnaData): readonly Rejection[] {
  const reading = readProfile({
    id: profileIdent,
    kind: kind === 'person' ? 'reference' : 'unidentified',
    loci: profile.loci,
  });
  return 'profile' in reading ? [] : reading.rejections;
}

function* inLines({ direction, requesting, requested, datas }: PrumDnaMessage): Generator<string> {
  const { source, destination, requestId, date, time } = requested ?? requesting;
  yield `${direction} ${requestId} from ${source} to ${destination}, ${date} ${time}`;
  for (const data of datas) {
    const { kind, profileIdent, profile, result } = data;
    const [first] = rejectionsOf(data);
    const usable = first === undefined ? '' : `; may not be exchanged: ${first.code}`;
    yield `  ${kind} ${profileIdent}, ${profile.loci.length} loci: ${resultInWords(result)}${usable}`;
  }
}

function resultInWords(result: DnaData['result']): string {
  switch (result.kind) {
    case 'undefined':
      return 'asked for';
    case 'asked':
      return result.found === 0 ? 'no hit' : `asked for; ${result.found} found`;
    case 'match':
      return `matches ${result.matchId} with quality ${result.quality}, ${result.matchedAlleles} alleles equal`;
    case 'error':
      return `not used: ${result.message}`;
  }
}
