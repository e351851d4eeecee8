import type { Party, PostalAddress } from './party.js';
import type { Period } from './period.js';

/** EU vehicle category, code J of Directive 1999/37/EC. */
export type VehicleCategory =
  `L${1 | 2 | 3 | 4 | 5 | 6 | 7}e` | `M${1 | 2 | 3}` | `N${1 | 2 | 3}` | `O${1 | 2 | 3 | 4}` | 'T' | 'C' | 'R' | 'S';

/** A vehicle, whoever has it and wherever it is registered. */
export interface VehicleFacts {
  /** D.1. */
  readonly make: string;
  /** D.3. */
  readonly commercialDescription: string;
  /** J. */
  readonly category: VehicleCategory;
  /** B: YYYY-MM-DD. */
  readonly firstRegisteredOn: string;
  /** P.2. */
  readonly powerKw?: number;
  /** P.1. */
  readonly capacityCm3?: number;
}

/** Kind of a registration number; unknown where another state does not tell. */
export type NumberKind = 'unknown' | 'regular' | 'transit' | 'temporary' | 'interchangeable' | 'diplomatic';

/** What may have become of a vehicle. */
export type StatusKind = 'scrapped' | 'stolen' | 'exported' | 'suspended';

/** The part that a person has in a vehicle. */
export type Role = 'holder' | 'owner';

/** What has become of a vehicle, and when. */
export interface StatusPeriod extends Period {
  readonly kind: StatusKind;
}

/** C.4: whether the holder of the certificate is, is not, or is not identified by it as being the owner. */
export type HolderType = 'owner' | 'not_owner' | 'not_identified';

/** Whose a vehicle was, and when. */
export interface PartyPeriod extends Period {
  readonly role: Role;
  readonly party: Party;
  /** Of a holder. */
  readonly holderType?: HolderType;
}

/** An insurance. */
export interface InsurancePeriod extends Period {
  readonly company: string;
  readonly address: PostalAddress;
  readonly policyNumber: string;
}

/** A registration: a vehicle under a number of a state. The period is that of the registration (I, H). */
export interface Registration extends Period {
  /** E.g. "VEH-XB-01…": the state, and a number that tells nothing. */
  readonly reference: string;
  /** State that has it, ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** A: the number as the register has it, with separators and in its own script. */
  readonly number: string;
  readonly numberKind: NumberKind;
  /** E: seventeen characters. */
  readonly vin: string;
  readonly vehicle: VehicleFacts;
  /** Numbers of the registration certificate: Part I, then Part II. */
  readonly documents: readonly string[];
  readonly statuses: readonly StatusPeriod[];
  readonly parties: readonly PartyPeriod[];
  readonly insurances: readonly InsurancePeriod[];
  /** The law of the state does not let others know of it. */
  readonly withheld: boolean;
}

/** Reference of a registration: "VEH-", the state, "-", a ULID. The form is invented. */
export const registrationReference = (memberState: string, id: string): string => `VEH-${memberState}-${id}`;

/** State in a reference of the right form. */
export const stateOfReference = (reference: string): string => reference.slice(4, 6);
