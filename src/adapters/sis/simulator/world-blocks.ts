import { BLOCK_SIZE } from '../../../world/population.js';
import type { Alert } from '../domain/alert.js';
import { copyBlock, type CopyBlock } from '../store/copy-block.js';
import { generateAlertsOfBlock, type WorldOptions } from './generate-alerts.js';

/** Blocks of the world's population whose alerts are written together: some 5,000. */
const BLOCKS_EACH = 6;

/** Alerts on one person at most: its traces, two states' alerts, and one on a thing. Numbers are kept free for all. */
const NUMBERS_EACH = BLOCKS_EACH * BLOCK_SIZE * 4;

/** Which part of the alerts to write. */
export interface Portion {
  readonly world: WorldOptions;
  /** From 0. */
  readonly at: number;
  /** Number of the first alert of the first portion. */
  readonly firstNumber: number;
  /** Alerts at most. */
  readonly limit: number;
}

/** Writes one portion of the alerts: the same whoever does it, and whatever was written before. */
export const writePortion = ({ world, at, firstNumber, limit }: Portion): CopyBlock =>
  copyBlock(alertsOf(world, at, limit), firstNumber + at * NUMBERS_EACH);

function* alertsOf(world: WorldOptions, at: number, limit: number): Generator<Alert, void, undefined> {
  let made = 0;
  for (let block = at * BLOCKS_EACH; block < (at + 1) * BLOCKS_EACH; block++) {
    for (const alert of generateAlertsOfBlock(world, block)) {
      if (made === limit) return;
      made += 1;
      yield alert;
    }
  }
}
