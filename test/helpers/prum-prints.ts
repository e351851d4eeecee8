/** Lawful questions about fingerprints and traces under Prüm II. */
import type { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import {
  PrintSearchMode,
  type PrintStateAnswer,
  SearchPrintsOnceRequest,
} from '../../src/gen/ostiary/prum/v1/fingerprint.js';
import { probeFile } from '../../src/adapters/prum/fingerprint/simulator/probe-file.js';
import type { SearchMode } from '../../src/formats/nist/prum/search-modes.js';
import type { TestPrintPerson } from '../../src/world/test-prints.js';
import { dnaAccess, outcomeName } from './prum.js';

/** Grounds on which the police searches with prints, changed as asked. */
export const printAccess = (changes: Partial<AccessContext> = {}): AccessContext =>
  dnaAccess({ legalBasisId: 'PRUM2-11', justification: 'prints from the window of a burglary', ...changes });

/** A search with prints of a test person. */
export const printSearch = (
  mode: keyof typeof MODES,
  person: TestPrintPerson,
  changes: Partial<SearchPrintsOnceRequest> = {},
): SearchPrintsOnceRequest => {
  const bytes = probeFile(person, MODES[mode]);
  return SearchPrintsOnceRequest.fromPartial({
    access: printAccess(),
    probe: {
      mode: PrintSearchMode[mode],
      // Palms come in transactions.
      ...(/^[PL]P/.test(mode) ? { nistTransaction: bytes } : { fingerMinutiaeRecord: bytes }),
    },
    memberStates: ['XB', 'XC', 'XD', 'XE', 'XF'],
    ...changes,
  });
};

const MODES = {
  TP_TP: 'TP/TP',
  TP_UL: 'TP/UL',
  LT_TP: 'LT/TP',
  LT_UL: 'LT/UL',
  PP_ULP: 'PP/ULP',
  LP_PP: 'LP/PP',
  LP_ULP: 'LP/ULP',
} as const satisfies Readonly<Record<string, SearchMode>>;

/** State → name of its outcome. */
export const printStatuses = (states: readonly PrintStateAnswer[]): Record<string, string> =>
  Object.fromEntries(states.map(({ reply }) => [reply?.memberState ?? '', outcomeName(reply?.status)]));
