/** Whom the Directive wants to know of requests from elsewhere: the requester's own unit (Art. 9(3)), Europol's officer (Art. 10). */
import { expect } from 'chai';
import type { AskContext, SystemAct } from '../../../src/adapters/adapter.js';
import { requestOperation } from '../../../src/adapters/pnr/operations/search.js';
import type { PnrParts } from '../../../src/adapters/pnr/options.js';
import type { PutRequest } from '../../../src/adapters/pnr/store/request-copy-store.js';
import { RequestPnrsRequest } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { Refusal } from '../../../src/shared/refusal.js';

const REQUEST = '01M8C09DGA19D97VZ723NBJ5PV';
const AT = Date.parse('2026-11-24T12:00:00Z');
const DOCUMENT = 'L898902C';

/** Asks with a legal basis; what was told and copied, and what became of it. */
async function ask(
  [code, kind]: readonly [string, string],
  legalBasisId: string,
  units: readonly string[] = ['XB-PIU'],
  search: () => Promise<[]> = () => Promise.resolve([]),
) {
  const acts: SystemAct[] = [];
  const copied: (readonly [unit: string, copy: PutRequest])[] = [];
  const parts = {
    unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
    authorities: {
      ofKind: (wanted: string, memberState: string) =>
        units.filter((unit) => wanted === 'PIU' && unit.startsWith(memberState)).map((unit) => ({ code: unit })),
    },
    copies: { keep: (unit: string, copy: PutRequest) => Promise.resolve(void copied.push([unit, copy])) },
    records: { candidates: search },
    clock: { now: () => AT },
    tell: (act: SystemAct) => Promise.resolve(void acts.push(act)),
  } as unknown as PnrParts;
  const scope = {
    ...{ authority: code, authorityKind: kind, memberState: code.slice(0, 2) },
    categories: new Set(['PASSENGER', 'MASKED']),
  };
  const request = RequestPnrsRequest.fromPartial({
    access: { legalBasisId, caseReference: 'XB-7', approvalId: '01J00000000000000000000000' },
    criteria: { document: { number: DOCUMENT }, account: '9999123412341238' },
    pageToken: '2026-11-23/PNR-01M8C09DGA19D97VZ723NBJ5PV',
  });
  const result = await requestOperation(parts)
    .parse(request)
    .ask({ requestId: REQUEST, scope, signal: { throwIfAborted: () => undefined } } as unknown as AskContext)
    .then(
      ({ status }) => status,
      (error: unknown) =>
        error instanceof Refusal ? `${error.reason} ${error.metadata.article ?? ''}` : String(error),
    );
  return { acts, copied, result };
}

const COURT = ['XB-COURT', 'JUD'] as const;

describe('requests from elsewhere', () => {
  it('of an authority in an emergency are copied to the unit of its own state, with whom they ask about', async () => {
    const { acts, copied, result } = await ask(COURT, 'PNR-9-3', ['XA-PIU', 'XB-PIU', 'XC-PIU']);
    expect(result).to.equal('NO_HIT');
    expect(acts.map(({ act, authority, facts }) => [act, authority, facts.requester])).to.deep.equal([
      ['request-copied', 'XB-PIU', 'XB-COURT'],
    ]);
    expect(acts[0]?.terms.map(({ field }) => field)).to.deep.equal(['document']);
    const [[unit, copy] = []] = copied;
    expect([unit, copy?.request, copy?.requester, copy?.askedAtMs]).to.deep.equal(['XB-PIU', REQUEST, 'XB-COURT', AT]);
    const read = RequestPnrsRequest.fromJSON(copy?.content.request);
    expect(read.criteria?.document?.number).to.equal(DOCUMENT);
    expect(read.criteria?.account).to.equal('1238');
    // A page begins behind a record that was found: that is of the answer.
    expect(read.pageToken).to.equal('');
    // The reasons are part of it; the approval, which is for the gateway alone, is not.
    expect(read.access).to.include({ legalBasisId: 'PNR-9-3', caseReference: 'XB-7', approvalId: '' });
  });

  it('are copied whatever becomes of them', async () => {
    const { copied, result } = await ask(COURT, 'PNR-9-3', ['XB-PIU'], () => Promise.reject(new Error('database')));
    expect([copied.length, result]).to.deep.equal([1, 'Error: database']);
  });

  it('are told to the unit’s own log where the other state has no unit in the registry', async () => {
    const { acts, copied, result } = await ask(COURT, 'PNR-9-3', []);
    expect([copied.length, result]).to.deep.equal([0, 'NO_HIT']);
    expect(acts.map(({ act, authority }) => [act, authority])).to.deep.equal([['request-not-copied', 'XA-PIU']]);
  });

  it('of Europol are told to its data protection officer, each of them', async () => {
    const { acts, copied, result } = await ask(['EU-EUROPOL', 'EUROPOL'], 'PNR-10');
    expect([copied.length, result]).to.deep.equal([0, 'NO_HIT']);
    expect(acts).to.deep.equal([
      {
        act: 'officer-informed',
        authority: 'EU-EUROPOL',
        records: [],
        terms: [],
        facts: { article: 'Directive (EU) 2016/681 Art. 10', answered_by: 'XA-PIU', request: REQUEST },
      },
    ]);
  });

  it('of a unit are told to nobody else', async () => {
    const { acts, copied, result } = await ask(['XB-PIU', 'PIU'], 'PNR-9-2');
    expect([acts, copied, result]).to.deep.equal([[], [], 'NO_HIT']);
  });

  it('are not put by authorities of the unit’s own state', async () => {
    const { acts, copied, result } = await ask(['XA-CRIME', 'LEA_UNIT'], 'PNR-9-3', ['XA-PIU']);
    expect([acts, copied]).to.deep.equal([[], []]);
    expect(result).to.equal('FORBIDDEN Directive (EU) 2016/681 Art. 6(2)(b)');
  });
});
