import { stopTestServer } from './postgres.js';

/** Run by mocha around all tests (.mocharc.json). */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestServer();
  },
};
