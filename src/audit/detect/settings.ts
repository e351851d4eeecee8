/** What the detectors hold accesses against: a JSON file of the data protection officer, or the defaults below. */
import { z } from 'zod';
import { isTimeZone } from './calendar.js';
import type { DetectorName } from './finding.js';
import { foldUnit } from './text/fold.js';

/** Longest settings file that is read, in bytes. */
export const MAX_SETTINGS_BYTES = 4 * 1024 * 1024;

const count = z.number().int().min(1).max(1_000_000);
const factor = z.number().min(1).max(1_000);
const share = z.number().min(0).max(1);
const days = z.number().int().min(1).max(366);
const on = z.boolean().default(true);
const phrases = z.array(z.string().min(1).max(200)).max(10_000);

const timeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone of the IANA database');

/** "08:00-18:00"; one that ends before it begins passes midnight; "00:00-24:00" is the whole day. */
const hours = z
  .array(
    z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/, 'must be hh:mm-hh:mm'),
  )
  .max(4)
  .default([]);

const workingHours = z.strictObject({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
  sat: hours,
  sun: hours,
});

/** Texts that say nothing. Case, marks and signs do not count. */
const EMPTY_PHRASES = [
  'as discussed',
  'as instructed',
  'by order',
  'case work',
  'dienstlich',
  'dienstliche gründe',
  'dienstliche gruende',
  'enquête en cours',
  'for official use',
  'for the case',
  'investigation ongoing',
  'nécessaire pour le service',
  'need to know',
  'no comment',
  'official business only',
  'ongoing investigation',
  'police work as usual',
  'raisons de service',
  'see case file',
  'see the file',
  'siehe akte',
  'test test test',
  'to be completed later',
  'voir le dossier',
  'zur ermittlung erforderlich',
];

/** Case references that name no case. */
const EMPTY_CASES = [
  'case',
  'misc',
  'n/a',
  'na',
  'nil',
  'no case',
  'none',
  'not known',
  'tbd',
  'test',
  'unknown',
  'xxx',
];

const detectors = z.strictObject({
  'own-record': z.strictObject({ enabled: on }).prefault({}),
  'colleague-record': z.strictObject({ enabled: on }).prefault({}),
  'same-family': z
    .strictObject({
      enabled: on,
      /** Surnames too common to mean anything. */
      commonSurnames: phrases.default([]),
    })
    .prefault({}),
  'volume-spike': z
    .strictObject({
      enabled: on,
      /** Fewer accesses in a day are never a spike. */
      minAccesses: count.default(40),
      /** Days before, on which the officer's own median is taken; as many days are read ahead of the time judged. */
      baselineDays: days.default(28),
      /** Active days among them without which there is no own median. */
      minActiveDays: count.default(5),
      /** Times the own median. */
      ownFactor: factor.default(4),
      /** Colleagues of the unit active that day without whom there is no median of peers. */
      minPeers: count.default(3),
      /** Times the peers' median. */
      peerFactor: factor.default(6),
    })
    .prefault({}),
  'out-of-hours': z
    .strictObject({
      enabled: on,
      /** Accesses in a day outside working hours. */
      minAccesses: count.default(3),
    })
    .prefault({}),
  fishing: z
    .strictObject({
      enabled: on,
      /** Searches in a day that found nothing. */
      minNoHits: count.default(30),
      /** The same for live checks, where nearly all find nothing. */
      minNoHitsLive: count.default(200),
      /** Share of searches that found something, at most. */
      maxHitShare: share.default(0.03),
    })
    .prefault({}),
  'missing-justification': z
    .strictObject({
      enabled: on,
      /** Different words, case reference and numbers apart. */
      minWords: count.default(3),
      /** Letters, case reference apart. */
      minLetters: count.default(12),
      /** Texts that say nothing. */
      emptyPhrases: phrases.default(EMPTY_PHRASES),
      /** Accesses in a week. */
      minAccesses: count.default(1),
    })
    .prefault({}),
  'copied-justification': z
    .strictObject({
      enabled: on,
      /** Different cases in a week with the same text. */
      minCases: z.number().int().min(2).max(1_000_000).default(5),
    })
    .prefault({}),
  'no-case': z
    .strictObject({
      enabled: on,
      /** Case references that name no case. */
      emptyCases: phrases.default(EMPTY_CASES),
      /** Accesses in a week. */
      minAccesses: count.default(1),
    })
    .prefault({}),
  'one-case-many-subjects': z
    .strictObject({
      enabled: on,
      /** Different persons, documents and objects searched in a week under one case reference. */
      minSubjects: z.number().int().min(2).max(1_000_000).default(25),
    })
    .prefault({}),
  'urgent-procedure': z
    .strictObject({
      enabled: on,
      /** Accesses in a week that claim imminent danger. */
      minAccesses: count.default(5),
      /** Their share among the officer's accesses of the week, at least. */
      minShare: share.default(0.25),
    })
    .prefault({}),
  'unit-mismatch': z
    .strictObject({
      enabled: on,
      /** Accesses in a week. */
      minAccesses: count.default(1),
    })
    .prefault({}),
  'unknown-officer': z.strictObject({ enabled: on }).prefault({}),
} satisfies Record<DetectorName, z.ZodType>);

const schema = z
  .strictObject({
    version: z.literal(1).default(1),
    /** In whose days and weeks accesses are counted. */
    timeZone: timeZone.default('UTC'),
    /** Units with working hours, in a time zone of their own or that above. Without them, no hour is out of hours. */
    units: z
      .array(
        z.strictObject({
          authority: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,63}$/, 'must be the code of an authority'),
          unit: z.string().min(1).max(64),
          timeZone: timeZone.optional(),
          workingHours: workingHours.optional(),
        }),
      )
      .max(10_000)
      .default([]),
    detectors: detectors.prefault({}),
  })
  .superRefine(({ units }, context) => {
    const seen = new Set<string>();
    units.forEach(({ authority, unit }, index) => {
      const key = `${authority}\0${foldUnit(unit)}`;
      if (seen.has(key)) context.addIssue({ code: 'custom', path: ['units', index], message: 'is listed twice' });
      seen.add(key);
    });
  });

/** Checked settings. */
export type Settings = z.output<typeof schema>;

/** Settings of one unit. */
export type UnitSettings = Settings['units'][number];

/** Working hours of a unit, by weekday. */
export type WorkingHours = NonNullable<UnitSettings['workingHours']>;

/** The settings break their rules. Every problem names its field; none quotes a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** What holds without a file. */
export const DEFAULT_SETTINGS: Settings = schema.parse({});

/** Reads settings; what is left out has its default. Throws a SettingsError that names every broken field. */
export function parseSettings(text: string): Settings {
  if (Buffer.byteLength(text) > MAX_SETTINGS_BYTES) throw new SettingsError('detector settings: larger than 4 MiB');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text around the fault.
    throw new SettingsError('detector settings: not well-formed JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'document'}: ${message}`,
  );
  throw new SettingsError(`detector settings: ${problems.join('; ')}`);
}
