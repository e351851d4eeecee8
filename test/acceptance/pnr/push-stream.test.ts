/** Many pushes over one stream, through a whole gateway: acknowledgements, receipts, the log, and how streams end. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { expect } from 'chai';
import { refusalOfStatus, type RequestStream, type StreamOutcome } from '../../../src/client/grpc-client.js';
import type { AccessContext } from '../../../src/gen/ostiary/common/v1/access.js';
import { PnrServiceService as Pnr } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, type PushPnrResponse } from '../../../src/gen/ostiary/pnr/v1/push.js';
import { PushPnrsRequest, type PushPnrsResponse } from '../../../src/gen/ostiary/pnr/v1/push_stream.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { revokeDevelopmentClient } from '../../../src/pki/revoke-client.js';
import { systemClock } from '../../../src/shared/clock.js';
import { runCommand } from '../../cli/run-command.js';
import { eventually } from '../../helpers/eventually.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import { booking, carrierAccess, LEG, pnrgov, unitAccess } from '../../helpers/pnr.js';
import { type PnrStack, startPnrStack } from '../../helpers/pnr-stack.js';
import { expectVerified, toReceiptFile } from '../../helpers/receipts.js';

type Outcome = StreamOutcome<PushPnrsResponse>;
type Pushes = RequestStream<PushPnrsRequest, PushPnrsResponse>;

describe('many pushes over one stream', function () {
  this.timeout(120_000);
  let stack: PnrStack;
  let logbook: Logbook;

  before(async () => {
    stack = await startPnrStack({ OSTIARY_DRAIN_MS: '10000' });
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  async function open(code = 'XA-AIR'): Promise<Pushes> {
    const client = await stack.grpc(code);
    const token = await (await stack.identity(code)).mintToken({ officer: 'officer-1' });
    return client.openStream(Pnr.pushPnrs, { token });
  }

  /** A push of one booking; the flight of XA-AIR unless another is given. */
  const flightPush = (locator: string, flight?: string, kind = '22'): Buffer =>
    pnrgov(
      booking(
        locator,
        `TIF+PROBE+${locator.replaceAll(/\d/g, 'X')}:A:1`,
        ...(flight === undefined ? LEG : [`${flight}:M`, 'RPI++HK']),
      ),
      { kind, ...(flight !== undefined && { flight }) },
    );

  const request = (
    sequence: number,
    message: Buffer,
    more: { readonly lane?: number; readonly access?: AccessContext } = {},
  ): PushPnrsRequest =>
    PushPnrsRequest.fromPartial({
      sequence: BigInt(sequence),
      lane: more.lane ?? 0,
      push: { access: more.access ?? carrierAccess(), format: PushFormat.PNRGOV_EDIFACT, message },
    });

  async function taken(pushes: Pushes): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for await (const outcome of pushes.outcomes) outcomes.push(outcome);
    return outcomes;
  }

  /** Sends all, and takes what becomes of them. */
  async function sendAll(requests: readonly PushPnrsRequest[]): Promise<Outcome[]> {
    const pushes = await open();
    const outcomes = taken(pushes);
    for (const each of requests) await pushes.send(each);
    pushes.end();
    return outcomes;
  }

  function acknowledgementIn(outcome: Outcome | undefined): PushPnrResponse {
    if (outcome?.kind !== 'message' || outcome.response.result?.$case !== 'acknowledgement')
      throw new Error('it must be an acknowledgement');
    return outcome.response.result.value;
  }

  function refusalIn(outcome: Outcome | undefined) {
    if (outcome?.kind !== 'message' || outcome.response.result?.$case !== 'refusal')
      throw new Error('it must be the refusal of a message');
    return refusalOfStatus(outcome.response.result.value)!;
  }

  /** What became of each message: its sequence, and whether it was taken. */
  const summary = (outcomes: readonly Outcome[]): (readonly [number, string])[] =>
    outcomes.map((outcome) => {
      if (outcome.kind === 'refusal') return [0, outcome.refusal.reason];
      const { sequence, result } = outcome.response;
      return [Number(sequence), result?.$case === 'refusal' ? refusalIn(outcome).reason : 'taken'];
    });

  /** Bytes of the acknowledgement within its message. */
  function answerBytes(bytes: Uint8Array): Uint8Array {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, wireType] = reader.tag();
      if (field === 2 && wireType === WireType.LengthDelimited) return reader.bytes();
      reader.skip(wireType, field);
    }
    throw new Error('there is no acknowledgement');
  }

  /** The entries of a request: their kinds, and the reason of the refusal that one of them may be about. */
  const endings = async (requestId: string): Promise<unknown[]> =>
    (await logbook.ofRequest(requestId)).map(({ leaf, sections }) => sections.result?.status ?? leaf.kind);

  it('acknowledges each in order, with a receipt of its own, and has two entries of each in the log', async () => {
    const since = await logbook.size();
    const locators = ['AA11AA', 'BB22BB', 'CC33CC', 'DD44DD', 'EE55EE'];
    const outcomes = await sendAll(
      locators.map((locator, index) => request(index + 10, flightPush(locator), { lane: index })),
    );
    expect(summary(outcomes)).to.deep.equal(locators.map((_, index) => [index + 10, 'taken']));
    const vkey = stack.gateway.verifierKey;
    const requestIds = outcomes.map((outcome) => {
      const { receipt, taken: records, duplicate } = acknowledgementIn(outcome);
      expect([records, duplicate]).to.deep.equal([1, false]);
      expectVerified(toReceiptFile(receipt), vkey, outcome.kind === 'message' ? answerBytes(outcome.bytes) : undefined);
      return receipt!.requestId;
    });
    expect(new Set(requestIds).size).to.equal(5);
    const entries = (await logbook.entries(since)).filter(({ leaf }) => requestIds.includes(leaf.requestId));
    expect(entries.map(({ leaf }) => leaf.kind).sort()).to.deep.equal([
      ...new Array<string>(5).fill('intent'),
      ...new Array<string>(5).fill('outcome'),
    ]);
  });

  it('refuses one and takes its neighbours; each refusal has its details, its receipt and its entry', async () => {
    const theirs = 'TVL+301126:0930:301126:1105+IST+VIE+0Y+123';
    const outcomes = await sendAll([
      request(1, flightPush('FF11FF')),
      request(2, Buffer.from('this is no interchange')),
      request(3, flightPush('GG22GG', theirs)),
      request(4, flightPush('HH33HH'), { access: unitAccess('PNR-6-2-B') }),
      request(5, Buffer.alloc(4_100_000, 'x')),
      PushPnrsRequest.fromPartial({ sequence: 6n, push: { format: PushFormat.PNRGOV_EDIFACT } }),
      request(7, flightPush('II44II')),
    ]);
    expect(summary(outcomes)).to.deep.equal([
      [1, 'taken'],
      [2, 'REQUEST_INVALID'],
      [3, 'FORBIDDEN'],
      [4, 'AUTHORITY_KIND_NOT_ALLOWED'],
      [5, 'REQUEST_TOO_LARGE'],
      [6, 'REQUEST_INVALID'],
      [7, 'taken'],
    ]);
    const vkey = stack.gateway.verifierKey;
    const refusals = outcomes.slice(1, 6).map(refusalIn);
    for (const { receipt } of refusals) expectVerified(toReceiptFile(receipt), vkey);
    expect(await Promise.all(refusals.map(({ metadata }) => endings(metadata.request_id ?? '')))).to.deep.equal([
      ['REQUEST_INVALID'],
      // Whose flight it is, is the unit's to say: it was asked.
      ['intent', 'FORBIDDEN'],
      ['AUTHORITY_KIND_NOT_ALLOWED'],
      ['REQUEST_TOO_LARGE'],
      ['REQUEST_INVALID'],
    ]);
    expect(refusals[4]?.violations.map(({ field }) => field)).to.deep.equal(['access', 'message']);
  });

  it('acknowledges the same message again alike, also within one stream', async () => {
    const message = flightPush('JJ55JJ');
    const [first, again] = (await sendAll([request(1, message), request(2, message)])).map(acknowledgementIn);
    expect(first).to.include({ duplicate: false, taken: 1 });
    expect({ ...again, receipt: undefined }).to.deep.equal({ ...first, receipt: undefined, duplicate: true });
    expect(again?.receipt?.requestId).not.to.equal(first?.receipt?.requestId);
  });

  it('takes an update after what it updates', async () => {
    const outcomes = await sendAll([
      request(1, flightPush('KK66KK')),
      request(2, pnrgov(booking('KK66KK', 'TIF+PROBE+KARLA:A:1', ...LEG), { kind: '141' })),
      request(3, pnrgov(['SRC', 'RCI+0X:KK66KK::011026:1015', 'ORG'], { kind: '141' })),
    ]);
    expect(
      outcomes
        .map(acknowledgementIn)
        .map(({ taken: records, superseded, cancelled }) => [records, superseded, cancelled]),
    ).to.deep.equal([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  /** Keeps pushes for flights of a carrier waiting until `meanwhile` is done. */
  async function whileHeld(carrier: string, meanwhile: () => Promise<void>): Promise<void> {
    await logbook.sql.begin(async (tx) => {
      await tx`select id from pnr.flight where carrier = ${carrier} for update`;
      await meanwhile();
    });
  }

  /** Identifiers of the requests that wait since an index of the log. */
  const waitingSince = (index: number, count: number): Promise<string[]> =>
    eventually(async () => {
      const entries = await logbook.entries(index);
      const intents = entries.filter(({ leaf }) => leaf.kind === 'intent').map(({ leaf }) => leaf.requestId);
      expect(intents).to.have.length(count);
      return intents;
    });

  it('ends what is in progress as cancelled when the caller goes, and begins nothing more', async () => {
    const since = await logbook.size();
    const pushes = await open();
    await whileHeld('0X', async () => {
      for (const [index, lane] of [1, 2, 1].entries())
        await pushes.send(request(index + 1, flightPush(`MM${index}8MM`), { lane }));
      const intents = await waitingSince(since, 2);
      pushes.cancel();
      await eventually(async () => {
        const logged = await Promise.all(intents.map(endings));
        expect(logged).to.deep.equal(new Array(2).fill(['intent', 'CANCELLED']));
      });
    });
    expect(await logbook.entries(since)).to.have.length(4);
  });

  it('tells on the command line what became of each file, and fails when one was refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ostiary-pushes-'));
    try {
      await mkdir(join(folder, 'later'));
      const files: readonly (readonly [string, Buffer | string])[] = [
        ['2.edi', 'this is no interchange'],
        ['1.edi', flightPush('NN11NN')],
        ['3.edi', flightPush('OO22OO')],
      ];
      for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
      const words = ['pnr', 'push', folder, '--stream', '--as', 'XA-AIR', '--address', stack.address];
      const { code, stdout, output } = await runCommand([...words, '--pki', stack.pkiDirectory]);
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, object>);
      expect(lines.map((line) => [line.file, Object.keys(line)[1]])).to.deep.equal([
        [join(folder, '1.edi'), 'acknowledgement'],
        [join(folder, '2.edi'), 'problem'],
        [join(folder, '3.edi'), 'acknowledgement'],
      ]);
      expect(lines[0]?.acknowledgement).to.include({ taken: 1 });
      expect(lines[1]?.problem).to.include({ reason: 'REQUEST_INVALID' });
      expect(output).to.contain('1 of 3 files were not acknowledged');
      expect(code).to.equal(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is cut when the certificate of the carrier is revoked: what is in progress ends as cancelled', async () => {
    const theirs = 'TVL+301126:0930:301126:1105+IST+VIE+0Y+123';
    await stack.push(flightPush('PP33PP', theirs), 'XB-AIR');
    const pushes = await open('XB-AIR');
    await pushes.send(request(1, flightPush('QQ44QQ', theirs)));
    const first = await pushes.outcomes.next();
    acknowledgementIn(first.value ?? undefined);
    const since = await logbook.size();
    await whileHeld('0Y', async () => {
      await pushes.send(request(2, flightPush('RR55RR', theirs)));
      const [requestId = ''] = await waitingSince(since, 1);
      await revokeDevelopmentClient(stack.pkiDirectory, 'XB-AIR', systemClock);
      const error = await pushes.outcomes.next().catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error);
      await eventually(async () => expect(await endings(requestId)).to.deep.equal(['intent', 'CANCELLED']));
    });
  });

  it('acknowledges what is in progress when the gateway closes, and claims nothing else', async () => {
    const since = await logbook.size();
    const pushes = await open();
    const outcomes = taken(pushes);
    let closed: Promise<void> | undefined;
    await whileHeld('0X', async () => {
      await pushes.send(request(1, flightPush('SS66SS'), { lane: 1 }));
      await pushes.send(request(2, flightPush('TT77TT'), { lane: 2 }));
      await waitingSince(since, 2);
      closed = stack.gateway.close();
      await pushes.send(request(3, flightPush('UU88UU'), { lane: 3 }));
    });
    expect(summary(await outcomes)).to.deep.equal([
      [1, 'taken'],
      [2, 'taken'],
      [0, 'STREAM_ENDED'],
    ]);
    await closed;
    const entries = (await logbook.entries(since)).filter(({ leaf }) => ['intent', 'outcome'].includes(leaf.kind));
    expect(entries.map(({ leaf }) => leaf.outcome ?? leaf.kind).sort()).to.deep.equal([
      'answered',
      'answered',
      'intent',
      'intent',
    ]);
  });
});
