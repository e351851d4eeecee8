import type { Moment } from '../../../formats/pnr/pnr.js';

/** RFC 3339 in UTC. */
export const printTime = (ms: number): string => new Date(ms).toISOString();

/** YYYY-MM-DD, or YYYY-MM-DDTHH:MM where the carrier told the time; empty for what was not told. */
export const printMoment = (moment: Moment | undefined): string =>
  moment === undefined ? '' : moment.time === undefined ? moment.day : `${moment.day}T${moment.time}`;
