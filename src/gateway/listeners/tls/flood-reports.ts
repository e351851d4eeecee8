import type { HandshakeRefusal, HandshakeRefusalReason } from './refusals.js';

/** Refusals of one reason are reported at once, and then at most this often. */
const WINDOW_MS = 1000;

/** Reports refusals that cost the client nothing, so that a flood of them does not become a flood of log entries. */
export interface FloodReports {
  /** Reports a refusal, or counts it into the next report of its reason. */
  refused(reason: HandshakeRefusalReason, remote: string): void;
  /** Reports what is counted. */
  close(): void;
}

/** Makes a reporter. The remote address of a report is that of its latest refusal. */
export function createFloodReports(report: (refusal: HandshakeRefusal) => void): FloodReports {
  const windows = new Map<HandshakeRefusalReason, { timer: NodeJS.Timeout; count: number; remote: string }>();

  const flush = (reason: HandshakeRefusalReason): void => {
    const window = windows.get(reason);
    if (window === undefined) return;
    clearTimeout(window.timer);
    windows.delete(reason);
    if (window.count > 0) report({ reason, remote: window.remote, count: window.count });
  };

  return {
    refused(reason, remote) {
      const window = windows.get(reason);
      if (window !== undefined) {
        window.count += 1;
        window.remote = remote;
        return;
      }
      windows.set(reason, { timer: setTimeout(() => flush(reason), WINDOW_MS), count: 0, remote });
      report({ reason, remote, count: 1 });
    },
    close: () => [...windows.keys()].forEach(flush),
  };
}
