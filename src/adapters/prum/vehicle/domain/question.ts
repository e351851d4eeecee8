import type { PartyKey } from './party-key.js';

/** What a register is searched by: one whole key. */
export type VehicleKey =
  | {
      readonly kind: 'registration_number';
      /** What the number is compared by. */
      readonly number: string;
      /** Vehicle that must bear it; undefined for any. */
      readonly vin: string | undefined;
    }
  | { readonly kind: 'vin'; readonly vin: string }
  | { readonly kind: 'party'; readonly party: PartyKey };

/** Vehicles that a register lists at most when several correspond. */
export const MAX_VEHICLES = 20;

/** Numbers that a register suggests at most. */
export const MAX_SUGGESTIONS = 5;
