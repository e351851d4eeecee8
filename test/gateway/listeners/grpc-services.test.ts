import { once } from 'node:events';
import { fromBinary } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { contract } from './edge.js';
import { GrpcEdge } from './grpc-edge.js';

/** Length-delimited fields of a message, by number. */
function fields(bytes: Uint8Array): Map<number, Uint8Array[]> {
  const found = new Map<number, Uint8Array[]>();
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) found.set(number, [...(found.get(number) ?? []), reader.bytes()]);
    else reader.skip(wireType, number);
  }
  return found;
}

/** A message with one string field. */
const message = (number: number, text: string) =>
  new BinaryWriter().tag(number, WireType.LengthDelimited).string(text).finish();

describe('health of the gRPC face', () => {
  let edge: GrpcEdge;
  beforeEach(async () => (edge = await GrpcEdge.start()));
  afterEach(() => edge.close());

  /** grpc.health.v1: HealthCheckRequest.service = 1, HealthCheckResponse.status = 1 (SERVING 1, NOT_SERVING 2). */
  async function healthOf(service: string): Promise<string | undefined> {
    const { error, bytes } = await edge.call('/grpc.health.v1.Health/Check', message(1, service)).reply;
    return error === null ? bytes!.toString('hex') : grpc.status[error.code];
  }

  it('is not serving until told so, for the whole and for each service', async () => {
    for (const name of ['', ...contract.services]) expect(await healthOf(name), name).to.equal('0802');
    edge.face.setServing(true);
    for (const name of ['', ...contract.services]) expect(await healthOf(name), name).to.equal('0801');
    edge.face.setServing(false);
    expect(await healthOf('')).to.equal('0802');
  });

  it('does not know other services', async () => {
    expect(await healthOf('ostiary.none.v1.None')).to.equal('NOT_FOUND');
  });

  it('is not put to the exchange', async () => {
    await healthOf('');
    expect(edge.exchange.calls).to.deep.equal([]);
  });
});

describe('reflection of the gRPC face', () => {
  /** grpc.reflection.v1: one request, one response. */
  async function reflect(edge: GrpcEdge, request: Uint8Array): Promise<Uint8Array> {
    const call = edge.client().makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      (value: Uint8Array) => Buffer.from(value),
      (value: Buffer) => value,
    );
    const ended = once(call, 'end');
    call.end(request);
    const [response] = (await once(call, 'data')) as [Buffer];
    await ended;
    return response;
  }

  it('lists the services of the contract', async () => {
    const edge = await GrpcEdge.start();
    try {
      // ServerReflectionRequest.list_services = 7; response.list_services_response = 6 { service = 1 { name = 1 } }.
      const [list] = fields(await reflect(edge, message(7, '*'))).get(6)!;
      const names = fields(list!)
        .get(1)!
        .map((service) => Buffer.from(fields(service).get(1)![0]!).toString());
      expect(names).to.have.members([...contract.services]);
    } finally {
      await edge.close();
    }
  });

  it('shows the messages of the contract', async () => {
    const edge = await GrpcEdge.start();
    try {
      // file_containing_symbol = 4; response.file_descriptor_response = 4 { file_descriptor_proto = 1 }.
      const [response] = fields(await reflect(edge, message(4, 'ostiary.sis.v1.SisService'))).get(4)!;
      const files = fields(response!)
        .get(1)!
        .map((file) => fromBinary(FileDescriptorProtoSchema, file));
      expect(files[0]?.messageType.map(({ name }) => name)).to.include('SearchPersonsRequest');
      expect(files.map(({ name }) => name)).to.include('ostiary/common/v1/access.proto');
    } finally {
      await edge.close();
    }
  });

  it('can be turned off', async () => {
    const edge = await GrpcEdge.start({ reflection: false });
    try {
      const failed = await reflect(edge, message(7, '*')).then(
        () => undefined,
        (error: unknown) => error as grpc.ServiceError,
      );
      expect(failed?.code).to.equal(grpc.status.UNIMPLEMENTED);
    } finally {
      await edge.close();
    }
  });
});
