import { expect } from 'chai';
import { ANNA, HEADER, message, read } from './lists.js';

describe('a list of passengers', () => {
  it('tells the flight, its legs and who reports it', () => {
    const { lists, faults } = read(message([...HEADER, ...ANNA, 'CNT+42:1']));
    expect(lists).to.deep.equal([
      {
        format: 'PAXLST D:12B',
        sender: 'ZZ',
        recipient: 'XAAPIU',
        preparedAt: { day: '2026-11-26', time: '08:00' },
        reference: 'ZZ123/261126/0930',
        transaction: 'TX7',
        revision: '3',
        part: { number: 1, last: true },
        kind: 'passengers',
        status: 'CP',
        reportingParty: { name: 'DESK ONE', phone: '0043155501', fax: '', email: 'API@EXAMPLE.COM' },
        flights: [
          {
            stage: '20',
            number: 'ZZ123',
            carrier: 'ZZ',
            legs: [
              {
                from: 'VIE',
                to: 'XAA',
                departure: { day: '2026-11-26', time: '09:30' },
                arrival: { day: '2026-11-26', time: '11:05' },
                crossesBorder: true,
              },
            ],
          },
        ],
      },
    ]);
    expect(faults).to.deep.equal([]);
  });

  it('tells of each person what the law asks for', () => {
    const { people } = read(message([...HEADER, ...ANNA, 'CNT+42:1']));
    expect(people).to.deep.equal([
      {
        number: 1,
        kind: 'passenger',
        surname: 'PROBE',
        givenNames: ['ANNA', 'MARIA'],
        address: ['RING 1', 'WIEN', '', '1010', 'AUT'],
        sex: 'F',
        birth: '1964-07-12',
        nationality: 'AUT',
        places: { clearance: 'XAA', residence: 'AUT', embarkation: 'VIE', disembarkation: 'XAA', birth: 'GRAZ AUT' },
        locator: 'AB12CD',
        uniqueReference: 'U1',
        seat: '11C',
        otherReferences: { CR: '77' },
        verified: true,
        baggage: { pieces: '2', weight: '46', unit: 'kg', tags: ['ZZ0001 (2)'] },
        documents: [{ type: 'P', number: 'P1234567', issuer: 'AUT', expiry: '2030-01-01' }],
        remarks: [],
      },
    ]);
  });

  it('with stops has a leg between each two of them', () => {
    const { lists } = read(
      message([
        'BGM+250',
        'TDT+20+ZZ123',
        'LOC+125+VIE',
        'DTM+189:2611260930:201',
        'LOC+87+XAA',
        'DTM+232:2611261105:201',
        'LOC+92+XAA',
        'DTM+189:2611261200:201',
        'LOC+92+XBB',
        'DTM+232:2611261300:201',
        'TDT+34+ZZ123',
        'NAD+FM+++PROBE',
      ]),
    );
    expect(lists[0]?.kind).to.equal('crew');
    expect(
      lists[0]?.flights.map(({ stage, legs }) => [stage, legs.map(({ from, to }) => `${from}-${to}`)]),
    ).to.deep.equal([
      ['20', ['VIE-XAA', 'XAA-XBB']],
      ['34', []],
    ]);
  });

  it('takes the contact of who sends the message, whatever other parties stand before or behind', () => {
    const contacts = [
      'BGM+745',
      'RFF+AVF:AB12CD',
      'DTM+183:20261130',
      'NAD+BA+AGENCY ONE',
      'COM+0043155502:TE',
      'NAD+MS+++DESK ONE',
      'COM+0043155501:TE',
      'NAD+AG+++AGENCY TWO',
      'COM+0043155503:TE+TWO@EXAMPLE.COM:EM',
      'TDT+20+ZZ123',
    ];
    const { lists, faults } = read(message([...contacts, 'NAD+FL+++PROBE']));
    expect(lists[0]?.reportingParty).to.deep.equal({ name: 'DESK ONE', phone: '0043155501', fax: '', email: '' });
    expect(faults).to.deep.equal([]);
    const others = read(message([...contacts.filter((segment) => !segment.includes('DESK')), 'NAD+FL+++PROBE']));
    expect(others.lists[0]?.reportingParty?.name).to.equal('AGENCY ONE');
  });

  it('takes legs with stops before the border and a last airport behind it', () => {
    const { lists } = read(
      message([
        'BGM+745',
        'TDT+20+ZZ123',
        'LOC+92+XAA',
        'DTM+189:2611260700:201',
        'LOC+92+VIE',
        'DTM+232:2611260800:201',
        'LOC+125+VIE',
        'DTM+189:2611260930:201',
        'LOC+87+XBB',
        'DTM+232:2611261105:201',
        'LOC+92+XBB',
        'DTM+189:2611261200:201',
        'LOC+130+XCC',
        'DTM+232:2611261300:201',
      ]),
    );
    expect(lists[0]?.flights[0]?.legs.map(({ from, to, crossesBorder }) => [from, to, crossesBorder])).to.deep.equal([
      ['XAA', 'VIE', false],
      ['VIE', 'XBB', true],
      ['XBB', 'XCC', false],
    ]);
  });

  for (const [what, places, expected] of [
    ['a stop told once, with both its times', ['92 XAA d', '92 XBB a d', '92 XCC a'], ['XAA-XBB', 'XBB-XCC']],
    [
      'a stop told twice, the first time with both',
      ['92 XAA d', '92 XBB a d', '92 XBB d', '92 XCC a'],
      ['XAA-XBB', 'XBB-XCC'],
    ],
    ['the arrival behind the border first', ['87 XBB a', '125 XAA d'], ['XAA>XBB']],
    ['a last airport that nobody told the way to', ['125 XAA d', '87 XBB a', '130 XCC a'], ['XAA>XBB', 'XBB-XCC']],
    ['the arrival as last airport', ['125 XAA d', '87 XBB a', '130 XBB a'], ['XAA>XBB']],
    ['no times', ['92 XAA', '92 XBB', '125 XBB', '87 XCC', '92 XCC', '130 XDD'], ['XAA-XBB', 'XBB>XCC', 'XCC-XDD']],
    ['a departure alone', ['125 XAA d'], []],
  ] as const) {
    it(`makes legs of ${what}`, () => {
      const segments = places.flatMap((text) => {
        const [qualifier = '', place = '', ...times] = text.split(' ');
        const told = { a: 'DTM+232:2611260800:201', d: 'DTM+189:2611260900:201' };
        return [`LOC+${qualifier}+${place}`, ...times.map((time) => told[time === 'a' ? 'a' : 'd'])];
      });
      const { lists } = read(message(['BGM+745', 'TDT+20+ZZ123', ...segments]));
      expect(
        lists[0]?.flights[0]?.legs.map(({ from, to, crossesBorder }) => `${from}${crossesBorder ? '>' : '-'}${to}`),
      ).to.deep.equal(expected);
    });
  }

  it('gives nobody what follows somebody of a kind that it does not know', () => {
    const { people, faults } = read(
      message([
        ...HEADER,
        'NAD+FL+++PROBE:ANNA',
        'DOC+P+P1',
        'NAD+XX+++GUT:MAX',
        'ATT+2++M',
        'DOC+P+P2',
        'NAD+FL+++PROBE:LEA',
        'DOC+P+P3',
      ]),
    );
    expect(
      people.map(({ kind, surname, sex, documents }) => [kind, surname, sex, documents.map(({ number }) => number)]),
    ).to.deep.equal([
      ['passenger', 'PROBE', '', ['P1']],
      ['other', 'GUT', 'M', ['P2']],
      ['passenger', 'PROBE', '', ['P3']],
    ]);
    expect(faults).to.deep.equal([]);
  });

  it('knows every segment that a version of the directory has', () => {
    const { people, faults } = read(
      message([
        ...HEADER,
        ...ANNA,
        'GEI+4+ZZZ',
        'RFF+AGO:1',
        'CPI+1',
        'QTY+1:2',
        'COM+1:TE',
        'EMP+1',
        'GID+1',
        'FTX+AAA+++GOODS',
        'TDT+20',
        'AUT+X',
      ]),
    );
    expect(people).to.have.length(1);
    expect(people[0]?.verified).to.equal(true);
    expect(faults).to.deep.equal([]);
  });

  it('of which a person is told more than anybody may cuts that, and costs no other', () => {
    const text = `FTX+AAA+++${'X'.repeat(60_000)}`;
    const { people, faults } = read(message([...HEADER, ...ANNA, text, text, text, text, text, ...ANNA]));
    expect(people.map(({ remarks }) => remarks.length)).to.deep.equal([4, 0]);
    expect(faults).to.deep.equal(['PERSON_TOO_LARGE']);
  });

  it('of which a person has more documents than anybody keeps the first of them, and costs no other', () => {
    const documents = Array.from({ length: 25 }, (_, at) => `DOC+P+P${at}`);
    const { people, faults } = read(message([...HEADER, ...ANNA, ...documents, ...ANNA]));
    expect(people.map((person) => person.documents.length)).to.deep.equal([20, 1]);
    expect(people[0]?.documents.at(-1)?.number).to.equal('P18');
    expect(faults).to.deep.equal(['PERSON_TOO_LARGE']);
  });

  it('counts crew as such, on master lists, too, and with a plus for a colon', () => {
    for (const code of ['250', '336']) {
      const { faults } = read(message([`BGM+${code}`, 'NAD+FM+++PROBE', 'CNT+41+1']));
      expect(faults, code).to.deep.equal([]);
      expect(read(message([`BGM+${code}`, 'NAD+FM+++PROBE', 'CNT+41:2'])).faults, code).to.deep.equal(['PERSON_COUNT']);
    }
  });

  for (const [kind, code] of [
    ['crew', 'FM'],
    ['passenger-in-transit', 'DDU'],
    ['crew-in-transit', 'DDT'],
  ] as const) {
    it(`knows a ${kind} by ${code}`, () => {
      expect(read(message([...HEADER, `NAD+${code}+++PROBE`])).people[0]).to.include({ kind, surname: 'PROBE' });
    });
  }

  it('takes counts of bags, totals and years as senders write them', () => {
    const { people, faults } = read(
      message([
        ...HEADER,
        'NAD+FL+++PROBE:ANNA',
        'MEA+CT++2',
        'DTM+329:20010203',
        'DOC+I+X1',
        'DTM+36:610218',
        'CNT+42+1',
      ]),
    );
    expect(people[0]).to.deep.include({ baggage: { pieces: '2', tags: [] }, birth: '2001-02-03' });
    expect(people[0]?.documents[0]?.expiry).to.equal('2061-02-18');
    expect(faults).to.deep.equal([]);
  });

  for (const [what, segments, fault] of [
    ['counts others than are on it', [...ANNA, 'CNT+42:7'], 'PERSON_COUNT'],
    ['has an empty document', ['NAD+FL+++PROBE', 'DOC'], 'DOCUMENT_EMPTY'],
    ['has a person without a name', ['NAD+FL'], 'NAME_MISSING'],
    ['has a day that the calendar lacks', ['NAD+FL+++PROBE', 'DTM+329:640231'], 'DATE_INVALID'],
    ['has a tag that nobody knows', ['NAD+FL+++PROBE', 'XYZ+1'], 'TAG_UNKNOWN'],
    ['has what belongs to people before the first of them', ['NAT+2+AUT', 'NAD+FL+++PROBE'], 'OUT_OF_PLACE'],
  ] as const) {
    it(`that ${what} is read, and that is told`, () => {
      const { people, faults } = read(message([...HEADER, ...segments]));
      expect(people).to.have.length(1);
      expect(faults).to.deep.equal([fault]);
    });
  }

  it('takes no word for a code that only its own tables name so', () => {
    const word = 'constructor';
    const { lists, people } = read(
      message([`BGM+${word}`, `NAD+${word}+++X`, ...HEADER.slice(1), ...ANNA, `MEA+WT++${word}:1`, `LOC+${word}+XAA`]),
    );
    expect(lists[0]?.kind).to.equal('other');
    expect(people.map(({ kind }) => kind)).to.deep.equal(['passenger']);
    expect(Object.keys(people[0]!.places).sort()).to.deep.equal([
      'birth',
      'clearance',
      'disembarkation',
      'embarkation',
      'residence',
    ]);
  });

  it('in parts counts those of all parts', () => {
    const { lists, faults } = read(message([...HEADER, ...ANNA, 'CNT+42:130'], { part: '+08' }));
    expect(lists[0]?.part).to.deep.equal({ number: 8, last: false });
    expect(faults).to.deep.equal([]);
  });

  it('of another type is passed over', () => {
    const { lists, people, faults } = read(message([...HEADER, ...ANNA], { type: 'PNRGOV:13:1:IA' }));
    expect({ lists, people, faults }).to.deep.equal({ lists: [], people: [], faults: ['NOT_PAXLST'] });
  });

  it('is told of the same with other separators, frames and line ends', () => {
    const plain = message([...HEADER, ...ANNA, 'CNT+42:1']);
    const dashed = `\u0001QD XXX\r\n\u0002UNA:-.? '${plain.replaceAll('+', '-')}\u0003`;
    const wrapped = plain.replace(/.{63}/g, '$&\r\n');
    for (const text of [dashed, wrapped]) {
      const { lists, people } = read(text);
      expect({ lists, people }).to.deep.equal({ lists: read(plain).lists, people: read(plain).people });
    }
  });
});
