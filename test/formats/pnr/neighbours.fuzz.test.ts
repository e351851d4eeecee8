/**
 * One broken record never loses a neighbour. Millions of damaged messages in a long run:
 * OSTIARY_FUZZ_ROUNDS=10000000 npx mocha --timeout 0 test/formats/pnr/neighbours.fuzz.test.ts
 * OSTIARY_FUZZ_SEED repeats or varies a run.
 */
import { expect } from 'chai';
import { PnrReader } from '../../../src/formats/pnr/pnr-reader.js';
import { fuzzRounds } from '../../helpers/fuzz.js';
import { interchange, record } from './messages.js';
import { Damage, Dice } from './mutations.js';
import { document, xmlRecord } from './xml-messages.js';

const SEED = Number(process.env.OSTIARY_FUZZ_SEED ?? 2_611);

/** What is read of bytes: records as JSON texts. Fails for a place that the bytes do not have. */
function readJson(bytes: Buffer): string[] {
  const records: string[] = [];
  const reader = new PnrReader(
    {
      push: () => undefined,
      record: (pnr) => records.push(JSON.stringify(pnr)),
      diagnostic: ({ offset }) => {
        if (offset < 0 || offset > bytes.length) throw new Error(`a place outside of the bytes: ${offset}`);
      },
    },
    '2026-11-26',
  );
  reader.write(bytes);
  reader.end();
  return records;
}

/** A message with a good record before and behind the one that is struck, from its first bytes on but for its last ones. */
interface Case {
  readonly message: Buffer;
  readonly begin: number;
  readonly end: number;
  /** Pieces of the format that damage may put in. */
  readonly words: readonly string[];
  /** True for damage that is more than to one record: it begins or ends a record or a message. */
  readonly isMore: (struck: string) => boolean;
}

const GOOD = record('TIF+GUT+MAXMR:A:1', 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y');
const VICTIM = record(
  'DAT+700:021126:1200',
  'ORG+1A:MUC+12345675:OFF1+MUC++T+XB:EUR+AG7',
  'ADD++700:RING 1:WIEN:::AT:1010',
  'TIF+PROBE+ANNAMRS:A:1',
  'SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA',
  'TKT+2571234567890:T:1',
  'FOP+CC::100.00:VI:4111XXXXXXXX1111:1229',
  'IFT+4:28::ZZ+CTCE ANNA..P./Q//EXAMPLE.COM',
  'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y',
  'DAT+2:261126:0801',
  'TRI++001:::1',
  'SSD+011C++++Y',
  'TBD++2:46:700++HP:7+ZZ:0001:2:XAA',
  'ABI+1+AGT1+VIE+ZZ',
  'SAC+++X',
);

function edifact(): Case {
  const message = Buffer.from(interchange([...GOOD, ...VICTIM, ...GOOD]), 'latin1');
  return {
    message,
    begin: message.indexOf('SRC', message.indexOf('SRC') + 1) + 4,
    // The terminator stays: without it the first segment of the next record would be of this one.
    end: message.lastIndexOf('SRC') - 1,
    words: [
      "'",
      '+',
      ':',
      '?',
      "?'",
      '\r\n',
      '\x00',
      '\xff',
      'TIF+',
      "TVL+++++1'",
      "DAT+'",
      "MSG+8'",
      "ABI'",
      "EQN'",
      "ORG'",
      "TRI'",
      "UNT+1'",
    ],
    isMore: (struck) => /(?:UN[ABEGHZ]|SRC)/.test(struck.replace(/\p{Cc}/gu, '')),
  };
}

function xml(): Case {
  const good = xmlRecord('GOOD', '<Passenger RPH="1"><Surname>GUT</Surname></Passenger>');
  const victim = xmlRecord(
    'BAD',
    '<Passenger RPH="1"><GivenName>ANNA</GivenName><Surname>PROBE</Surname>',
    '<SSR SSRCode="SEAT" RPH="1"><Text>11C</Text></SSR>',
    '<DOC_SSR><DOCS TravelDocNbr="P1" DateOfBirth="1964-07-12"/></DOC_SSR></Passenger>',
    '<Flight FlightNumber="1" DepartureDateTime="2026-11-26T09:30:00"><MarketingAirline Code="ZZ"/></Flight>',
  );
  const message = Buffer.from(document(good, victim, good));
  const begin = message.indexOf(victim) + '<PNR>'.length;
  return {
    message,
    begin,
    end: begin + victim.length - '<PNR></PNR>'.length,
    words: [
      '<',
      '>',
      '</',
      '/>',
      '"',
      "'",
      '&',
      '&#0;',
      '&lt;',
      '<A>',
      '</Passenger>',
      '\x00',
      '\xff',
      '<?x?>',
      '<Passenger ',
    ],
    isMore: (struck) => /<!|PNR/.test(struck),
  };
}

/** Strikes so often. Returns how often all neighbours were to be kept. */
function strikeAll({ message, begin, end, words, isMore }: Case, rounds: number): number {
  const whole = readJson(message);
  const [first, , last] = whole;
  expect(whole).to.have.length(3);
  const damage = new Damage(new Dice(SEED), words, message.length);
  let kept = 0;
  for (let round = 0; round < rounds; round++) {
    const struck = damage.strike(message, begin, end);
    const records = readJson(struck.bytes);
    if (records[0] === first && records.at(-1) === last) kept += 1;
    else {
      const part = struck.bytes.toString('latin1', begin, struck.end);
      expect(isMore(part), `round ${round} of seed ${SEED}: ${JSON.stringify(part)}`).to.equal(true);
    }
  }
  return kept;
}

describe('a broken record', () => {
  for (const [name, make, few] of [
    ['EDIFACT', edifact, 3_000],
    ['XML', xml, 1_000],
  ] as const) {
    it(`in ${name} loses no neighbour`, () => {
      const rounds = fuzzRounds(few).numRuns;
      const from = performance.now();
      const kept = strikeAll(make(), rounds);
      // Damage that is more than to one record is rare: else this test would test little.
      expect(kept).to.be.greaterThan(rounds * 0.98);
      if (process.env.OSTIARY_FUZZ_ROUNDS !== undefined)
        console.log(
          `${name}: ${rounds} damaged, ${(rounds / ((performance.now() - from) / 1_000)).toFixed(0)} a second`,
        );
    });

    it(`in ${name} stops nothing where the message around it is broken, too`, () => {
      const { message, words } = make();
      const damage = new Damage(new Dice(SEED + 1), words, message.length);
      for (let round = fuzzRounds(few / 2).numRuns; round > 0; round--)
        readJson(damage.strike(message, 0, message.length).bytes);
    });
  }
});
