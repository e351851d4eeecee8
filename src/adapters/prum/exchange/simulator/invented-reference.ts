import { ulid } from 'ulid';
import type { Random } from '../../../../world/random.js';
import type { FollowedCategory } from '../category.js';
import { referenceNumber, type ReferenceKind } from '../domain/reference-number.js';

/** A reference tells nothing, not even when the data were acquired: its time is one for all. */
const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);

/** Reference number of data that a simulated state holds. */
export const inventedReference = (
  category: FollowedCategory,
  memberState: string,
  kind: ReferenceKind,
  random: Random,
): string =>
  referenceNumber(
    category,
    memberState,
    kind,
    ulid(REFERENCE_TIME_MS, () => random.fraction()),
  );
