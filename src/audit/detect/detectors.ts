/** All detectors. */
import type { Detector } from './detector.js';
import { colleagueRecord } from './detectors/colleague-record.js';
import { copiedJustification } from './detectors/copied-justification.js';
import { fishing } from './detectors/fishing.js';
import { missingJustification } from './detectors/missing-justification.js';
import { noCase } from './detectors/no-case.js';
import { oneCaseManySubjects } from './detectors/one-case-many-subjects.js';
import { outOfHours } from './detectors/out-of-hours.js';
import { ownRecord } from './detectors/own-record.js';
import { sameFamily } from './detectors/same-family.js';
import { unitMismatch } from './detectors/unit-mismatch.js';
import { unknownOfficer } from './detectors/unknown-officer.js';
import { urgentProcedure } from './detectors/urgent-procedure.js';
import { volumeSpike } from './detectors/volume-spike.js';
import type { DetectorName } from './finding.js';

/** Detectors by name. */
export const DETECTORS: Readonly<Record<DetectorName, Detector>> = {
  'own-record': ownRecord,
  'colleague-record': colleagueRecord,
  'same-family': sameFamily,
  'volume-spike': volumeSpike,
  'out-of-hours': outOfHours,
  fishing,
  'missing-justification': missingJustification,
  'copied-justification': copiedJustification,
  'no-case': noCase,
  'one-case-many-subjects': oneCaseManySubjects,
  'urgent-procedure': urgentProcedure,
  'unit-mismatch': unitMismatch,
  'unknown-officer': unknownOfficer,
};
