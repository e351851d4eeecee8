/** prum dna-request: a message file of Prüm I from profiles, as a contact point sends it; it asks nobody. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { DnaData, MessageInfo, PrumDnaMessage, RequestType } from '../formats/prum-dna/message.js';
import { writeMessage } from '../formats/prum-dna/write-message.js';
import { printAllele } from '../matching/dna/allele.js';
import { AMELOGENIN } from '../matching/dna/loci.js';
import type { DnaProfile } from '../matching/dna/profile.js';
import { systemClock } from '../shared/clock.js';
import { newRequestId } from '../shared/request-id.js';
import { readProfileFile } from './dna-file.js';
import { readMessageFile } from './prum-message-file.js';
import { createTerminal } from './terminal.js';

interface RequestOptions {
  readonly from: string;
  readonly to: string;
  readonly agency: string;
  readonly storedOn?: string;
  readonly requestId?: string;
  readonly comparison?: true;
  readonly out: string;
}

/** Adds the command. */
export function addDnaRequest(prum: Command): void {
  prum
    .command('dna-request')
    .description(
      'Write a message that asks a state for DNA profiles (PRUEMDNAx, Decision 2008/616/JHA); asks no system',
    )
    .argument('<files...>', 'profiles: {"id": "XA-17", "kind": "unidentified", "loci": {"VWA": ["16", "17"], …}}')
    .requiredOption('--from <code>', 'state that asks')
    .requiredOption('--to <code>', 'state that is asked')
    .requiredOption('--agency <name>', 'whose profiles they are')
    .option('--stored-on <date>', 'day on which they were stored, YYYY-MM-DD; today when left out')
    .option('--request-id <id>', 'number of the request; a new one when left out')
    .option('--comparison', 'a comparison of all with all (Decision 2008/615/JHA Art. 4): several profiles')
    .requiredOption('--out <file>', 'where to')
    .action(async (files: readonly string[], options: RequestOptions) => {
      const bytes = Buffer.from(writeMessage(await messageOf(files, options)));
      // What the other side would refuse is not written.
      const { datas } = readMessageFile(options.out, bytes);
      await writeFile(options.out, bytes);
      createTerminal().good(`${options.out}: ${datas.length} profiles`);
    });
}

async function messageOf(files: readonly string[], options: RequestOptions): Promise<PrumDnaMessage> {
  const now = systemClock.now();
  const [date = '', time = ''] = new Date(now).toISOString().split(/[T.]/);
  const requestId = options.requestId ?? newRequestId(now);
  const requesting: MessageInfo = { source: options.from, destination: options.to, requestId, date, time };
  const requestType: RequestType = options.comparison === true ? 'comparison' : 'search';
  const seen = new Set<string>();
  const datas: DnaData[] = [];
  for (const file of files) {
    const profile = await readProfileFile(file);
    if (profile.id === '') throw new Error(`${file}: has no id, under which its agency knows it`);
    if (seen.has(profile.id)) throw new Error(`${file}: has the id of another file`);
    seen.add(profile.id);
    datas.push(dataOf(profile, { requestType, storedOn: options.storedOn ?? date, agency: options.agency }));
  }
  const [first, ...others] = datas;
  if (first === undefined) throw new Error('name at least one file with a profile');
  return {
    direction: 'request',
    ref: requestId,
    generator: 'Ostiary',
    schemaVersion: '1.0',
    requesting,
    requested: undefined,
    datas: [first, ...others],
  };
}

/** A profile as it is exchanged: numbers or any value, two at a locus. */
const dataOf = (
  { id, kind, pairs, sex }: DnaProfile,
  common: Pick<DnaData, 'requestType' | 'storedOn' | 'agency'>,
): DnaData => ({
  ...common,
  kind: kind === 'reference' ? 'person' : 'stain',
  profileIdent: id,
  profile: {
    profileId: id,
    marker: '',
    loci: [
      ...Array.from(pairs, ([name, pair]) => ({ name, values: pair.map(printAllele) })),
      ...(sex === undefined ? [] : [{ name: AMELOGENIN, values: sex.split(',') }]),
    ],
  },
  result: { kind: 'undefined' },
});
