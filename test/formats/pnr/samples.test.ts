/**
 * Public messages of others (US-CBP/GTAS, folder of test resources "pnr-messages"), whose licence keeps them out of this
 * repository: read where OSTIARY_TRAVEL_SAMPLES names a folder with them. Expected values were read off the messages by hand;
 * messages of our own with the same oddities are in the other files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPnrgov, type Told } from './messages.js';

const FOLDER = process.env.OSTIARY_TRAVEL_SAMPLES;

const read = (file: string): Told => readPnrgov(readFileSync(join(FOLDER ?? '', file)));

/** Reads each sample that has values here. */
const SAMPLES: Readonly<Record<string, (told: Told) => void>> = {
  'pnrgov-131-five-pax-three-legs.txt': ({ pushes, records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'LOCATOR_SHIFTED', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(pushes[0]?.flight).to.deep.include({
      carrier: 'UA',
      flight: '988',
      departure: { day: '2018-09-28', time: '12:20' },
      arrival: { day: '2018-09-28', time: '15:05' },
    });
    const [pnr] = records;
    expect(records).to.have.length(1);
    expect(pnr?.locators).to.deep.equal([
      { system: 'UA', code: '7C789A', kind: '', createdAt: { day: '2018-08-23', time: '12:20' } },
    ]);
    expect(pnr?.agency).to.deep.include({ system: 'DL', iataNumber: '70379193', kind: 'A', country: 'GB' });
    expect(pnr?.travellers.map(({ title }) => title)).to.deep.equal(['MRS', 'MR', 'MR', 'MR', 'MRS']);
    expect(pnr?.travellers.map(({ documents }) => documents.map(({ birth }) => birth))).to.deep.equal([
      ['1954-08-13'],
      ['1942-10-21'],
      ['1960-06-16'],
      ['1941-10-23'],
      ['1960-03-29'],
    ]);
    expect(
      pnr?.travellers.map(({ tickets }) => tickets.flatMap(({ payments }) => payments.map(({ form }) => form)).join()),
    ).to.deep.equal(['CC', 'CC', 'CC', 'CA', 'CC']);
    expect(pnr?.itinerary.map(({ carrier, flight, from, to }) => [carrier + flight, from, to])).to.deep.equal([
      ['ET834', 'WDH', 'ADD'],
      ['ET706', 'ADD', 'FRA'],
      ['UA988', 'FRA', 'IAD'],
    ]);
    expect(pnr?.itinerary.map(({ checkIns }) => checkIns.map(({ travellers }) => travellers.length))).to.deep.equal([
      [5],
      [5],
      [1],
    ]);
    expect(pnr?.itinerary[0]?.checkIns[0]?.travellers[3]).to.deep.include({ travellerReference: '4', seat: '' });
    expect(pnr?.itinerary[0]?.checkIns[0]?.travellers[3]?.baggage).to.deep.equal([
      {
        pieces: '02',
        weight: '37',
        unit: 'lb',
        tags: [
          { carrier: 'ET', first: '0852', count: '', to: 'FRA' },
          { carrier: 'ET', first: '0853', count: '', to: 'FRA' },
        ],
      },
    ]);
    expect(pnr?.itinerary[2]?.checkIns[0]?.at).to.equal(undefined);
    expect(pnr?.itinerary[2]?.checkIns[0]?.travellers[0]?.seat).to.equal('22C');
    expect(pnr?.history).to.deep.equal([]);
  },
  'pnrgov-131-release-char.txt': ({ records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'LOCATOR_SHIFTED', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(records.map(({ travellers }) => travellers.length)).to.deep.equal([1]);
    expect(records[0]?.contacts.map(({ kind }) => kind)).to.deep.equal(['phone', 'email']);
    expect(records[0]?.contacts[1]?.value).to.match(/UUNT\+50BB@/);
  },
  'pnrgov-131-altsep-dangling.txt': ({ pushes, records, faults }) => {
    expect(faults).to.deep.equal(['TIME_FOR_DATE', 'UNT_COUNT', 'UNT_REFERENCE', 'UNZ_REFERENCE']);
    expect(pushes[0]?.flight).to.deep.include({ carrier: 'DL', flight: '441', from: 'JFK', to: 'MBJ' });
    const [pnr] = records;
    expect(pnr?.remarks[2]?.text).to.equal('CTCT SEA 866 746 4647 CARLSON WAGONLIT TVL');
    expect(
      pnr?.travellers[0]?.documents.map(({ nationality, birth, expiry }) => [nationality, birth, expiry]),
    ).to.deep.equal([['THA', '1994-10-20', '2028-04-20']]);
    expect(pnr?.travellers[0]?.tickets[0]?.taxes).to.have.length(6);
    expect(pnr?.itinerary.map(({ carrier, flight, arrival }) => [carrier + flight, arrival?.day])).to.deep.equal([
      ['VS138', '2020-02-22'],
      ['BA117', '2020-02-22'],
      ['DL441', '2020-02-23'],
    ]);
    expect(
      pnr?.itinerary.map(({ checkIns }) =>
        checkIns[0]?.travellers.map(({ seat, baggage }) => [seat, baggage[0]?.weight]),
      ),
    ).to.deep.equal([[['', '44']], [['', '44']], [['1A', '44']]]);
  },
};

if (FOLDER !== undefined) {
  describe('public samples', () => {
    for (const [file, check] of Object.entries(SAMPLES)) it(`are read as they say: ${file}`, () => check(read(file)));
  });
}
