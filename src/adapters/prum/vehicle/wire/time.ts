import { printTime } from '../../exchange/wire/print-reply.js';

/** RFC 3339 in UTC of milliseconds since the epoch; empty for no time. */
export const timeOf = (ms: number | undefined): string => (ms === undefined ? '' : printTime(ms));
