import { expect } from 'chai';
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createTokenizer, tokenOf } from '../../../src/audit/vault/blind-index.js';
import { openIndexKeys, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { findByTokens } from '../../../src/audit/vault/find-by-tokens.js';
import type { IndexField, IndexTerm } from '../../../src/shared/index-term.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture, TestClock } from '../log-fixture.js';

const FIELDS: readonly IndexField[] = ['officer', 'subject', 'document', 'plate', 'vin', 'case', 'unit'];
const PLATE: IndexTerm = { field: 'plate', value: 'XA123' };
const OFFICER: IndexTerm = { field: 'officer', value: 'synthetic-17' };

describe('tokens of the blind index', () => {
  it('are the first 16 bytes of HMAC-SHA-256 over field, 00 and value', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(
          fc.record({ field: fc.constantFrom(...FIELDS), value: fc.string({ unit: 'grapheme', maxLength: 200 }) }),
          {
            maxLength: 16,
          },
        ),
        (key, terms) => {
          const byHand = terms.map(({ field, value }) =>
            createHmac('sha256', key).update(`${field}\0${value}`).digest().subarray(0, 16),
          );
          expect(createTokenizer(key).tokens(terms).equals(Buffer.concat(byHand))).to.be.true;
          terms.forEach((term, i) => expect(tokenOf(key, term).equals(byHand[i]!)).to.be.true);
        },
      ),
    );
  });

  it('differ by field, value and key', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const tokens = [
      tokenOf(one, PLATE),
      tokenOf(other, PLATE),
      tokenOf(one, { field: 'document', value: PLATE.value }),
      tokenOf(one, { field: 'plate', value: 'XA124' }),
    ];
    expect(new Set(tokens.map((token) => token.toString('hex'))).size).to.equal(4);
  });

  it('have limits', () => {
    const { tokens } = createTokenizer(randomBytes(32));
    // 100 records of three terms each.
    expect(tokens(Array.from({ length: 300 }, () => PLATE))).to.have.length(300 * 16);
    expect(() => tokens(Array.from({ length: 301 }, () => PLATE))).to.throw(RangeError, '300');
    expect(() => tokens([{ field: 'case', value: 'ä'.repeat(1_025) }])).to.throw(RangeError, '2,048');
    expect(tokens([{ field: 'case', value: 'ä'.repeat(1_024) }])).to.have.length(16);
    expect(() => createTokenizer(randomBytes(31))).to.throw(RangeError);
  });
});

describe('search in the blind index', () => {
  let fixture: LogFixture;
  const clock = new TestClock();
  before(async () => {
    fixture = await createLogFixture();
  });
  after(() => fixture.dispose());

  it('finds what was logged, in the index or not yet, over weeks and classes, newest first', async () => {
    const log = await fixture.open({ clock });
    await log.append(intent({ terms: [OFFICER, PLATE] }));
    await log.append(intent({ terms: [OFFICER] }));
    await log.append(intent());
    clock.time += 7 * 86_400_000;
    await log.append(intent({ terms: [PLATE], retention: 'iop-1y' }));
    await log.tokensIndexed();
    await log.append(intent({ terms: [OFFICER, PLATE, OFFICER] }));

    const dpo = connectDatabase(fixture.url, { applicationName: 'test-dpo', max: 1, role: 'ostiary_dpo' });
    const keys = await openIndexKeys(fixture.keyFolder);
    try {
      const officer = await keys.tokensOf(OFFICER);
      expect(officer.map(({ bucket }) => bucket).sort()).to.deep.equal([
        'iop-1y/2026-W49',
        'sis-3y/2026-W48',
        'sis-3y/2026-W49',
      ]);
      const find = async (term: IndexTerm, options = {}) => findByTokens(dpo, await keys.tokensOf(term), options);
      expect(await find(OFFICER)).to.deep.equal([4, 1, 0]);
      expect(await find(PLATE)).to.deep.equal([4, 3, 0]);
      expect(await find(PLATE, { limit: 2 })).to.deep.equal([4, 3]);
      expect(await find(PLATE, { from: 1, end: 4 })).to.deep.equal([3]);
      expect(await find({ field: 'vin', value: 'XA123' })).to.deep.equal([]);
      expect(await findByTokens(dpo, [])).to.deep.equal([]);

      const [counted] = await fixture.admin<{ n: string }[]>`SELECT count(*) AS n FROM audit.log_token`;
      expect(counted!.n).to.equal('4');
      await dpo`SELECT audit.forget_token_index()`;
      expect(await find(OFFICER), 'without an index').to.deep.equal([4, 1, 0]);
      await log.tokensIndexed();
      expect(await find(OFFICER), 'built again').to.deep.equal([4, 1, 0]);
    } finally {
      await dpo.end();
    }
  });

  it('finds the last of as many terms as an entry may have', async () => {
    const log = await fixture.open({ clock });
    const terms = Array.from({ length: 300 }, (_, n): IndexTerm => ({ field: 'vin', value: `VIN${n}` }));
    const { index } = await log.append(intent({ terms }));
    const dpo = connectDatabase(fixture.url, { applicationName: 'test-dpo', max: 1, role: 'ostiary_dpo' });
    const keys = await openIndexKeys(fixture.keyFolder);
    try {
      const last = await keys.tokensOf(terms[299]!);
      expect(await findByTokens(dpo, last), 'before it is indexed').to.deep.equal([index]);
      await log.tokensIndexed();
      expect(await findByTokens(dpo, last)).to.deep.equal([index]);
    } finally {
      await dpo.end();
    }
  });

  it('is not for the gateway', async () => {
    const gateway = connectDatabase(fixture.url, { applicationName: 'test', max: 1, role: 'ostiary_gateway' });
    const refused: string[] = [];
    for (const query of [
      gateway`SELECT FROM audit.log_token`,
      gateway`SELECT tokens FROM audit.log_payload`,
      gateway`SELECT FROM audit.token_bucket`,
      gateway`SELECT audit.forget_token_index()`,
    ]) {
      await query.catch((error: unknown) => refused.push(String((error as { code?: string }).code)));
    }
    await gateway.end();
    expect(refused).to.deep.equal(['42501', '42501', '42501', '42501']);
  });

  it('is refused for terms beside nothing sealed, and for too many', async () => {
    const log = await fixture.open({ clock });
    const wrapper = await (await openKeyWrapper(fixture.keyFolder)).wrapperFor('ops/2026-W48');
    expect(wrapper.tokens([PLATE])).to.have.length(16);
    const terms = Array.from({ length: 301 }, () => PLATE);
    for (const draft of [intent({ terms }), intent({ sections: {}, terms: [PLATE] })]) {
      const error = await log.append(draft).then(
        () => 'no error',
        (reason: unknown) => String(reason),
      );
      expect(error).to.match(/300 index terms|beside no sections/);
    }
  });
});
