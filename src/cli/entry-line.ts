/** Where an answer stands in the log, in one line for people. */
import type { AuditReceipt } from '../gen/ostiary/common/v1/receipt.js';

/** Nobody has checked the receipt by then, and the line says so. */
export const entryLine = (receipt: AuditReceipt | undefined): string =>
  receipt === undefined
    ? 'without a receipt'
    : `entry ${receipt.leafIndex} of ${receipt.logOrigin}, not verified (--json has the receipt)`;
