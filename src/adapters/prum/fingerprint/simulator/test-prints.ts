import { createHash } from 'node:crypto';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import { TEST_PERSONS, type TestPerson } from '../../../../world/test-persons.js';
import { type TestPrintKind, type TestPrintPerson, testPrints } from '../../../../world/test-prints.js';
import type { SimulatedFault } from '../../../states/simulated-behaviour.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import type { FixedDecision } from '../../matches/store/due-follow-ups.js';
import { testCore } from '../../matches/simulator/invented-core.js';
import type { PrintQuestion } from '../domain/print-question.js';
import { recordOf } from '../domain/print-record.js';
import type { Collection } from '../domain/search-mode.js';
import type { LoadedPrints } from '../store/load-prints.js';
import { leftTrace, takenPrint } from './templates.js';

/** Reference numbers of test prints: the same in every simulated exchange (docs/test-persons.md). */
export const TEST_PRINT_REFERENCES = {
  /** Ten fingers; their holder releases core data. */
  fingers: 'DAC-XB-I-00000000000000000TEST00001',
  /** A trace of the right index finger of the same person; its holder releases what it knows of the trace. */
  trace: 'DAC-XC-U-00000000000000000TEST00002',
  /** Ten fingers of another; their holder refuses. */
  refused: 'DAC-XD-I-00000000000000000TEST00003',
  /** Both palms of the first; their holder waits for a judge, and then releases. */
  palms: 'DAC-XB-I-00000000000000000TEST00004',
  /** A trace of the first one's right palm. */
  palmTrace: 'DAC-XC-U-00000000000000000TEST00005',
  /** Found when not all states answer. */
  answeredBySome: 'DAC-XB-I-00000000000000000TEST00006',
} as const;

/** What the simulated states hold of test persons. */
export const heldTestPrints = (): readonly LoadedPrints[] => [
  held(TEST_PRINT_REFERENCES.fingers, 'knownToPolice', 'fingers', 'release'),
  held(TEST_PRINT_REFERENCES.trace, 'knownToPolice', 'trace', 'release'),
  held(TEST_PRINT_REFERENCES.refused, 'wanted', 'fingers', 'refuse'),
  held(TEST_PRINT_REFERENCES.palms, 'knownToPolice', 'palms', 'await'),
  held(TEST_PRINT_REFERENCES.palmTrace, 'knownToPolice', 'palm trace', 'release'),
  held(TEST_PRINT_REFERENCES.answeredBySome, 'notAnsweredByAll', 'fingers', 'release'),
];

const COLLECTIONS: Readonly<Record<TestPrintKind, Collection>> = {
  fingers: 'ten_print',
  palms: 'palm',
  trace: 'trace',
  'palm trace': 'palm_trace',
};

const PERSONS: Readonly<Record<TestPrintPerson, TestPerson>> = TEST_PERSONS;

function held(reference: string, person: TestPrintPerson, kind: TestPrintKind, decides: FixedDecision): LoadedPrints {
  const state = stateOf(reference);
  const isKnown = kind === 'fingers' || kind === 'palms';
  return {
    reference,
    collection: COLLECTIONS[kind],
    prints: testTemplates(person, kind, `held by ${state}`),
    core: testCore(state, isKnown ? PERSONS[person] : undefined),
    decides,
  };
}

/** Prints of a test person on an occasion, as they are held and searched with. */
export const testTemplates = (
  person: TestPrintPerson,
  kind: TestPrintKind,
  occasion: string,
): readonly PrintTemplate[] =>
  testPrints(person, kind, occasion).map(({ position, ...print }) =>
    kind === 'fingers' || kind === 'palms' ? takenPrint(position, print) : leftTrace(position, print),
  );

/** What test persons are searched with: `ostiary world prints` writes it. */
export const probeTemplates = (person: TestPrintPerson, kind: TestPrintKind): readonly PrintTemplate[] =>
  testTemplates(person, kind, 'searched with');

/** What becomes of a question with the fingers that not all states answer about; XB answers. */
const FAULTS: Readonly<Partial<Record<string, SimulatedFault>>> = { XC: 'refuses', XD: 'timeout', XE: 'unavailable' };

const TRIGGER = createHash('sha256')
  .update(writeFingerRecord(recordOf(probeTemplates('notAnsweredByAll', 'fingers'))))
  .digest('hex');

/** What a state does instead of answering a question with them. */
export const testFault = (memberState: string, { sampleDigest }: PrintQuestion): SimulatedFault | undefined =>
  sampleDigest === TRIGGER ? FAULTS[memberState] : undefined;
