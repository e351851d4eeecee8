/**
 * Pushes over one stream beside one caller that pushes message by message: PushPnrs and PushPnr of a whole gateway over gRPC with
 * mutual TLS, one passenger a push, everybody another. Each push is an access of its own in both.
 *
 *   npm run bench:push-stream [-- --seconds 5]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGrpcClient, type GrpcClient } from '../src/client/grpc-client.js';
import { PnrServiceService } from '../src/gen/ostiary/pnr/v1/pnr.js';
import { PushPnrRequest } from '../src/gen/ostiary/pnr/v1/push.js';
import { questionAbout } from './pnr/questions.js';
import { printResult } from './support/result.js';
import { startStack } from './support/stack.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const measureMs = Number(values.seconds) * 1000;
const WARM_UP_MS = 2_000;
/** As many as a gateway works on at the same time. */
const LANES = 8;

let asked = 0;
/** A push of somebody who was not pushed yet. */
const nextPush = (): PushPnrRequest => PushPnrRequest.decode(questionAbout(asked++));

/** Counts acknowledgements from the end of the warm-up on. */
class Meter {
  readonly #from = performance.now() + WARM_UP_MS;
  readonly #until = this.#from + measureMs;
  #count = 0;

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  acknowledged(): void {
    const now = performance.now();
    if (now >= this.#from && now < this.#until) this.#count += 1;
  }

  get perSecond(): number {
    return this.#count / (measureMs / 1000);
  }
}

async function oneByOne(client: GrpcClient, token: string): Promise<number> {
  const meter = new Meter();
  while (!meter.isOver) {
    const outcome = await client.call(PnrServiceService.pushPnr, nextPush(), { token });
    if (outcome.kind === 'refusal') throw new Error(`refused: ${outcome.refusal.reason}`);
    meter.acknowledged();
  }
  return meter.perSecond;
}

async function overOneStream(client: GrpcClient, token: string, lanes: number): Promise<number> {
  const meter = new Meter();
  const stream = client.openStream(PnrServiceService.pushPnrs, { token });
  const sending = (async () => {
    for (let sequence = 0n, lane = 0; !meter.isOver; sequence += 1n, lane = (lane + 1) % lanes)
      if (!(await stream.send({ sequence, lane, push: nextPush() }))) return;
    stream.end();
  })();
  for await (const outcome of stream.outcomes) {
    if (outcome.kind === 'refusal') throw new Error(`the stream was ended: ${outcome.refusal.reason}`);
    if (outcome.response.result?.$case !== 'acknowledgement') throw new Error('a push was refused');
    meter.acknowledged();
  }
  await sending;
  return meter.perSecond;
}

const directory = await mkdtemp(join(tmpdir(), 'ostiary-bench-push-stream-'));
/** The SIS takes no part. */
const ALERTS = 1_000;
const stack = await startStack(directory, ALERTS, 'XA-AIR');
const client = createGrpcClient(stack.address, stack.client);
try {
  const unary = await oneByOne(client, stack.token);
  const ordered = await overOneStream(client, stack.token, 1);
  const streamed = await overOneStream(client, stack.token, LANES);
  console.log(`${values.seconds} s a row                 pushes/s`);
  for (const [what, perSecond] of [
    ['one caller, push by push', unary],
    ['one stream, one lane', ordered],
    [`one stream, ${LANES} lanes`, streamed],
  ] as const)
    console.log(`${what.padEnd(28)}${perSecond.toFixed(0).padStart(8)}`);
  printResult({
    bench: 'push-stream',
    metric: `pushes over one stream, ${LANES} lanes`,
    value: streamed,
    unit: 'pushes/s',
    reference: unary,
    ratio: streamed / unary,
  });
} finally {
  client.close();
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
}
