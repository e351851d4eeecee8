/**
 * The floor: a bare grpc-js server with mutual TLS that answers every call with a fixed number of bytes. Started as a
 * process of its own: echo-server CERT KEY CA RESPONSE_BYTES. Tells its port, and its CPU time when asked, over IPC.
 */
import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { reportCpuWhenAsked } from './cpu-report.js';

const [certificateFile, keyFile, caFile, responseBytes] = process.argv.slice(2);
if (certificateFile === undefined || keyFile === undefined || caFile === undefined)
  throw new Error('usage: see source');

const response = Buffer.alloc(Number(responseBytes), 7);
const server = new Server();
server.addService(
  {
    echo: {
      path: '/bench.Echo/Echo',
      requestStream: false,
      responseStream: false,
      requestSerialize: (bytes: Buffer) => bytes,
      requestDeserialize: (bytes: Buffer) => bytes,
      responseSerialize: (bytes: Buffer) => bytes,
      responseDeserialize: (bytes: Buffer) => bytes,
    },
  },
  {
    echo: (_call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => done(null, response),
  },
);
const credentials = ServerCredentials.createSsl(
  readFileSync(caFile),
  [{ private_key: readFileSync(keyFile), cert_chain: readFileSync(certificateFile) }],
  true,
);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error !== null) throw error;
  process.send?.({ port });
});
reportCpuWhenAsked();
