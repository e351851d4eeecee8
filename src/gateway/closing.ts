/** What a running service must let go of, in the order in which it was taken; it is let go in the reverse order. */
import type { Logger } from './observability/logger.js';

/** Steps of closing. A stack: push after opening. */
export type Closing = (() => Promise<void> | void)[];

/** Takes every step, whatever becomes of the others: the log must be closed even when a collector is away. */
export async function closeAll(closing: Closing, logger: Logger): Promise<void> {
  for (const step of closing.splice(0).reverse()) {
    try {
      await step();
    } catch (error) {
      logger.error({ err: error }, 'a step of closing failed');
    }
  }
}

/** Starts something that needs closing. When it fails, nothing is left open. */
export async function startClosable<Running>(
  logger: Logger,
  start: (closing: Closing) => Promise<Running>,
): Promise<Running & { close(): Promise<void> }> {
  const closing: Closing = [];
  const close = (): Promise<void> => closeAll(closing, logger);
  try {
    return { ...(await start(closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
