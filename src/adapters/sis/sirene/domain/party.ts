/** A state by its ISO 3166-1 alpha-2 code, standing for its bureau; "EU" stands for Europol. */
export type Party = string;

/** Europol, as a party. */
export const EUROPOL: Party = 'EU';
