import { expect } from 'chai';
import fc from 'fast-check';
import type { PrumDnaMessage } from '../../../src/formats/prum-dna/message.js';
import { readMessage } from '../../../src/formats/prum-dna/read-message.js';
import { writeMessage } from '../../../src/formats/prum-dna/write-message.js';
import { answers, messages } from './messages.js';

const info = (source: string, destination: string) => `
    <source_isocode>${source}</source_isocode><destination_isocode>${destination}</destination_isocode>
    <request_id>XA-2026-1</request_id><date>2026-11-26</date><time>09:30:00</time>`;
const PROFILE = `<profile>
    <ess_issol>
      <vwa><low_allele>16</low_allele><high_allele>17</high_allele></vwa>
      <th01><low_allele>6</low_allele><high_allele>9.3</high_allele></th01>
      <amelogenin><low_allele>X</low_allele><high_allele>Y</high_allele></amelogenin>
    </ess_issol>
    <additional_loci><penta_d><low_allele>9</low_allele><high_allele>r</high_allele></penta_d></additional_loci>
    <marker>ESX 17</marker><profile_id>XA-17</profile_id>
  </profile>`;
const datas = (result: string, after = '', ident = 'XA-17') => `
  <datas>
    <reqtype>3</reqtype><date>2026-11-20</date><type>S</type><result>${result}</result>
    <agency>Laboratory of XA</agency><profile_ident>${ident}</profile_ident>${PROFILE}${after}
  </datas>`;
const request = (body = datas('U'), direction = 'R', more = '') => `<?xml version="1.0" encoding="UTF-8"?>
<PRUEMDNAx>
  <header>
    <direction>${direction}</direction><ref>1</ref><generator>test</generator><schema_version>1.0</schema_version>
    <requesting>${info('XA', 'XB')}</requesting>${more}
  </header>${body}
</PRUEMDNAx>`;
const answer = (body: string) => request(body, 'A', `<requested>${info('XB', 'XA')}</requested>`);
const ASKED = (result: string, count: number) => datas(result, `<quality>0</quality><rescount>${count}</rescount>`);
const MATCH = datas('H', '<match_id>XA-17</match_id><quality>3</quality><hitcount>15</hitcount>', 'XB-4');

const read = (text: string): PrumDnaMessage => {
  const reading = readMessage(Buffer.from(text));
  if (!('message' in reading)) throw new Error(JSON.stringify(reading.faults));
  return reading.message;
};
const faults = (text: string): string[] => {
  const reading = readMessage(Buffer.from(text));
  return 'faults' in reading ? reading.faults.map(({ path, rule }) => `${path} ${rule}`) : [];
};

describe('messages with DNA profiles of Decision 2008/616/JHA', () => {
  it('ask for a search', () => {
    const { direction, requesting, requested, datas: all } = read(request());
    expect([direction, requested]).to.deep.equal(['request', undefined]);
    expect(requesting).to.deep.equal({
      source: 'XA',
      destination: 'XB',
      requestId: 'XA-2026-1',
      date: '2026-11-26',
      time: '09:30:00',
    });
    expect(all[0]).to.deep.equal({
      requestType: 'search',
      storedOn: '2026-11-20',
      kind: 'stain',
      agency: 'Laboratory of XA',
      profileIdent: 'XA-17',
      profile: {
        profileId: 'XA-17',
        marker: 'ESX 17',
        loci: [
          { name: 'VWA', values: ['16', '17'] },
          { name: 'TH01', values: ['6', '9.3'] },
          { name: 'Amelogenin', values: ['X', 'Y'] },
          { name: 'Penta D', values: ['9', 'r'] },
        ],
      },
      result: { kind: 'undefined' },
    });
  });

  it('answer with the profile asked for, and each that matches', () => {
    const { datas: all } = read(answer(ASKED('H', 1) + MATCH));
    expect(all.map(({ result }) => result)).to.deep.equal([
      { kind: 'asked', found: 1 },
      { kind: 'match', matchId: 'XA-17', quality: 3, matchedAlleles: 15 },
    ]);
    expect(read(answer(ASKED('N', 0))).datas[0].result).to.deep.equal({ kind: 'asked', found: 0 });
    const error = datas('E', '<message>too few loci</message><quality>0</quality>');
    expect(read(answer(error)).datas[0].result).to.deep.equal({ kind: 'error', message: 'too few loci' });
  });

  for (const [what, text, expected] of [
    ['no XML', 'PRUEMDNAx', [' xml']],
    ['another root', '<PRUEM/>', [' root']],
    ['no profile', request(''), ['datas required']],
    ['a result in a request', request(ASKED('N', 0)), ['datas[1]/result direction']],
    ['an answer without its sender', request(ASKED('N', 0), 'A'), ['header/requested required']],
    ['a state that is none', request().replace('>XA<', '>xa<'), ['header/requesting/source_isocode state']],
    ['a day that is none', request().replace('2026-11-20', '2026-02-30'), ['datas[1]/date date']],
    ['an unknown locus', request().replaceAll('penta_d', 'penta_x'), ['datas[1]/profile/additional_loci unknown']],
    [
      'a locus with one value',
      request().replace('<high_allele>9.3</high_allele>', ''),
      ['datas[1]/profile/ess_issol/th01/high_allele required'],
    ],
    ['a value twice', request().replace('<ref>1</ref>', '<ref>1</ref><ref>2</ref>'), ['header/ref once']],
    ['an unknown element', request().replace('<ref>1</ref>', '<ref>1</ref><name>A</name>'), ['header unknown']],
    ['an attribute', request().replace('<header>', '<header a="b">'), ['header unknown']],
    ['several profiles in a search', request(datas('U') + datas('U')), ['datas search']],
    ['fewer matches than it counts', answer(ASKED('H', 2) + MATCH), ['datas rescount']],
    [
      'a match with nothing that was asked',
      answer(ASKED('N', 0) + MATCH.replace('<match_id>XA-17', '<match_id>XA-18')),
      ['datas match_id'],
    ],
    ['a hit that counts nothing', answer(ASKED('H', 0)), ['datas[1]/rescount result']],
    ['an error without words', answer(datas('E', '<quality>0</quality>')), ['datas[1]/message required']],
  ] as const) {
    it(`are refused with ${what}`, () => expect(faults(text)).to.deep.equal(expected));
  }

  it('name the line, and quote nothing', () => {
    const reading = readMessage(Buffer.from(request().replace('9.3', 'SECRET-VALUE')));
    if (!('faults' in reading)) throw new Error('was read');
    expect(reading.faults[0]).to.deep.include({ path: 'datas[1]/profile/ess_issol/th01/high_allele', line: 14 });
    expect(JSON.stringify(reading.faults)).to.not.include('SECRET');
  });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(read(writeMessage(message))).to.deep.equal(message);
      }),
    );
  });

  it('are read or refused, whatever becomes of them on the way', () => {
    fc.assert(
      fc.property(
        answers,
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (message, at, cut, put) => {
          const text = writeMessage(message);
          const place = at % text.length;
          const bytes = Buffer.from(text.slice(0, place) + put + text.slice(place + cut));
          expect(readMessage(bytes)).to.satisfy((reading: object) => 'message' in reading || 'faults' in reading);
        },
      ),
    );
  });
});
