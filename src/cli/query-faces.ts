/** query faces: asks other states for facial images and prints each state's answer on a line when it comes. */
import { type Command, Option } from 'commander';
import { AccessContext, PersonCategory, SearchAim } from '../gen/ostiary/common/v1/access.js';
import {
  FaceProbe,
  PrumFaceServiceService as service,
  SearchFacesOnceRequest,
  SearchFacesOnceResponse,
  SearchFacesRequest,
  SearchFacesResponse,
} from '../gen/ostiary/prum/v1/face.js';
import { faceProbe, type Whose, withFace } from './face-argument.js';
import { accessOf, type CommonDefaults, type CommonOptions, withCommon } from './query-command.js';
import { askInParts, askOnce } from './query-parts.js';
import { months } from './query-records.js';

interface FacesOptions extends CommonOptions {
  readonly seed: string;
  readonly states: readonly string[];
  readonly offence: string;
  readonly penaltyMonths: number;
  readonly ranked?: true;
}

const INVESTIGATION: CommonDefaults = {
  basis: 'PRUM2-20',
  purpose: 'PRUM_SEARCH',
  why: 'robbery, a suspect is on the video of a camera',
};

/** Adds the command to "query". */
export function addFacesQuery(query: Command): void {
  const faces = query.command('faces').description('Search facial images of other states (Prüm)');
  withCommon(withFace(faces), INVESTIGATION)
    .addOption(new Option('--seed <number>', 'seed of the world').env('OSTIARY_SEED').default('1'))
    .option('--states <codes...>', 'states to ask', ['XB', 'XC', 'XD', 'XE'])
    .option('--offence <code>', 'offence under investigation', 'robbery')
    .option('--penalty-months <n>', 'greatest penalty of the offence, in months', months, 120)
    .option('--ranked', 'one answer when all have answered, with the place of each candidate among all')
    .action(search);
}

async function search(who: Whose, options: FacesOptions): Promise<void> {
  const request = {
    access: AccessContext.fromPartial({
      ...accessOf(options),
      offence: { code: options.offence, maximumPenaltyMonths: options.penaltyMonths },
      personCategory: PersonCategory.SUSPECT,
      aim: SearchAim.IDENTIFY,
    }),
    probe: FaceProbe.fromJSON(faceProbe(who, Number(options.seed))),
    memberStates: [...options.states],
  };
  if (options.ranked === true) {
    await askOnce(options, service.searchFacesOnce, SearchFacesOnceRequest.fromPartial({ ...request, ranked: true }), {
      toJson: (response) => SearchFacesOnceResponse.toJSON(response),
    });
    return;
  }
  await askInParts(options, service.searchFaces, SearchFacesRequest.fromPartial(request), {
    toJson: (response) => SearchFacesResponse.toJSON(response),
  });
}
