/** Large messages are read in turns with everything else. */
import { expect } from 'chai';
import { listReader, readList } from '../../../src/adapters/pnr/receive/read-list.js';
import { pushReader, readPush } from '../../../src/adapters/pnr/receive/read-push.js';
import {
  type MessageReader,
  MOST_OF_ONE,
  MOST_READINGS,
  PIECE_BYTES,
  type Reading,
  ReadingTurns,
} from '../../../src/adapters/pnr/receive/reading-turns.js';
import { writePnrgovXml } from '../../../src/formats/pnr/xml/write-pnrgov-xml.js';
import { Ender } from '../../../src/shared/ending.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { readPnrgov } from '../../formats/pnr/messages.js';
import { booking, LEG, paxlst, pnrgov } from '../../helpers/pnr.js';

const TODAY = '2026-11-26';
const numbers = Array.from({ length: 300 }, (_, at) => String(1_000 + at));
const edifact = pnrgov(numbers.flatMap((number) => booking(`AB${number}`, 'TIF+PROBE+ANNÄMRS:A:1', ...LEG)));
const { pushes, records } = readPnrgov(edifact);
const xml = Buffer.from(writePnrgovXml({ push: pushes[0]!, records }, '13.1').text);
const list = paxlst(
  numbers.flatMap((number) => ['NAD+FL+++PROBE:ANNA', 'DTM+329:740812', 'LOC+22+VIE', `RFF+AVF:AB${number}`]),
);
const digest = (text: string): string => text;

/** A reader that notes what it is given. */
class Noting implements MessageReader {
  bytes = 0;
  longest = 0;

  write({ length }: Uint8Array): void {
    this.bytes += length;
    this.longest = Math.max(this.longest, length);
  }
  end(): never {
    throw new Refusal('REQUEST_INVALID', 'read to the end');
  }
}

const of = (sender: string, ending: Ender = new Ender()): Reading => ({ sender, ending });

const failureOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'none',
    (error: unknown) => (error as Error).message,
  );

describe('messages read in turns', () => {
  for (const [format, message, open, whole] of [
    ['PNRGOV', edifact, () => pushReader(TODAY), () => readPush(edifact, TODAY)],
    ['PNRGOV XML', xml, () => pushReader(TODAY), () => readPush(xml, TODAY)],
    ['PAXLST', list, () => listReader(TODAY, digest), () => readList(list, TODAY, digest)],
  ] as const) {
    it(`are what they are when read at once: ${format}`, async () => {
      expect(message.length).to.be.above(PIECE_BYTES);
      const push = await new ReadingTurns().read(open(), message, of('XA-AIR'));
      expect(push).to.deep.equal(whole());
      expect(push.records).to.have.length(300);
    });
  }

  it('let others have their turn between two pieces, and each other', async () => {
    const turns = new ReadingTurns();
    const [one, other] = [new Noting(), new Noting()];
    const message = Buffer.alloc(4 * PIECE_BYTES);
    const readings = Promise.all([one, other].map((reader) => failureOf(turns.read(reader, message, of('XA-AIR')))));
    const seen: string[] = [];
    while (one.bytes + other.bytes < 2 * message.length) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${one.bytes / PIECE_BYTES} ${other.bytes / PIECE_BYTES}`);
    }
    // One piece in a turn of the event loop, of one and the other.
    expect([...new Set(seen)].filter((state) => state !== '0 0')).to.deep.equal([
      ...['1 0', '1 1', '2 1', '2 2', '3 2', '3 3', '4 3', '4 4'],
    ]);
    expect(await readings).to.deep.equal(['read to the end', 'read to the end']);
    expect(one.longest).to.equal(PIECE_BYTES);
  });

  it('end when nobody waits for them any more', async () => {
    const reader = new Noting();
    const ender = new Ender();
    const reading = failureOf(new ReadingTurns().read(reader, Buffer.alloc(100 * PIECE_BYTES), of('XA-AIR', ender)));
    while (reader.bytes === 0) await new Promise((resolve) => setImmediate(resolve));
    ender.abort(new Refusal('CANCELLED', 'the caller gave up'));
    expect(await reading).to.equal('the caller gave up');
    expect(reader.bytes).to.be.below(3 * PIECE_BYTES);
  });

  it('are so many at a time, and small ones wait for none of them', async () => {
    const turns = new ReadingTurns();
    const large = Buffer.alloc(2 * PIECE_BYTES);
    const readings = Array.from({ length: MOST_READINGS }, (_, at) =>
      failureOf(turns.read(new Noting(), large, of(`CARRIER-${at % 4}`))),
    );
    const refused = await turns.read(new Noting(), large, of('XA-AIR')).catch((error: unknown) => error);
    expect(refused).to.include({ reason: 'OVERLOADED', retryAfterMs: 1_000 });
    expect(await failureOf(turns.read(new Noting(), Buffer.alloc(PIECE_BYTES), of('XA-AIR')))).to.equal(
      'read to the end',
    );
    await Promise.all(readings);
    expect(await failureOf(turns.read(new Noting(), large, of('XA-AIR')))).to.equal('read to the end');
  });

  it('of one sender leave places to the others, and are taken again when some have been read', async () => {
    const turns = new ReadingTurns();
    const large = Buffer.alloc(2 * PIECE_BYTES);
    const readings = Array.from({ length: MOST_OF_ONE }, () =>
      failureOf(turns.read(new Noting(), large, of('XA-AIR'))),
    );
    const refused = await turns.read(new Noting(), large, of('XA-AIR')).catch((error: unknown) => error);
    expect(refused).to.include({ reason: 'OVERLOADED', retryAfterMs: 1_000 });
    expect(await failureOf(turns.read(new Noting(), large, of('XA-RAIL')))).to.equal('read to the end');
    await Promise.all(readings);
    expect(await failureOf(turns.read(new Noting(), large, of('XA-AIR')))).to.equal('read to the end');
  });
});
