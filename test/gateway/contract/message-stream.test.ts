import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Type, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { DescriptorProto, FileDescriptorProto, MethodDescriptorProto } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import { loadContract, offering } from '../../../src/gateway/contract/contract.js';
import { buildOpenApi } from '../../../src/gateway/contract/openapi.js';
import { projectRoot } from '../../../src/shared/project-root.js';

const PUSH = '/ostiary.pnr.v1.PnrService/PushPnr';
const PUSHES = '/ostiary.pnr.v1.PnrService/PushPnrs';

/** Parts of the contract that a stream is made of. */
interface StreamPieces {
  readonly service: FileDescriptorProto['service'][number];
  readonly stream: MethodDescriptorProto;
  readonly request: DescriptorProto;
  readonly response: DescriptorProto;
}

describe('streams of requests in the contract', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ostiary-streams-'))));
  after(() => rmSync(folder, { recursive: true }));

  const contract = loadContract();

  /** Loads the contract after something was done to its stream. */
  function changed(change: (pieces: StreamPieces) => void) {
    const set = fromBinary(FileDescriptorSetSchema, readFileSync(join(projectRoot, 'build/contract.binpb')));
    const file = (name: string) => set.file.find((each) => each.name === `ostiary/pnr/v1/${name}.proto`)!;
    const [service] = file('pnr').service;
    const [request, response] = file('push_stream').messageType;
    const stream = service!.method.find(({ name }) => name === 'PushPnrs')!;
    change({ service: service!, stream, request: request!, response: response! });
    const path = join(folder, 'changed.binpb');
    writeFileSync(path, toBinary(FileDescriptorSetSchema, set));
    return () => loadContract(path);
  }

  it('are known by the operation that their messages call, and are none themselves', () => {
    const stream = contract.streams.get(PUSHES);
    expect(stream).to.include({ path: PUSHES, name: 'PushPnrs', requestField: 'push' });
    expect(stream?.calls).to.equal(contract.methods.get(PUSH));
    expect(contract.methods.has(PUSHES)).to.equal(false);
    expect([...contract.streams.keys()]).to.deep.equal([PUSHES]);
  });

  it('are offered where that operation is', () => {
    expect(offering(contract, ({ path }) => path === PUSH).streams.has(PUSHES)).to.equal(true);
    expect(offering(contract, ({ path }) => path !== PUSH).streams.has(PUSHES)).to.equal(false);
  });

  it('have no path in the OpenAPI document, which names them at that operation', () => {
    const document = JSON.stringify(buildOpenApi(contract));
    expect(document).to.contain('Many such requests go over one stream of gRPC (ostiary.pnr.v1.PnrService/PushPnrs)');
    expect(document).not.to.contain('"ostiary.pnr.v1.PnrService.PushPnrs"');
  });

  const faults: readonly (readonly [string, (pieces: StreamPieces) => void, string])[] = [
    ['without rules', ({ stream }) => delete stream.options, 'states no operation rules'],
    ['that answer once', ({ stream }) => (stream.serverStreaming = false), 'must answer with a stream'],
    [
      'that are none',
      ({ stream }) => {
        stream.clientStreaming = false;
        stream.serverStreaming = false;
      },
      'states each_message_calls and does not stream requests',
    ],
    [
      'whose rules are those of an operation',
      ({ service, stream }) => (stream.options = service.method.find(({ name }) => name === 'GetPnr')!.options!),
      'does not state each_message_calls',
    ],
    [
      'that call what there is not',
      ({ service }) => (service.method = service.method.filter(({ name }) => name !== 'PushPnr')),
      'calls PushPnr, which its service does not have',
    ],
    [
      'without lanes',
      ({ request }) => (request.field = request.field.filter(({ name }) => name !== 'lane')),
      'uint32 lane = 2',
    ],
    [
      'whose sequence is text',
      ({ request }) => (request.field.find(({ name }) => name === 'sequence')!.type = FieldDescriptorProto_Type.STRING),
      'uint64 sequence = 1',
    ],
    [
      'whose lanes have no end',
      ({ request }) => delete request.field.find(({ name }) => name === 'lane')!.options,
      'must have lanes up to 63',
    ],
    [
      'with another request',
      ({ request }) =>
        (request.field.find(({ name }) => name === 'push')!.typeName = '.ostiary.pnr.v1.PushPnrResponse'),
      'must take ostiary.pnr.v1.PushPnrRequest as field 3',
    ],
    [
      'with a fourth field',
      ({ request }) => request.field.push({ ...request.field[0]!, name: 'more', jsonName: 'more', number: 4 }),
      'nothing more',
    ],
    [
      'that do not say which message they answer',
      ({ response }) => (response.field.find(({ name }) => name === 'sequence')!.name = 'number'),
      'must answer with uint64 sequence = 1',
    ],
    [
      'with another refusal',
      ({ response }) =>
        (response.field.find(({ name }) => name === 'refusal')!.typeName = '.ostiary.pnr.v1.PushPnrResponse'),
      'google.rpc.Status as field 3',
    ],
  ];
  for (const [what, change, words] of faults) {
    it(`does not load streams ${what}`, () => {
      expect(changed(change)).to.throw(words);
    });
  }
});
