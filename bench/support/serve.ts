/** The gateway as `ostiary serve` runs it, in a process that also reports its CPU time. */
import { createLogger } from '../../src/gateway/observability/logger.js';
import { readConfig } from '../../src/gateway/config.js';
import { startGateway } from '../../src/gateway/gateway.js';
import { reportCpuWhenAsked } from './cpu-report.js';

const config = readConfig(process.env);
if (config.databaseUrl === undefined) throw new Error('OSTIARY_DATABASE_URL is needed');
const gateway = await startGateway(config, config.databaseUrl, createLogger(config.logLevel));
reportCpuWhenAsked();
process.send?.({ port: gateway.port });
process.once('SIGTERM', () => {
  void gateway.close().then(() => process.disconnect());
});
