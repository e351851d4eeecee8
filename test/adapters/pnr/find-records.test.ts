/** Pages of records, and records that share something with another. */
import { expect } from 'chai';
import type { AskContext } from '../../../src/adapters/adapter.js';
import { keepAnnex } from '../../../src/adapters/pnr/domain/keep-annex.js';
import { findRecords } from '../../../src/adapters/pnr/operations/find-records.js';
import type { FoundRecord } from '../../../src/adapters/pnr/store/record-store.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { oneRecord } from '../../formats/pnr/messages.js';

const LEG = 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:M';
const context = {
  scope: { authority: 'XA-PIU', memberState: 'XA', categories: new Set(['PASSENGER']) },
  signal: { throwIfAborted: () => undefined },
} as unknown as AskContext;

/** A record as the store finds it; the key of one without is destroyed. */
function stored(id: string, hasKey: boolean, ...segments: string[]): FoundRecord {
  const { open, sealed } = keepAnnex(oneRecord('TIF+PROBE+ANNAMRS:A:1', ...segments, LEG).pnr).record;
  const flight = { carrier: 'ZZ', number: '123', origin: 'VIE', destination: 'XAA', departsOn: '2026-11-26' };
  return {
    ...{ id, transferredOn: '2026-11-24', receivedAtMs: 0, version: 1, state: 'active', term: 'initial' },
    ...{ cancelled: false, isList: false, flight, open, unseal: () => Promise.resolve(hasKey ? sealed : undefined) },
  } as unknown as FoundRecord;
}

describe('pages of passenger name records', () => {
  it('go on behind a record that cannot be shown any more', async () => {
    const all = [stored('PNR-1', true), stored('PNR-2', false), stored('PNR-3', true), stored('PNR-4', true)];
    const records = {
      find: () => Promise.resolve(undefined),
      candidates: (_: unknown, __: unknown, after: { id: string } | undefined, most: number) =>
        Promise.resolve(
          all.slice(after === undefined ? 0 : all.findIndex(({ id }) => id === after.id) + 1).slice(0, most),
        ),
    };
    const seen: string[] = [];
    let after: Parameters<typeof findRecords>[2]['after'];
    do {
      const page = await findRecords(records, { document: 'X' }, { size: 2, after }, context);
      seen.push(...page.shown.map(({ record }) => record.id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).to.deep.equal(['PNR-1', 'PNR-3', 'PNR-4']);
  });

  it('are refused for what shares something with a record of more than 200 documents', async () => {
    // Twenty each, as many as anybody may have.
    const others = Array.from({ length: 10 }, (_, n) => `TIF+PROBE${'ABCDEFGHIJ'.charAt(n)}+ANNAMRS:A:${n + 2}`);
    const docs = Array.from(
      { length: 201 },
      (_, n) => `SSR+DOCS:HK:1:ZZ:::::/P/UTO/L${1000 + n}/UTO/12AUG74/F/15APR32/PROBE/ANNA+::${Math.floor(n / 20) + 1}`,
    );
    const records = {
      find: () => Promise.resolve(stored('PNR-1', true, ...others, ...docs)),
      candidates: () => Promise.reject(new Error('not looked for')),
    };
    const refused = await findRecords(records, { linkedTo: 'PNR-1' }, { size: 2, after: undefined }, context).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(Refusal);
    expect((refused as Refusal).violations.map(({ field, rule }) => [field, rule])).to.deep.equal([
      ['criteria.linked_to', 'max_items'],
    ]);
  });
});
