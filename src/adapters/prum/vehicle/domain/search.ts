import type { RegistrationNumber, Vin } from './whole-number.js';

/** A holder or owner as somebody asks about them. */
export type AskedParty =
  | {
      readonly kind: 'natural';
      readonly firstNames: string;
      readonly familyNames: string;
      /** YYYY-MM-DD, whole. */
      readonly dateOfBirth: string;
    }
  | { readonly kind: 'legal'; readonly name: string };

/** A search as it is asked. */
export interface VehicleSearch {
  readonly by:
    | { readonly kind: 'number'; readonly number: RegistrationNumber; readonly vin: Vin | undefined }
    | { readonly kind: 'vin'; readonly vin: Vin }
    | { readonly kind: 'party'; readonly party: AskedParty };
  /** States to ask, without repetitions; undefined for all but the caller's own. */
  readonly memberStates: ReadonlySet<string> | undefined;
  /** Time as of which it is asked, milliseconds since the epoch; undefined for now. */
  readonly referenceMs: number | undefined;
}

/** The vehicle identification number of a search, if it has one. */
export const vinOf = ({ by }: VehicleSearch): Vin | undefined => (by.kind === 'party' ? undefined : by.vin);
