import { appendFileSync } from 'node:fs';
import { startTestServers, stopTestServer, stopTestServers } from './postgres.js';

/** Since when a file is loaded, since when it runs, and what its tests took, in milliseconds; the CPU time before. */
const times = { ended: performance.now(), started: 0, tests: 0, cpu: process.cpuUsage() };

/** Run by mocha around all tests, or in a process that `--parallel` gives files to, around each file (.mocharc.json). */
export const mochaHooks = {
  beforeAll(): void {
    Object.assign(times, { started: performance.now(), tests: 0, cpu: process.cpuUsage() });
  },
  afterEach(this: Mocha.Context): void {
    times.tests += this.currentTest?.duration ?? 0;
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    await stopTestServer();
    noteTimes(this.test!.parent!);
  },
};

/** Writes a line for scripts/test-times.mjs; CPU time is this process's: the database server and commands have their own. */
function noteTimes(root: Mocha.Suite): void {
  const [ended, { user, system }] = [performance.now(), process.cpuUsage(times.cpu)];
  const file = root.suites[0]?.file ?? root.tests[0]?.file;
  const ms = { load: times.started - times.ended, wall: ended - times.started, tests: times.tests };
  times.ended = ended;
  const line = { file, count: root.total(), ...ms, cpu: (user + system) / 1000 };
  if (process.env.OSTIARY_TEST_TIMES !== undefined) {
    appendFileSync(process.env.OSTIARY_TEST_TIMES, `${JSON.stringify(line)}\n`);
  }
}

/** Where several processes share the files, each has a server for all of its files, which it would not outlive. */
export async function mochaGlobalSetup(): Promise<void> {
  await startTestServers();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServers();
}
