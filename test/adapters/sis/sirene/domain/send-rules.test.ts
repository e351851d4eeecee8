/** Who may send which form to whom (SIRENE manual 2013/115/EU; Regulation (EU) 2018/1862). */
import { expect } from 'chai';
import type { AlertCategory } from '../../../../../src/adapters/sis/domain/category.js';
import type { FormBody, FormLetter } from '../../../../../src/adapters/sis/sirene/domain/form.js';
import {
  type AlertFacts,
  answerBody,
  concernsEuropol,
  LETTERS,
  resolutionsOf,
  type Sending,
  sendingFaults,
} from '../../../../../src/adapters/sis/sirene/domain/send-rules.js';

const STATES = new Set(['XA', 'XB', 'XC', 'XD']);

const alert = (category: AlertCategory, changes: Partial<AlertFacts> = {}): AlertFacts => ({
  reference: 'SIM-XB-00000000000000000TEST00001',
  issuingState: 'XB',
  category,
  subject: 'person',
  objectLetter: undefined,
  terrorism: false,
  article: 'Art. 26',
  createdBy: 'XB-POLICE',
  ...changes,
});

const BODIES: Readonly<Record<FormLetter, FormBody>> = {
  A: {
    letter: 'A',
    warrantReference: 'EAW 1',
    issuingAuthority: 'Court',
    offence: 'Robbery',
    penaltyMonths: 60,
    extradition: false,
  },
  E: { letter: 'E', wantedCategory: 'JPR', reason: 'summons' },
  F: { letter: 'F', action: 'add', reason: 'own national' },
  G: {
    letter: 'G',
    hitId: undefined,
    details: {
      matchedBy: 'alphanumeric',
      confirmedBy: 'end-user',
      place: 'border',
      occurredAtMs: 0,
      circumstances: 'check',
      actionTaken: '',
      informationRequested: '',
    },
    article: '',
    europolWithheldBecause: undefined,
  },
  H: { letter: 'H', reason: 'no ground', doneInstead: '' },
  I: { letter: 'I', purpose: 3, reason: 'imminent threat' },
  J: { letter: 'J', finding: 'wrong name', foundOn: '2026-11-26', unlawful: false },
  K: { letter: 'K', right: 'access', question: 'may we tell' },
  L: { letter: 'L', question: 'who is it', samePerson: false },
  M: { letter: 'M', subject: 'general', text: 'text', answerRequested: false },
  N: { letter: 'N', stage: 'request', matter: 'permit' },
  O: { letter: 'O', stage: 'request', matter: 'permit' },
  P: { letter: 'P', description: 'a car', identificationNumber: '', plate: '', keptAt: '', cloneSuspected: false },
  Q: { letter: 'Q', circumstances: 'a victim', victimConsents: true },
};

function faults(changes: Partial<Sending> & { body: FormBody }): string[] {
  const sending: Sending = {
    sender: 'XA',
    authority: 'XA-SIRENE',
    recipients: ['XB'],
    hasIdentities: false,
    hasAttachments: false,
    alert: alert('ARR'),
    ...changes,
  };
  return sendingFaults(sending, STATES).map(({ field, rule }) => `${field} ${rule}`);
}

