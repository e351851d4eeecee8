/** query faces: asks other states for facial images and prints each state's answer on a line when it comes. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { createGrpcClient } from '../client/grpc-client.js';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  FaceProbe,
  PrumFaceServiceService,
  SearchFacesRequest,
  SearchFacesResponse,
} from '../gen/ostiary/prum/v1/face.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { faceProbe, type Whose, withFace } from './face-argument.js';
import { accessOf, type CommonDefaults, type CommonOptions, printRefusal, withCommon } from './query-command.js';
import { months } from './query-records.js';

interface FacesOptions extends CommonOptions {
  readonly seed: string;
  readonly states: readonly string[];
  readonly offence: string;
  readonly penaltyMonths: number;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-20',
  purpose: 'PRUM_SEARCH',
  why: 'robbery, a suspect is on the video of a camera',
};

/** Time that the states have together, in milliseconds. */
const DEADLINE_MS = 10_000;

/** Adds the command to "query". */
export function addFacesQuery(query: Command): void {
  const faces = query.command('faces').description('Search facial images of other states (Prüm)');
  withCommon(withFace(faces), INVESTIGATION)
    .addOption(new Option('--seed <number>', 'seed of the world').env('OSTIARY_SEED').default('1'))
    .option('--states <codes...>', 'states to ask', ['XB', 'XC', 'XD', 'XE'])
    .option('--offence <code>', 'offence under investigation', 'robbery')
    .option('--penalty-months <n>', 'greatest penalty of the offence, in months', months, 120)
    .action(search);
}

async function search(who: Whose, options: FacesOptions): Promise<void> {
  const request = SearchFacesRequest.fromPartial({
    access: AccessContext.fromPartial({
      ...accessOf(options),
      offence: { code: options.offence, maximumPenaltyMonths: options.penaltyMonths },
      personCategory: PersonCategory.SUSPECT,
      aim: SearchAim.IDENTIFY,
    }),
    probe: FaceProbe.fromJSON(faceProbe(who, Number(options.seed))),
    memberStates: [...options.states],
  });
  const identity = await readDevelopmentClient(resolve(options.pki), options.as);
  const client = createGrpcClient(options.address, identity);
  // As REST sends them, so that what was saved can be checked: ostiary receipt verify.
  const print = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const method = PrumFaceServiceService.searchFaces;
    for await (const outcome of client.callParts(method, request, { token, deadlineMs: DEADLINE_MS })) {
      if (outcome.kind !== 'refusal') {
        print(SearchFacesResponse.toJSON(outcome.response));
        continue;
      }
      print({ problem: printRefusal(outcome.refusal) });
      process.exitCode = 1;
    }
  } finally {
    client.close();
  }
}
