/** The categories of data that states exchange under Prüm, and what the shared rooms need to know of each. */

/** Systems of the legal-basis table. */
export type PrumSystem = 'PRUM_DNA' | 'PRUM_FINGERPRINT' | 'PRUM_FACE' | 'PRUM_VEHICLE';

/** A category whose matches are followed up. */
export interface FollowedCategory {
  /** In the database (migrations/prum/0001-exchange.sql). */
  readonly code: 'dna' | 'fingerprint' | 'face';
  /** System of the legal-basis table. */
  readonly system: Exclude<PrumSystem, 'PRUM_VEHICLE'>;
  /** Begins its reference numbers. */
  readonly prefix: 'DNA' | 'DAC' | 'FAC';
}

/** Any category of the exchange. */
export type CategoryCode = FollowedCategory['code'] | 'vehicle';

export const DNA: FollowedCategory = { code: 'dna', system: 'PRUM_DNA', prefix: 'DNA' };
export const FINGERPRINT: FollowedCategory = { code: 'fingerprint', system: 'PRUM_FINGERPRINT', prefix: 'DAC' };
export const FACE: FollowedCategory = { code: 'face', system: 'PRUM_FACE', prefix: 'FAC' };

/** All whose matches are followed up. */
export const FOLLOWED_CATEGORIES: readonly FollowedCategory[] = [DNA, FINGERPRINT, FACE];
