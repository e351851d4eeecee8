/** What leaves with a released match: the traveller whom it is about, and nobody who flies with them (Art. 6(6)). */
import { expect } from 'chai';
import { receiveOperation } from '../../../../src/adapters/pnr/assessment/operations/receive.js';
import type { AssessmentParts } from '../../../../src/adapters/pnr/assessment/parts.js';
import { keepAnnex } from '../../../../src/adapters/pnr/domain/keep-annex.js';
import type { AskContext } from '../../../../src/adapters/adapter.js';
import { ReceiveMatchRequest } from '../../../../src/gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { oneRecord } from '../../../formats/pnr/messages.js';

const LEG = 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M';
const docs = (number: string, name: string): string =>
  `SSR+DOCS:HK:1:ZZ:::::/P/UTO/${number}/UTO/12AUG74/F/15APR32/${name}`;

/** Whom the recipient is shown of a record with these travellers, and by which documents; or the refusal. */
const receive = (traveller: string, subject: string, ...segments: string[]) =>
  receiveIn('active', traveller, subject, ...segments);

/** The same of a record in a state. */
async function receiveIn(state: 'active' | 'masked', traveller: string, subject: string, ...segments: string[]) {
  const { open, sealed } = keepAnnex(oneRecord(...segments, LEG).pnr).record;
  const flight = { carrier: 'ZZ', number: '123', origin: 'VIE', destination: 'XAA', departsOn: '2026-11-26' };
  const record = {
    ...{ id: 'PNR-1', transferredOn: '2026-11-24', receivedAtMs: 0, version: 1, state, term: 'flagged' },
    ...{ cancelled: false, isList: false, flight, open, unseal: () => Promise.resolve(sealed) },
  };
  const match = {
    ...{
      id: 'PNM-1',
      record: 'PNR-1',
      system: 'SIS',
      source: 'A',
      version: 0,
      sha256: '',
      traveller,
      recordVersion: 1,
    },
    ...{ state: 'released', foundAtMs: 0, reviewByMs: 0, review: undefined },
    sealed: { title: 'ARR', purposes: [], grounds: [], unmet: [], subject },
    releases: [
      { officer: 'p', atMs: 0, recipient: 'XB-PIU' },
      { officer: 'p', atMs: 0, recipient: 'XA-CRIME' },
    ],
  };
  const operation = receiveOperation({
    unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
    matches: { find: () => Promise.resolve(match) },
    records: {
      find: (_: string, states: readonly string[]) => Promise.resolve(states.includes(state) ? record : undefined),
    },
  } as unknown as AssessmentParts);
  const scope = { authority: 'XA-CRIME', memberState: 'XA', categories: new Set(['PASSENGER', 'RESULT']) };
  const asked = operation.parse(ReceiveMatchRequest.fromPartial({ matchReference: 'PNM-1' }));
  try {
    const { response } = await asked.ask({ scope } as unknown as AskContext);
    const shown = response.record;
    const tickets = shown?.tickets.map(({ number }) => number) ?? [];
    const remarks = shown?.remarks.map(({ text }) => text) ?? [];
    return [
      shown?.travellers.map(({ surname }) => surname),
      shown?.documents.map(({ number }) => number),
      ...(tickets.length > 0 ? [tickets] : []),
      ...(remarks.length > 0 ? [remarks] : []),
    ];
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

describe('what leaves with a released match', () => {
  const anna = ['TIF+PROBE+ANNAMRS:A:1', docs('L1111111', 'PROBE/ANNA')];
  const boris = ['TIF+MUSTER+BORISMR:A:2', docs('L2222222', 'MUSTER/BORIS')];

  it('is the traveller with their documents and tickets', async () => {
    const told = await receive(
      ...(['2', 'MUSTER/BORIS', ...anna, 'TKT+9991111111111:T:1', ...boris, 'TKT+9992222222222:T:1'] as const),
    );
    expect(told).to.deep.equal([['MUSTER'], ['L2222222'], ['9992222222222']]);
  });

  it('is nothing when the record does not have that traveller any more', async () => {
    expect(await receive('2', 'MUSTER/BORIS', ...anna)).to.equal('NOT_FOUND');
  });

  it('is nothing after six months, when nobody can tell any more whose record it is', async () => {
    expect(await receiveIn('masked', '2', 'MUSTER/BORIS', ...anna, ...boris)).to.equal('NOT_FOUND');
  });

  it('is nobody to whom the carrier gave the reference after the match was found', async () => {
    const eva = ['TIF+PROBE+EVAMRS:A:2', docs('L3333333', 'PROBE/EVA')];
    expect(await receive('2', 'MUSTER/BORIS', ...anna, ...eva)).to.equal('NOT_FOUND');
  });

  it('is of a match about a booking as a whole everybody, as long as they are those who were reviewed', async () => {
    const couple = 'MUSTER/BORIS\nPROBE/ANNA';
    const both = [
      ['PROBE', 'MUSTER'],
      ['L1111111', 'L2222222'],
    ];
    expect(await receive('', couple, ...anna, ...boris)).to.deep.equal(both);
    const eva = ['TIF+PROBE+EVAMRS:A:3', docs('L3333333', 'PROBE/EVA')];
    expect(await receive('', couple, ...anna, ...boris, ...eva)).to.equal('NOT_FOUND');
    expect(await receive('', couple, ...anna, ...eva)).to.equal('NOT_FOUND');
  });

  it('is no remark about a child who may be somebody else of the booking', async () => {
    const minor = 'SSR+UMNR:HK:1:ZZ:::::UM09 MET BY AUNT';
    expect(await receive('2', 'MUSTER/BORIS', minor, ...anna, ...boris)).to.deep.equal([['MUSTER'], ['L2222222']]);
    expect(await receive('2', 'MUSTER/BORIS', minor, ...boris)).to.deep.equal([['MUSTER'], ['L2222222'], ['UM09']]);
  });

  it('is of nobody’s documents where travellers cannot be told apart by their references', async () => {
    const two = (reference: string): string[] => [
      ...[`TIF+PROBE+ANNAMRS:A${reference}`, docs('L1111111', 'PROBE/ANNA')],
      ...[`TIF+MUSTER+BORISMR:A${reference}`, docs('L2222222', 'MUSTER/BORIS')],
    ];
    expect(await receive('#1', 'MUSTER/BORIS', ...two(''))).to.deep.equal([['MUSTER'], []]);
    expect(await receive('7', 'MUSTER/BORIS', ...two(':7'))).to.equal('NOT_FOUND');
  });
});
