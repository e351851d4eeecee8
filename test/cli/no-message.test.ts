import { expect } from 'chai';
import { noMessage } from '../../src/cli/no-message.js';
import { ANSWER, answer } from '../formats/api/answers.js';
import { HEADER, message } from '../formats/api/lists.js';
import { interchange, record } from '../formats/pnr/messages.js';
import { document } from '../formats/pnr/xml-messages.js';

const PUSH = interchange(record('TIF+PROBE+ANNAMRS:A:1'));

describe('why there is no message of a type in a file', () => {
  const cases: readonly (readonly ['PNRGOV' | 'PAXLST', string, readonly string[], string])[] = [
    ['PNRGOV', '', ['NO_INTERCHANGE'], 'no PNRGOV message in f: it is empty'],
    [
      'PNRGOV',
      'hello',
      ['NO_INTERCHANGE'],
      'no PNRGOV message in f: it is neither an interchange in EDIFACT nor a document in XML',
    ],
    ['PAXLST', 'hello', ['NO_INTERCHANGE'], 'no PAXLST message in f: it is no interchange in EDIFACT'],
    [
      'PNRGOV',
      '<!DOCTYPE x>',
      ['XML_REFUSED'],
      'no PNRGOV message in f: a document in XML with a type or a processing instruction is refused',
    ],
    [
      'PNRGOV',
      '<broken',
      ['XML_INVALID', 'NO_INTERCHANGE'],
      'no PNRGOV message in f: it begins like XML and cannot be read as such',
    ],
    ['PNRGOV', '<Other/>', ['NOT_PNRGOV'], 'no PNRGOV message in f: it holds something else'],
    ['PNRGOV', "UNB+UNOA:4+A+B+261126:0800+1'UNZ+0+1'", [], 'no PNRGOV message in f: its interchange has none'],
    [
      'PNRGOV',
      document().slice(0, -30),
      ['XML_REFUSED'],
      'no PNRGOV message in f: a document in XML with a type or a processing instruction is refused',
    ],
    ['PNRGOV', message(HEADER), ['NOT_PNRGOV'], 'f holds PAXLST: see ostiary api parse'],
    ['PNRGOV', answer(ANSWER), ['NOT_PNRGOV'], 'f holds CUSRES: see ostiary api answer'],
    ['PAXLST', PUSH, ['NOT_PAXLST'], 'f holds PNRGOV: see ostiary pnr parse'],
    ['PAXLST', document(), ['NO_INTERCHANGE'], 'f holds PNRGOV: see ostiary pnr parse'],
    [
      'PNRGOV',
      message(HEADER, { type: 'APERAK:D:12B:UN' }),
      ['NOT_PNRGOV'],
      'no PNRGOV message in f: it holds something else',
    ],
  ];
  for (const [wanted, text, faults, sentence] of cases)
    it(sentence, () => {
      expect(noMessage('f', wanted, Buffer.from(text), new Set(faults))).to.equal(sentence);
    });
});
