/**
 * Raised with every change to what the world generates, a new version of the library of names included, so that a
 * simulated system knows that what it has loaded is of another world.
 */
export const WORLD_VERSION = '3';
