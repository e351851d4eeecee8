/** Pages end before their entry in the log would take more terms than an entry has. */
import { expect } from 'chai';
import { type AccessScope, MAX_ANSWER_TERMS } from '../../../../src/adapters/adapter.js';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { FormBox, FormState, MessageSubject } from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import { bureau, police, type SireneFixture, sireneFixture } from './fixture.js';

/** As many as the contract allows: ten identities and ten documents, each a term of its own. */
const TEN = Array.from('abcdefghij');
const IN_A_PAGE = MAX_ANSWER_TERMS / (2 * TEN.length);
const MANY = IN_A_PAGE + 3;

const summoned = testAlerts('2026-11-26').find(
  (alert): alert is PersonAlert => alert.subject === 'person' && alert.reference === TEST_ALERTS.summoned,
)!;
const alertOf = (n: number): PersonAlert => ({
  ...summoned,
  reference: `SIM-XC-${String(n).padStart(26, '0')}`,
  createdBy: 'XC-POLICE',
  identities: TEN.map((letter) => ({
    ...summoned.identities[0],
    surname: `Viele${'klmnopqrstuvwxyzabcdef'[n]}${letter}`,
  })) as unknown as PersonAlert['identities'],
  documents: TEN.map((letter) => ({
    type: 'passport',
    issuingCountry: 'XC',
    number: `N${n}${letter}`,
  })) as unknown as PersonAlert['documents'],
});
const references = Array.from({ length: MANY }, (_, n) => alertOf(n).reference);

describe('a page of the exchange of supplementary information', () => {
  let sirene: SireneFixture;
  before(async () => {
    sirene = await sireneFixture();
    await sirene.load(references.map((_, n) => alertOf(n)));
  });
  after(() => sirene.stop());

  const termsOfPage = (): number =>
    new Set(sirene.disclosed().flatMap(({ terms = [] }) => terms.map(({ field, value }) => `${field}:${value}`))).size;

  it('of hits ends where the log could not be searched by all of them, and the next goes on from there', async () => {
    for (const alertReference of references) {
      sirene.time.now += 1;
      await sirene.report(police('XA'), { alertReference });
    }
    const first = await sirene.hitsPage(bureau('XA'), { pageSize: 100 });
    expect(termsOfPage()).to.equal(MAX_ANSWER_TERMS);
    const rest = await sirene.hitsPage(bureau('XA'), { pageSize: 100, pageToken: first.nextPageToken });
    expect([first, rest].map(({ hits }) => hits.length)).to.deep.equal([IN_A_PAGE, MANY - IN_A_PAGE]);
    expect([...first.hits, ...rest.hits].map(({ alertReference }) => alertReference)).to.deep.equal(
      references.toReversed(),
    );
    expect(rest.nextPageToken).to.equal('');
  });

  it('of notices as well, and what is not on it is not delivered', async () => {
    for (const alertReference of references) {
      sirene.time.now += 1;
      const value = { subject: MessageSubject.PURPOSE_ACHIEVED, text: 'whereabouts were communicated' };
      await sirene.sendOne(bureau('XC'), { alertReference, body: { $case: 'message', value } });
    }
    const creator: AccessScope = { ...police('XC'), categories: new Set(['JPR']) };
    const states = async () =>
      (await sirene.list(bureau('XC'), { box: FormBox.OUTBOX, pageSize: 100 })).map(({ state }) => state);
    const query = { box: FormBox.NOTICES, pageSize: 100 };
    const first = await sirene.page(creator, query);
    expect(termsOfPage()).to.equal(MAX_ANSWER_TERMS);
    expect(await states()).to.deep.equal(
      references.map((_, at) => (at < IN_A_PAGE ? FormState.DELIVERED : FormState.SENT)),
    );
    const rest = await sirene.page(creator, { ...query, pageToken: first.nextPageToken });
    expect([...first.forms, ...rest.forms].map(({ alertReference }) => alertReference)).to.deep.equal(
      references.toReversed(),
    );
    expect([first.forms.length, rest.nextPageToken]).to.deep.equal([IN_A_PAGE, '']);
    expect(new Set(await states())).to.deep.equal(new Set([FormState.DELIVERED]));
  });
});
