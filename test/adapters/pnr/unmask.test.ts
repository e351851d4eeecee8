/** What is said of a record that cannot be unmasked (Directive (EU) 2016/681 Art. 12(3)). */
import { expect } from 'chai';
import type { AskContext } from '../../../src/adapters/adapter.js';
import { unmaskOperation } from '../../../src/adapters/pnr/operations/read.js';
import type { PnrParts } from '../../../src/adapters/pnr/options.js';
import { UnmaskPnrRequest } from '../../../src/gen/ostiary/pnr/v1/pnr.js';

const ID = 'PNR-01KAZ5Y0Q3Z1T8X6M4V9C2B7ND';

/** What is said to an authority of this kind, of a record in this state; `sealed` is undefined where its key is gone. */
async function saidOf(
  state: 'active' | 'masked',
  authorityKind: string,
  sealed: object | undefined,
  memberState = 'XA',
) {
  const acts: unknown[] = [];
  const parts = {
    unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
    records: {
      find: (id: string, states: readonly string[]) =>
        Promise.resolve(states.includes(state) ? { id, state, unseal: () => Promise.resolve(sealed) } : undefined),
    },
    authorities: { find: (code: string) => ({ code, memberState: 'XA', kinds: ['LEA_UNIT'] }) },
    tell: (act: unknown) => Promise.resolve(acts.push(act)),
  } as unknown as PnrParts;
  const authority = authorityKind === 'PIU' ? 'XA-PIU' : 'XA-CRIME';
  const scope = { authority, authorityKind, memberState, categories: new Set(['UNMASKED']) };
  const said: unknown = await unmaskOperation(parts)
    .parse(UnmaskPnrRequest.fromPartial({ access: { onBehalfOf: 'XA-CRIME' }, recordReference: ID }))
    .ask({ scope, requestId: 'R' } as unknown as AskContext)
    .catch((refusal: unknown) => refusal);
  // Nothing was unmasked: the officer is told of nothing.
  expect(acts).to.deep.equal([]);
  const { reason, message } = said as { reason?: string; message?: string };
  return [reason, message];
}

describe('unmasking a record', () => {
  it('that is not masked says so, and how it is read, to those who could read it', async () => {
    for (const kind of ['PIU', 'LEA_UNIT', 'JUD'])
      expect(await saidOf('active', kind, {}), kind).to.deep.equal([
        'NOT_FOUND',
        'The record is not masked: read it by GetPnr',
      ]);
  });

  it('says nothing more of it to others, nor of one whose key is gone', async () => {
    const nothing = ['NOT_FOUND', 'There is no such record'];
    expect(await saidOf('active', 'CARRIER', {})).to.deep.equal(nothing);
    expect(await saidOf('active', 'LEA_UNIT', undefined)).to.deep.equal(nothing);
    expect(await saidOf('masked', 'LEA_UNIT', undefined)).to.deep.equal(nothing);
    expect((await saidOf('active', 'LEA_UNIT', {}, 'XB'))[0]).to.equal('FORBIDDEN');
  });
});
