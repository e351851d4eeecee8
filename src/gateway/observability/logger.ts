/** The operator's log: JSON lines about the gateway itself. What callers asked is in the audit log and nowhere else. */
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * Makes the logger. Errors are written as class, code and stack frames: their messages may quote data (a database
 * error quotes the row), so they are left out.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: withoutMessage } };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function withoutMessage(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8),
  };
}
