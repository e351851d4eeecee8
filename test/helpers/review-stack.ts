/** A gateway with a review service beside it, on the same log. */
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../src/client/rest-client.js';
import { createLogger } from '../../src/gateway/observability/logger.js';
import { type RunningReviewService, startReviewService } from '../../src/gateway/review-service.js';
import { type GatewayStack, startGatewayStack } from './gateway-stack.js';

export interface ReviewStack {
  readonly gateway: GatewayStack;
  readonly review: RunningReviewService;
  /** Clients of the review service. */
  grpc(code: string): Promise<GrpcClient>;
  rest(code: string): Promise<RestClient>;
  stop(): Promise<void>;
}

export async function startReviewStack(environment: Record<string, string> = {}): Promise<ReviewStack> {
  const gateway = await startGatewayStack(environment);
  const { config, databaseUrl } = gateway;
  const review = await startReviewService(config, databaseUrl, createLogger(config.logLevel));
  const clients: { close(): void }[] = [];
  const kept = <Client extends { close(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  return {
    gateway,
    review,
    grpc: async (code) => kept(createGrpcClient(`localhost:${review.port}`, await gateway.identity(code))),
    rest: async (code) => kept(createRestClient('localhost', review.port, await gateway.identity(code))),
    async stop() {
      for (const client of clients) client.close();
      await review.close();
      await gateway.stop();
    },
  };
}
