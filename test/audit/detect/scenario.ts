/** Hand-made accesses for detectors. */
import { startDetection } from '../../../src/audit/detect/detection.js';
import { DETECTORS } from '../../../src/audit/detect/detectors.js';
import type { DetectorName, Finding } from '../../../src/audit/detect/finding.js';
import type { ObservedAccess } from '../../../src/audit/detect/observed-access.js';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../../src/audit/detect/settings.js';
import { NO_STAFF, parseStaffRegister, type StaffRegister } from '../../../src/audit/detect/staff-register.js';

/** A moment in UTC: at('2026-11-23 12:00'). */
export const at = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);

/** Monday of week 48, noon. */
export const MONDAY_NOON = at('2026-11-23 12:00');

/** An honest routine access, with changes. */
export function access(index: number, changes: Partial<ObservedAccess> = {}): ObservedAccess {
  return {
    index,
    time: MONDAY_NOON,
    denied: false,
    authority: 'XA-POLICE',
    system: 'SIS',
    officer: 'officer-17',
    unit: 'Patrol 7',
    caseReference: `2026/${1000 + index}`,
    justification: `Witness ${index} saw a man named on the warrant near the ${words(index)} station`,
    urgency: 'ROUTINE',
    query: { name: { surname: `Fremd${letters(index)}`, forename: 'Otto', date_of_birth: '1970-01-01' } },
    found: true,
    ...changes,
  };
}

/** Accesses [from, end), with changes of each. */
export const accesses = (
  from: number,
  end: number,
  changes: Partial<ObservedAccess> | ((index: number) => Partial<ObservedAccess>) = {},
): ObservedAccess[] =>
  Array.from({ length: end - from }, (_, n) =>
    access(from + n, typeof changes === 'function' ? changes(from + n) : changes),
  );

/** Settings with changes of one detector. */
export const settingsOf = (detector: DetectorName, changes: object): Settings =>
  parseSettings(JSON.stringify({ detectors: { [detector]: changes } }));

/** What one detector finds, in the order of a report. */
export function find(
  detector: DetectorName,
  shown: readonly ObservedAccess[],
  { settings = DEFAULT_SETTINGS, staff = NO_STAFF }: { settings?: Settings; staff?: StaffRegister } = {},
): Finding[] {
  const only = { ...settings, detectors: { ...settings.detectors } };
  for (const name of Object.keys(DETECTORS) as DetectorName[]) {
    if (name !== detector) only.detectors[name] = { ...only.detectors[name], enabled: false } as never;
  }
  return findAll(shown, { settings: only, staff });
}

/** What all detectors find. */
export function findAll(
  shown: readonly ObservedAccess[],
  { settings = DEFAULT_SETTINGS, staff = NO_STAFF }: { settings?: Settings; staff?: StaffRegister } = {},
): Finding[] {
  const detection = startDetection({ from: 0, to: at('2100-01-01 00:00') }, { settings, staff });
  for (const one of shown) detection.observe(one);
  return detection.findings();
}

/** A finding in words. */
export const explain = ({ detector, facts, thresholds, window }: Finding): string =>
  DETECTORS[detector].explain(facts, thresholds, window);

/** The staff list of the tests. */
export const STAFF: StaffRegister = parseStaffRegister(
  JSON.stringify({
    version: 1,
    officers: [
      {
        authority: 'XA-POLICE',
        officer: 'officer-17',
        surname: 'Müller-Beispiel',
        forenames: 'Jürgen Karl',
        dateOfBirth: '1975-03-14',
        units: ['Patrol 7', 'Reserve'],
        otherSurnames: ['Vzorová'],
        documents: ['TB 1234567'],
        vehicles: ['XA-AB 123'],
      },
      {
        authority: 'XA-POLICE',
        officer: 'officer-18',
        surname: 'Esempio',
        forenames: 'Chiara',
        dateOfBirth: '1969-07-21',
        units: ['Patrol 8'],
      },
      {
        authority: 'XB-BORDER',
        officer: 'officer-17',
        surname: 'Przykładowa',
        forenames: 'Zofia',
        dateOfBirth: '1988-06-30',
        units: ['Gate 1'],
      },
    ],
  }),
);

const WORDS = ['old', 'north', 'south', 'main', 'harbour', 'castle', 'river', 'market', 'bridge', 'tower'];

/** Three words that differ for every index below a thousand. */
function words(index: number): string {
  return [index % 10, Math.floor(index / 10) % 10, Math.floor(index / 100) % 10].map((n) => WORDS[n]).join(' ');
}

/** Letters that differ for every index. */
const letters = (index: number): string => Array.from(String(index), (digit) => 'abcdefghij'[Number(digit)]).join('');
