import { Gender as WireGender } from '../../../gen/ostiary/police_records/v1/police_records.js';
import type { Gender } from '../domain/person.js';

export const GENDER_TO_WIRE = {
  female: WireGender.FEMALE,
  male: WireGender.MALE,
  other: WireGender.OTHER,
} as const satisfies Readonly<Record<Gender, WireGender>>;

const GENDER_FROM_WIRE: ReadonlyMap<number, Gender> = new Map([
  [WireGender.FEMALE, 'female'],
  [WireGender.MALE, 'male'],
  [WireGender.OTHER, 'other'],
]);

/** Gender of a number in the contract; undefined if not stated or not known. */
export const genderFromWire = (value: number): Gender | undefined => GENDER_FROM_WIRE.get(value);
