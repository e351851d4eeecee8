import { expect } from 'chai';
import {
  assertSoundReply,
  type HolderQuestion,
  type HolderReply,
} from '../../../../src/adapters/police-records/holders/record-holder.js';
import { hidden, name } from '../persons.js';

const REPLY: HolderReply = { replyNumber: '1', repliedAtMs: 1, matchCount: 0, matches: [] };
const HIT: HolderReply = { ...REPLY, matchCount: 1, matches: [{ reference: 'EPR-XB-1', quality: 90 }] };
const QUESTION: HolderQuestion = {
  requestNumber: '01',
  askingState: 'XA',
  askedAtMs: 5,
  person: hidden(name('Müller', 'Anna')),
  maxMatches: 3,
};
const check =
  (reply: HolderReply, memberState = 'XB') =>
  () =>
    assertSoundReply(reply, memberState, QUESTION);

describe('the reply of a state with police records', () => {
  for (const [what, reply, memberState] of [
    ['counts fewer than it lists', { ...HIT, matchCount: 0 }],
    ['lists fewer than it counts', { ...REPLY, matchCount: 2 }],
    ['lists a record of another state', HIT, 'XC'],
    ['names a quality below the threshold', { ...HIT, matches: [{ reference: 'EPR-XB-1', quality: 79 }] }],
    ['names more than everything', { ...HIT, matches: [{ reference: 'EPR-XB-1', quality: 101 }] }],
    ['lists a record twice', { ...REPLY, matchCount: 2, matches: [HIT.matches[0]!, HIT.matches[0]!] }],
  ] as const) {
    it(`is not believed when it ${what}`, () => {
      expect(check(reply, memberState)).to.throw('contradicts itself');
    });
  }

  it('may find nothing', () => {
    expect(check(REPLY)).not.to.throw();
  });

  it('may count more than it lists', () => {
    const matches = [1, 2, 3].map((at) => ({ reference: `EPR-XB-${at}`, quality: 90 }));
    expect(check({ ...REPLY, matchCount: 7, matches })).not.to.throw();
  });
});
