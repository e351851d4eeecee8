/** Enumerations of the contract for the values of the domain. */
import {
  EuVehicleCategory,
  NumberLikeness,
  RegistrationNumberKind,
  VehicleHolderType,
  VehicleLegalEntity,
  VehiclePartyGender,
  VehicleRegisterAnswer,
  VehicleStatusKind,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import type { Gender, Party } from '../domain/party.js';
import type { HolderType, NumberKind, StatusKind, VehicleCategory } from '../domain/registration.js';
import type { Likeness } from '../domain/suggest-numbers.js';
import type { RegisterAnswer } from '../holders/vehicle-register.js';

export const ANSWER_TO_WIRE = {
  FOUND: VehicleRegisterAnswer.FOUND,
  NOT_FOUND: VehicleRegisterAnswer.NOT_FOUND,
  MULTIPLE: VehicleRegisterAnswer.MULTIPLE,
  NOT_DISCLOSED: VehicleRegisterAnswer.NOT_DISCLOSED,
  ERROR: VehicleRegisterAnswer.ERROR,
} as const satisfies Readonly<Record<RegisterAnswer, VehicleRegisterAnswer>>;

export const GENDER_TO_WIRE = {
  female: VehiclePartyGender.FEMALE,
  male: VehiclePartyGender.MALE,
  other: VehiclePartyGender.OTHER,
} as const satisfies Readonly<Record<Gender, VehiclePartyGender>>;

export const ENTITY_TO_WIRE = {
  individual: VehicleLegalEntity.INDIVIDUAL,
  association: VehicleLegalEntity.ASSOCIATION,
  company: VehicleLegalEntity.COMPANY,
  firm: VehicleLegalEntity.FIRM,
} as const satisfies Readonly<Record<Party['kind'], VehicleLegalEntity>>;

export const HOLDER_TYPE_TO_WIRE = {
  owner: VehicleHolderType.OWNER,
  not_owner: VehicleHolderType.NOT_OWNER,
  not_identified: VehicleHolderType.NOT_IDENTIFIED_AS_OWNER,
} as const satisfies Readonly<Record<HolderType, VehicleHolderType>>;

export const STATUS_TO_WIRE = {
  scrapped: VehicleStatusKind.SCRAPPED,
  stolen: VehicleStatusKind.STOLEN,
  exported: VehicleStatusKind.EXPORTED,
  suspended: VehicleStatusKind.SUSPENDED,
} as const satisfies Readonly<Record<StatusKind, VehicleStatusKind>>;

export const NUMBER_KIND_TO_WIRE = {
  unknown: RegistrationNumberKind.UNSPECIFIED,
  regular: RegistrationNumberKind.REGULAR,
  transit: RegistrationNumberKind.TRANSIT,
  temporary: RegistrationNumberKind.TEMPORARY,
  interchangeable: RegistrationNumberKind.INTERCHANGEABLE,
  diplomatic: RegistrationNumberKind.DIPLOMATIC,
} as const satisfies Readonly<Record<NumberKind, RegistrationNumberKind>>;

/** The value of the domain for one of the contract. Throws for one that is never sent. */
export function valueOf<Value extends string>(toWire: Readonly<Record<Value, number>>, wire: number): Value {
  const value = (Object.keys(toWire) as Value[]).find((one) => toWire[one] === wire);
  if (value === undefined) throw new Error('a value that is never sent');
  return value;
}

export const LIKENESS_TO_WIRE = {
  spelling: NumberLikeness.SPELLING,
  confusable: NumberLikeness.CONFUSABLE,
  one_character: NumberLikeness.ONE_CHARACTER,
  exchanged: NumberLikeness.EXCHANGED,
} as const satisfies Readonly<Record<Likeness, NumberLikeness>>;

export const CATEGORY_TO_WIRE = {
  L1e: EuVehicleCategory.L1E,
  L2e: EuVehicleCategory.L2E,
  L3e: EuVehicleCategory.L3E,
  L4e: EuVehicleCategory.L4E,
  L5e: EuVehicleCategory.L5E,
  L6e: EuVehicleCategory.L6E,
  L7e: EuVehicleCategory.L7E,
  M1: EuVehicleCategory.M1,
  M2: EuVehicleCategory.M2,
  M3: EuVehicleCategory.M3,
  N1: EuVehicleCategory.N1,
  N2: EuVehicleCategory.N2,
  N3: EuVehicleCategory.N3,
  O1: EuVehicleCategory.O1,
  O2: EuVehicleCategory.O2,
  O3: EuVehicleCategory.O3,
  O4: EuVehicleCategory.O4,
  T: EuVehicleCategory.T,
  C: EuVehicleCategory.C,
  R: EuVehicleCategory.R,
  S: EuVehicleCategory.S,
} as const satisfies Readonly<Record<VehicleCategory, EuVehicleCategory>>;
