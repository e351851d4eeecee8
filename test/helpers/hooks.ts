import { appendFileSync, readFileSync } from 'node:fs';
import { startTestServers, stopTestServer, stopTestServers } from './postgres.js';

const TIMES = process.env.OSTIARY_TEST_TIMES;

/** Since when a file is loaded, since when it runs, and what its tests took, in milliseconds; the CPU time before. */
const times = { ended: performance.now(), started: 0, tests: 0, cpu: process.cpuUsage(), commands: 0 };

/** Run by mocha around all tests, or in a process that `--parallel` gives files to, around each file (.mocharc.json). */
export const mochaHooks = {
  beforeAll(): void {
    Object.assign(times, { started: performance.now(), tests: 0, cpu: process.cpuUsage(), commands: commandsMs() });
  },
  afterEach(this: Mocha.Context): void {
    times.tests += this.currentTest?.duration ?? 0;
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    await stopTestServer();
    noteTimes(this.test!.parent!);
  },
};

/** Writes a line for scripts/test-times.mjs; CPU time is this process's and its commands': the database server has its own. */
function noteTimes(root: Mocha.Suite): void {
  const [ended, { user, system }] = [performance.now(), process.cpuUsage(times.cpu)];
  const file = root.suites[0]?.file ?? root.tests[0]?.file;
  const ms = { load: times.started - times.ended, wall: ended - times.started, tests: times.tests };
  times.ended = ended;
  const line = { file, count: root.total(), ...ms, cpu: (user + system) / 1000 + commandsMs() - times.commands };
  if (TIMES !== undefined) appendFileSync(TIMES, `${JSON.stringify(line)}\n`);
}

/** CPU time of processes that this one started and that have ended: utime and stime of children in proc(5), in ticks. */
function commandsMs(): number {
  if (TIMES === undefined) return 0;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ');
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

/** Where several processes share the files, each has a server for all of its files, which it would not outlive. */
export async function mochaGlobalSetup(): Promise<void> {
  await startTestServers();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServers();
}