describe('sending forms', () => {
  const lawful: readonly [string, Partial<Sending> & { body: FormBody }][] = [
    ['A, from the issuing state to all others', { body: BODIES.A, sender: 'XB', recipients: ['XA', 'XC', 'XD'] }],
    ['E, to the state whose alert stands', { body: BODIES.E }],
    ['F, on an arrest alert', { body: BODIES.F }],
    ['G, of a hit', { body: BODIES.G }],
    ['H, when nothing can be done', { body: BODIES.H }],
    ['I, for another purpose', { body: BODIES.I }],
    ['J, on wrong data', { body: BODIES.J }],
    ['K, for a person who asks', { body: BODIES.K }],
    ['L, with persons, to Europol too', { body: BODIES.L, recipients: ['EU'], hasIdentities: true }],
    ['M, to several', { body: BODIES.M, recipients: ['XB', 'XC', 'EU'], hasIdentities: true }],
    ['N, on a refusal of entry', { body: BODIES.N, alert: alert('REF') }],
    ['O, from the issuing state', { body: BODIES.O, alert: alert('RET'), sender: 'XB', recipients: ['XA'] }],
    ['P, on a vehicle', { body: BODIES.P, alert: alert('OBJ', { subject: 'object', objectLetter: 'a' }) }],
    ['Q, with the victim', { body: BODIES.Q, hasIdentities: true }],
    [
      'M, that an alert has served its purpose, to the own state',
      { body: { ...BODIES.M, subject: 'purpose-achieved' } as FormBody, sender: 'XB', recipients: ['XB'] },
    ],
    [
      'M, a proposal of Europol, before an alert',
      {
        body: { ...BODIES.M, subject: 'europol-proposal' } as FormBody,
        sender: 'EU',
        recipients: ['XA'],
        alert: undefined,
      },
    ],
  ];
  for (const [what, sending] of lawful) {
    it(`allows form ${what}`, () => {
      expect(faults(sending)).to.deep.equal([]);
    });
  }

  const unlawful: readonly [string, Partial<Sending> & { body: FormBody }, string[]][] = [
    ['A by another than the issuing state', { body: BODIES.A }, ['alert_reference issuing_state']],
    [
      'A on a missing person',
      { body: BODIES.A, sender: 'XB', recipients: ['XA'], alert: alert('MIS-P') },
      ['alert_reference category'],
    ],
    [
      'G to a state that did not issue the alert',
      { body: BODIES.G, recipients: ['XC'] },
      ['recipient_states issuing_state'],
    ],
    [
      'G to two states',
      { body: BODIES.G, recipients: ['XB', 'XC'] },
      ['recipient_states max_items', 'recipient_states issuing_state'],
    ],
    [
      'G to Europol by hand',
      { body: BODIES.G, recipients: ['EU'] },
      ['recipient_states[0] participating', 'recipient_states issuing_state'],
    ],
    [
      'M to a state that does not take part',
      { body: BODIES.M, recipients: ['DE'] },
      ['recipient_states[0] participating'],
    ],
    ['M to the same state twice', { body: BODIES.M, recipients: ['XB', 'XB'] }, ['recipient_states unique']],
    ['M to oneself', { body: BODIES.M, recipients: ['XA'] }, ['recipient_states own_state']],
    ['F on an alert that cannot be flagged', { body: BODIES.F, alert: alert('JPR') }, ['alert_reference category']],
    ['N on an alert that refuses no entry', { body: BODIES.N }, ['alert_reference category']],
    ['P on a person', { body: BODIES.P }, ['alert_reference category']],
    [
      'P on a banknote',
      { body: BODIES.P, alert: alert('OBJ', { subject: 'object', objectLetter: 'n' }) },
      ['alert_reference category'],
    ],
    ['persons in form G', { body: BODIES.G, hasIdentities: true }, ['identities letter']],
    ['anything without an alert', { body: BODIES.M, alert: undefined }, ['alert_reference required']],
    [
      'a proposal by a state',
      { body: { ...BODIES.M, subject: 'europol-proposal' } as FormBody, alert: undefined },
      ['message.subject sender'],
    ],
    ['G by Europol', { body: BODIES.G, sender: 'EU' }, ['body sender']],
    [
      'word of a served purpose by another state',
      { body: { ...BODIES.M, subject: 'purpose-achieved' } as FormBody },
      ['recipient_states own_state'],
    ],
    [
      'a hit on an unknown person by name (Art. 40)',
      { body: BODIES.G, alert: alert('UNK', { subject: 'unknown-person' }) },
      ['hit.details.matched_by category'],
    ],
    [
      'a hit on an information alert that Europol is not told of (Art. 48(8))',
      { body: { ...BODIES.G, europolWithheldBecause: 'an operation' } as FormBody, alert: alert('INF') },
      ['hit.europol_withheld_because category'],
    ],
  ];
  for (const [what, sending, expected] of unlawful) {
    it(`refuses form ${what}`, () => {
      expect(faults(sending)).to.deep.equal(expected);
    });
  }

  it('tells Europol of hits on information alerts always, on terrorism unless withheld, on others never', () => {
    const withheld = { ...BODIES.G, europolWithheldBecause: 'an operation' } as FormBody;
    expect(concernsEuropol(BODIES.G, alert('INF'))).to.equal(true);
    expect(concernsEuropol(BODIES.G, alert('DSC', { terrorism: true }))).to.equal(true);
    expect(concernsEuropol(withheld, alert('DSC', { terrorism: true }))).to.equal(false);
    expect(concernsEuropol(BODIES.G, alert('ARR'))).to.equal(false);
    expect(concernsEuropol(BODIES.J, alert('INF'))).to.equal(false);
  });

  it('answers by form M, refuses by form H, and answers form I by form M whatever it says', () => {
    expect(answerBody('G', 'information', 'text').letter).to.equal('M');
    expect(answerBody('F', 'refused', 'text').letter).to.equal('H');
    expect(answerBody('I', 'refused', 'text').letter).to.equal('M');
  });

  it('knows how each form that asks can be answered', () => {
    for (const letter of ['A', 'H', 'P'] as const) expect(LETTERS[letter].resolutions).to.deep.equal([]);
    expect(resolutionsOf(BODIES.O)).to.include('extended');
    expect(resolutionsOf({ ...BODIES.M, subject: 'purpose-achieved' } as FormBody)).to.deep.equal([
      'accepted',
      'refused',
    ]);
  });
});
