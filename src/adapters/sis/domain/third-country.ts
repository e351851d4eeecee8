import { MEMBER_STATES } from '../../../formats/mrz/countries.js';

/**
 * Nationals of the Member States, of the other states of the European Economic Area and of Switzerland (ISO 3166-1 alpha-2):
 * they enjoy free movement, and are no third-country nationals for return, refusal of entry and information alerts.
 */
const FREE_MOVEMENT: ReadonlySet<string> = new Set([...MEMBER_STATES, 'IS', 'LI', 'NO', 'CH']);

/** Whether a person of the nationality is a third-country national. */
export const isThirdCountryNational = (nationality: string): boolean => !FREE_MOVEMENT.has(nationality);
