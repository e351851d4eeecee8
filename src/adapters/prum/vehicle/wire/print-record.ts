import {
  VehicleDataCategory,
  VehicleExtent,
  VehicleHolderType,
  type VehicleAddress,
  type VehicleInsurance,
  type VehicleParty,
  VehiclePartyGender,
  type VehicleRecord,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import {
  type Individual,
  initialsOf,
  type Organisation,
  type PostalAddress,
  printableAddress,
  printableName,
} from '../domain/party.js';
import type { InsurancePeriod, PartyPeriod, Registration, Role } from '../domain/registration.js';
import {
  CATEGORY_TO_WIRE,
  ENTITY_TO_WIRE,
  GENDER_TO_WIRE,
  HOLDER_TYPE_TO_WIRE,
  NUMBER_KIND_TO_WIRE,
  STATUS_TO_WIRE,
} from './enums.js';
import { timeOf } from './time.js';

/** A registration as of the time asked about, in full or by what tells it apart from others. */
export function printRecord(registration: Registration, extent: 'full' | 'refinement'): VehicleRecord {
  const { reference, memberState, number, vin, vehicle } = registration;
  const refinement = {
    registrationNumber: number,
    vin,
    countryOfRegistration: memberState,
    make: vehicle.make,
    commercialDescription: vehicle.commercialDescription,
    euCategory: CATEGORY_TO_WIRE[vehicle.category],
  };
  const frame = { recordReference: reference, memberState, category: VehicleDataCategory.VEHICLE, handling: undefined };
  if (extent === 'refinement') {
    return {
      ...frame,
      extent: VehicleExtent.REFINEMENT_SET,
      vehicle: { ...refinement, firstRegisteredOn: '', powerKw: 0, capacityCm3: 0 },
      registration: undefined,
      holders: [],
      owners: [],
      insurances: [],
    };
  }
  return {
    ...frame,
    extent: VehicleExtent.FULL,
    vehicle: {
      ...refinement,
      firstRegisteredOn: vehicle.firstRegisteredOn,
      powerKw: vehicle.powerKw ?? 0,
      capacityCm3: vehicle.capacityCm3 ?? 0,
    },
    registration: {
      begunAt: timeOf(registration.fromMs),
      endsAt: timeOf(registration.untilMs),
      statuses: registration.statuses.map(({ kind, fromMs, untilMs }) => ({
        kind: STATUS_TO_WIRE[kind],
        since: timeOf(fromMs),
        until: timeOf(untilMs),
      })),
      numberKind: NUMBER_KIND_TO_WIRE[registration.numberKind],
      documentIds: [...registration.documents],
    },
    holders: partiesOf(registration, 'holder'),
    owners: partiesOf(registration, 'owner'),
    insurances: registration.insurances.map(printInsurance),
  };
}

const partiesOf = ({ parties }: Registration, asked: Role): VehicleParty[] =>
  parties.filter(({ role }) => role === asked).map(printParty);

const printParty = ({ party, fromMs, untilMs, holderType }: PartyPeriod): VehicleParty => ({
  ...(party.kind === 'individual' ? individualFields(party) : organisationFields(party)),
  printableName: printableName(party),
  address: printAddress(party.address),
  legalEntity: ENTITY_TO_WIRE[party.kind],
  idNumber: party.idNumber ?? '',
  idNumberType: party.idNumberType ?? '',
  since: timeOf(fromMs),
  until: timeOf(untilMs),
  holderType: holderType === undefined ? VehicleHolderType.UNSPECIFIED : HOLDER_TYPE_TO_WIRE[holderType],
});

type PersonalFields = Pick<
  VehicleParty,
  'name' | 'infixes' | 'titles' | 'firstNames' | 'initials' | 'gender' | 'dateOfBirth' | 'placeOfBirth'
>;

const individualFields = (party: Individual): PersonalFields => ({
  name: party.surname,
  infixes: party.infixes ?? '',
  titles: party.titles ?? '',
  firstNames: party.firstNames,
  initials: initialsOf(party.firstNames),
  gender: party.gender === undefined ? VehiclePartyGender.UNSPECIFIED : GENDER_TO_WIRE[party.gender],
  dateOfBirth: party.dateOfBirth,
  placeOfBirth: party.placeOfBirth ?? '',
});

const organisationFields = ({ name }: Organisation): PersonalFields => ({
  name,
  infixes: '',
  titles: '',
  firstNames: '',
  initials: '',
  gender: VehiclePartyGender.UNSPECIFIED,
  dateOfBirth: '',
  placeOfBirth: '',
});

const printAddress = (address: PostalAddress): VehicleAddress => ({
  street: address.street,
  houseNumber: address.houseNumber,
  postcode: address.postcode,
  place: address.place,
  country: address.country,
  printableAddress: printableAddress(address),
});

const printInsurance = ({ company, address, policyNumber, fromMs, untilMs }: InsurancePeriod): VehicleInsurance => ({
  company,
  address: printAddress(address),
  policyNumber,
  begunAt: timeOf(fromMs),
  endsAt: timeOf(untilMs),
});
