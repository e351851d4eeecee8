/** query dna: asks other states whether they hold a DNA profile that matches, and prints each state's answer when it comes. */
import { type Command, Option } from 'commander';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  DnaProbeKind,
  PrumDnaServiceService as service,
  SearchDnaOnceRequest,
  SearchDnaOnceResponse,
  SearchDnaRequest,
  SearchDnaResponse,
} from '../gen/ostiary/prum/v1/dna.js';
import { readDnaFile } from './dna-file.js';
import { explainDna } from './explain-dna.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { askInParts, askOnce } from './query-parts.js';

interface DnaOptions extends CommonOptions {
  readonly states?: readonly string[];
  readonly category: 'SUSPECT' | 'CONVICTED' | 'UNKNOWN';
  readonly ranked?: true;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-6',
  purpose: 'PRUM_SEARCH',
  why: 'stain from the broken window of a burglary',
};

/** Adds the command to "query". */
export function addDnaQuery(query: Command): void {
  withCommon(query.command('dna').description('Search DNA profiles of other states (Prüm)'), INVESTIGATION)
    .argument('<file>', 'file with the profile: {"kind": "unidentified", "loci": {"VWA": ["16", "17"], …}}')
    .option('--states <codes...>', 'states to ask; all others when left out')
    .addOption(
      new Option('--category <category>', 'whom it is about')
        .choices(['SUSPECT', 'CONVICTED', 'UNKNOWN'])
        .default('UNKNOWN'),
    )
    .option('--ranked', 'one answer when all have answered, with the place of each match among all')
    .action(search);
}

async function search(file: string, options: DnaOptions): Promise<void> {
  const { id, kind, loci } = await readDnaFile(file);
  const request = {
    access: AccessContext.fromPartial({
      ...accessOf(options),
      personCategory: PersonCategory[options.category],
      aim: SearchAim.IDENTIFY,
    }),
    probe: { kind: DnaProbeKind[kind === 'identified' ? 'IDENTIFIED' : 'UNIDENTIFIED'], ownReference: id, loci },
    memberStates: [...(options.states ?? [])],
  };
  if (options.ranked === true) {
    await askOnce(options, service.searchDnaOnce, SearchDnaOnceRequest.fromPartial({ ...request, ranked: true }), {
      toJson: (response) => SearchDnaOnceResponse.toJSON(response),
      explain: ({ states }) => states.flatMap(explainDna),
    });
    return;
  }
  await askInParts(options, service.searchDna, SearchDnaRequest.fromPartial(request), {
    toJson: (response) => SearchDnaResponse.toJSON(response),
    explain: ({ state }) => (state === undefined ? [] : explainDna(state)),
  });
}
