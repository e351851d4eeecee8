import { startTestServers, stopTestServer, stopTestServers } from './postgres.js';

/** Run by mocha around all tests, or in a process that `--parallel` gives files to, around each file (.mocharc.json). */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestServer();
  },
};

/** Where several processes share the files, each has a server for all of its files, which it would not outlive. */
export async function mochaGlobalSetup(): Promise<void> {
  await startTestServers();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServers();
}
