import { TEST_DNA, type TestProfile } from '../../../../world/test-dna.js';
import { TEST_PERSONS, type TestPerson } from '../../../../world/test-persons.js';
import { type RawProfile, readProfile } from '../../../../matching/dna/profile.js';
import type { SimulatedFault } from '../../../states/simulated-behaviour.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import type { CorePerson } from '../../matches/domain/core-content.js';
import { profileDigest } from '../audit-terms.js';
import type { DnaQuestion, RawLoci } from '../domain/dna-question.js';
import type { LoadedProfile } from '../store/load-profiles.js';

/** Reference numbers of test profiles: the same in every simulated exchange (docs/test-persons.md). */
export const TEST_DNA_REFERENCES = {
  /** Its holder releases core data. */
  fullMatch: 'DNA-XB-I-00000000000000000TEST00001',
  /** A stain of the same person; its holder releases what it knows of the trace. */
  stain: 'DNA-XC-U-00000000000000000TEST00002',
  /** Its holder waits for a judge, and then releases. */
  microVariant: 'DNA-XD-I-00000000000000000TEST00003',
  /** Its holder refuses. */
  fewLoci: 'DNA-XC-I-00000000000000000TEST00004',
  /** Found when not all states answer. */
  answeredBySome: 'DNA-XB-I-00000000000000000TEST00005',
} as const;

/** Profiles that the simulated states hold of test persons. */
export const testProfiles = (): readonly LoadedProfile[] => [
  held(TEST_DNA_REFERENCES.fullMatch, TEST_DNA.knownToPolice, TEST_PERSONS.knownToPolice, 'release'),
  held(
    TEST_DNA_REFERENCES.stain,
    // One value dropped out, six of the loci did not come up at all.
    {
      ...without(TEST_DNA.knownToPolice, ['D22S1045', 'D12S391', 'SE33', 'D1S1656', 'D2S441', 'Amelogenin']),
      D21S11: ['27', '*'],
    },
    undefined,
    'release',
  ),
  held(
    TEST_DNA_REFERENCES.microVariant,
    { ...TEST_DNA.microVariant, D19S433: ['11', '15.1'] },
    TEST_PERSONS.wanted,
    'await',
  ),
  held(
    TEST_DNA_REFERENCES.fewLoci,
    { ...TEST_DNA.fewLoci, D16S539: ['8', '15'], D2S1338: ['15', '26'] },
    TEST_PERSONS.impersonated,
    'refuse',
  ),
  held(TEST_DNA_REFERENCES.answeredBySome, TEST_DNA.notAnsweredByAll, TEST_PERSONS.notAnsweredByAll, 'release'),
];

function held(
  reference: string,
  profile: TestProfile,
  person: TestPerson | undefined,
  decides: 'release' | 'refuse' | 'await',
): LoadedProfile {
  const state = stateOf(reference);
  return {
    reference,
    loci: rawLoci(profile),
    core: {
      person: person && corePerson(person),
      origin: {
        acquiredOn: '2024-05-17',
        acquiredAt: `${state} (synthetic)`,
        offence: 'Burglary',
        caseNumber: `${state}-2024-000123`,
        authority: `Police of ${state} (synthetic)`,
      },
    },
    decides,
  };
}

const corePerson = ({ surname, forename, dateOfBirth, nationality, placeOfBirth, gender }: TestPerson): CorePerson => ({
  firstNames: forename,
  familyNames: surname,
  otherNames: [],
  dateOfBirth,
  nationalities: [nationality],
  placeOfBirth,
  countryOfBirth: nationality,
  gender,
});

const rawLoci = (profile: TestProfile): RawLoci => Object.entries(profile).map(([name, values]) => ({ name, values }));

const without = (profile: TestProfile, names: readonly string[]): TestProfile =>
  Object.fromEntries(Object.entries(profile).filter(([name]) => !names.includes(name)));

/** What becomes of a question about the profile that not all states answer about; XB answers. */
const FAULTS: Readonly<Partial<Record<string, SimulatedFault>>> = { XC: 'refuses', XD: 'timeout', XE: 'unavailable' };

const TRIGGER = digestOf(TEST_DNA.notAnsweredByAll);

/** What a state does instead of answering a question about it. */
export const testFault = (memberState: string, { profile }: DnaQuestion): SimulatedFault | undefined =>
  profileDigest(profile) === TRIGGER ? FAULTS[memberState] : undefined;

function digestOf(profile: TestProfile): string {
  const raw: RawProfile = { id: '', kind: 'reference', loci: rawLoci(profile) };
  const reading = readProfile(raw);
  if (!('profile' in reading)) throw new Error('a test profile is not one for exchange');
  return profileDigest(reading.profile);
}
