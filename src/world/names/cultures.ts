import { ARABIC } from './arabic.js';
import type { Culture } from './culture.js';
import { EASTERN } from './eastern.js';
import { FURTHER_EAST } from './further-east.js';
import { OTHER_SCRIPTS } from './other-scripts.js';
import { WESTERN } from './western.js';

/**
 * Every culture of the synthetic world. Loads the lists of the library, a tenth of a second: only what makes people
 * imports it, and what serves calls does not.
 */
export const CULTURES: readonly Culture[] = [...WESTERN, ...EASTERN, ...OTHER_SCRIPTS, ...ARABIC, ...FURTHER_EAST];
