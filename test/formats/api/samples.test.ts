/** Messages that carriers' systems really sent (test/vectors/paxlst); the values are read off them by eye. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ApiPerson } from '../../../src/formats/api/passenger-list.js';
import { validateApi } from '../../../src/formats/api/validation/validate-api.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { read } from './lists.js';

const sample = async (name: string) => {
  const { lists, people, faults } = read(await readFile(join(projectRoot, 'test/vectors/paxlst', name)));
  expect(lists).to.have.length(1);
  return { list: lists[0]!, people, faults };
};

/** Somebody of whom the carrier says no more than this. */
const passenger = (number: number, stated: Partial<ApiPerson>): ApiPerson => ({
  number,
  kind: 'passenger',
  surname: '',
  givenNames: [],
  address: [],
  sex: '',
  nationality: '',
  places: {},
  locator: '',
  uniqueReference: '',
  seat: '',
  otherReferences: {},
  baggage: { tags: [] },
  documents: [],
  remarks: [],
  ...stated,
});

const leg = (from: string, to: string, day: string, departs: string, arrives: string) => ({
  from,
  to,
  departure: { day, time: departs },
  arrival: { day, time: arrives },
  crossesBorder: true,
});

describe('lists of passengers as they come over teletype and mail', () => {
  it('are as their publisher has them, byte for byte', async () => {
    const folder = join(projectRoot, 'test/vectors/paxlst');
    const rows = [
      ...(await readFile(join(folder, 'README.md'), 'utf8')).matchAll(/^\| `(\S+)`.* `([0-9a-f]{64})` \|$/gm),
    ];
    expect(rows).to.have.length(3);
    for (const [, name = '', digest] of rows) {
      const bytes = await readFile(join(folder, name));
      expect(createHash('sha256').update(bytes).digest('hex'), name).to.equal(digest);
      const original = process.env.OSTIARY_TRAVEL_SAMPLES;
      if (original !== undefined) expect(await readFile(join(original, name)), name).to.deep.equal(bytes);
    }
  });

  it('with lines that are cut after 63 characters', async () => {
    const { list, people, faults } = await sample('paxlst-05b-linewrapped.txt');
    expect(list).to.deep.equal({
      format: 'PAXLST D:05B',
      sender: 'CICA-A9',
      recipient: 'ABCAPIS',
      preparedAt: { day: '2021-07-13', time: '06:31' },
      reference: 'A92707/210713/1200',
      transaction: '',
      revision: '',
      part: { number: 2, last: false },
      kind: 'passengers',
      status: '',
      reportingParty: { name: 'CICA HELP DESK', phone: '231384 373 2', fax: '1 232 3234 4', email: '' },
      flights: [
        { stage: '20', carrier: '', number: 'A92707', legs: [leg('VIE', 'VIE', '2021-07-13', '11:00', '12:00')] },
      ],
    });
    expect(people).to.deep.equal([
      passenger(1, {
        surname: 'DJEMFISJER',
        givenNames: ['REDJAE'],
        sex: 'M',
        birth: '1993-04-08',
        nationality: 'ABC',
        places: { clearance: 'VIE', embarkation: 'TBS', disembarkation: 'VIE' },
        locator: 'ABC123',
        seat: '9F',
        baggage: { pieces: '0', tags: ['NULL'] },
        documents: [{ type: 'P', number: '3DEJ2ED3E', issuer: 'LIM', expiry: '2028-09-07' }],
      }),
    ]);
    expect(faults).to.deep.equal(['UNT_COUNT']);
  });

  it('with separators of their own, and text behind', async () => {
    const { list, people, faults } = await sample('paxlst-05b-altsep-wrapped.txt');
    expect(list).to.deep.include({
      sender: 'SDT',
      recipient: 'ABCAPIS',
      reference: 'B2740',
      part: { number: 8, last: false },
      reportingParty: { name: 'DSFEW CENTRAL', phone: '42342-23-423', fax: '313-423-4265', email: '' },
      flights: [
        { stage: '20', carrier: '', number: 'B2740', legs: [leg('VIE', 'FRA', '2021-08-27', '04:15', '06:50')] },
      ],
    });
    expect(people).to.deep.equal([
      passenger(1, {
        surname: 'AERWDEDE',
        givenNames: ['FERDE', 'H'],
        sex: 'F',
        birth: '1983-02-12',
        nationality: 'AUT',
        places: { embarkation: 'VIE', disembarkation: 'FRA' },
        locator: 'LWUMQZ',
        seat: '2A',
        documents: [{ type: 'P', number: 'FER342423', issuer: 'AUT', expiry: '2028-07-27' }],
      }),
    ]);
    expect(faults).to.deep.equal(['UNT_COUNT']);
  });

  it('framed, in the last of sixteen parts, with a document that nobody issued', async () => {
    const { list, people, faults } = await sample('paxlst-05b-framed-finalpart.txt');
    expect(list).to.deep.include({
      sender: 'AUSYTUAF',
      recipient: 'ABCAPIS',
      reference: 'AT123/210827/1450',
      part: { number: 16, last: true },
      reportingParty: {
        name: 'HELPDESK',
        phone: '600544445',
        fax: '401234567',
        email: 'IT.SERVICEDESK@AUSYTUAF.COM',
      },
      flights: [
        { stage: '20', carrier: 'AT', number: 'AT123', legs: [leg('VIE', 'FRA', '2021-08-27', '14:50', '17:40')] },
      ],
    });
    const flown = {
      sex: 'F',
      nationality: 'ABC',
      places: { clearance: 'FRA', embarkation: 'VIE', disembarkation: 'FRA' },
    };
    expect(people).to.deep.equal([
      passenger(1, {
        ...flown,
        surname: 'ERSFE',
        givenNames: ['EREWFSDFTY JUDKGFR'],
        birth: '1979-02-01',
        locator: '9N2DYZ',
        seat: '9A',
        documents: [{ type: 'P', number: 'GE34214234', issuer: 'CAN', expiry: '2025-10-29' }],
      }),
      passenger(2, {
        ...flown,
        surname: 'EADFHAR',
        givenNames: ['DSFEWR EWER DAFD'],
        birth: '1949-03-02',
        locator: 'NHSAR4',
        seat: '6E',
        documents: [{ type: 'P', number: 'ERW452345', issuer: 'IND', expiry: '2029-10-16' }],
      }),
      passenger(3, {
        ...flown,
        surname: 'DSFASDE',
        givenNames: ['ADERW ADSRTS'],
        birth: '1980-05-19',
        locator: 'ZXNHTW',
        seat: '10E',
        documents: [{ type: 'P', number: 'RWET3214', issuer: '', expiry: '2023-07-16' }],
      }),
    ]);
    expect(faults).to.deep.equal(['UNT_COUNT']);
  });

  it('have what Regulation (EU) 2025/13 would find wrong', async () => {
    const { list, people } = await sample('paxlst-05b-framed-finalpart.txt');
    const findings = validateApi(list, people, { law: '2025/13', today: '2021-08-27' });
    // No state is ABC; GE34214234 has ten characters, and the digit of the first nine is 9; nobody says how data were read.
    expect(findings.map(({ person, field, rule }) => `${person} ${field} ${rule}`)).to.deep.equal([
      '1 nationality unknown_code',
      '1 document_number too_long',
      '1 capture_method missing',
      '2 nationality unknown_code',
      '2 capture_method missing',
      '3 nationality unknown_code',
      '3 issuer missing',
      '3 capture_method missing',
    ]);
  });
});
