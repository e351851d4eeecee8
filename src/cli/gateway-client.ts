/** Connects a command to a gateway, and says for a person that none answers. */
import { type ServiceError, status } from '@grpc/grpc-js';
import type { ClientCredentials } from '../client/credentials.js';
import { createGrpcClient, type GrpcClient } from '../client/grpc-client.js';

/**
 * Connects to `address` ("host:port"). Calls reject as those of any client do, but with a sentence that names the address when
 * nobody listens there.
 */
export function openGateway(address: string, identity: ClientCredentials): GrpcClient {
  const client = createGrpcClient(address, identity);
  return {
    call: (...question) =>
      client.call(...question).catch((error: unknown) => {
        throw told(error, address);
      }),
    callParts: (...question) => telling(client.callParts(...question), address),
    openStream: (...stream) => {
      const opened = client.openStream(...stream);
      return { ...opened, outcomes: telling(opened.outcomes, address) };
    },
    close: () => client.close(),
  };
}

async function* telling<Part>(parts: AsyncGenerator<Part, void>, address: string): AsyncGenerator<Part, void> {
  try {
    yield* parts;
  } catch (error) {
    throw told(error, address);
  }
}

function told(error: unknown, address: string): unknown {
  const { code, details = '' } = error instanceof Error ? (error as Partial<ServiceError>) : {};
  if (code !== status.UNAVAILABLE || !details.includes('ECONNREFUSED')) return error;
  return new Error(`no gateway answers at ${address} (is \`npm start\` running?)`, { cause: error });
}
