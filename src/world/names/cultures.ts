import type { Culture } from './culture.js';
import { EASTERN } from './eastern.js';
import { OTHER_SCRIPTS } from './other-scripts.js';
import { WESTERN } from './western.js';

/** Every culture of the synthetic world. */
export const CULTURES: readonly Culture[] = [...WESTERN, ...EASTERN, ...OTHER_SCRIPTS];
