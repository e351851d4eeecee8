/** query dna: asks other states whether they hold a DNA profile that matches, and prints each state's answer when it comes. */
import { type Command, Option } from 'commander';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  DnaProbeKind,
  PrumDnaServiceService,
  SearchDnaRequest,
  SearchDnaResponse,
} from '../gen/ostiary/prum/v1/dna.js';
import { readDnaFile } from './dna-file.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { askInParts } from './query-parts.js';

interface DnaOptions extends CommonOptions {
  readonly states?: readonly string[];
  readonly category: 'SUSPECT' | 'CONVICTED' | 'UNKNOWN';
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
    .action(async (file: string, options: DnaOptions) => {
      await askInParts(options, PrumDnaServiceService.searchDna, await requestOf(file, options), {
        toJson: (response) => SearchDnaResponse.toJSON(response),
      });
    });
}

async function requestOf(file: string, options: DnaOptions): Promise<SearchDnaRequest> {
  const { id, kind, loci } = await readDnaFile(file);
  return SearchDnaRequest.fromPartial({
    access: AccessContext.fromPartial({
      ...accessOf(options),
      personCategory: PersonCategory[options.category],
      aim: SearchAim.IDENTIFY,
    }),
    probe: { kind: DnaProbeKind[kind === 'identified' ? 'IDENTIFIED' : 'UNIDENTIFIED'], ownReference: id, loci },
    memberStates: [...(options.states ?? [])],
  });
}
