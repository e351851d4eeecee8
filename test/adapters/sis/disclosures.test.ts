import { expect } from 'chai';
import fc from 'fast-check';
import { discloseAlert, disclosePersonMatch } from '../../../src/adapters/sis/disclosures.js';
import { names } from '../../../src/matching/names/compare-names.js';
import { personTerm } from '../../../src/matching/index-terms.js';
import type { Identity } from '../../../src/adapters/sis/domain/identity.js';
import { anyAlert, match, objectAlert, personAlert } from '../../gateway/disclosure/random-alerts.js';

const termOf = ({ surname, forename, dateOfBirth }: Identity) => personTerm(names(surname, forename), dateOfBirth);
const isDistinct = (terms: readonly unknown[]): boolean =>
  new Set(terms.map((term) => JSON.stringify(term))).size === terms.length;

const TODAY = '2026-10-24';

describe('what the log finds a disclosure by', () => {
  it('of a match: the main identity and the one that is shown, each once (property)', () => {
    fc.assert(
      fc.property(personAlert, fc.nat(3), match, (alert, at, how) => {
        const identity = alert.identities[at % alert.identities.length]!;
        const terms = disclosePersonMatch({ alert, identity, match: how }, TODAY).terms!;
        expect(terms).to.deep.include(termOf(alert.identities[0]));
        expect(terms).to.deep.include(termOf(identity));
        expect(terms.length).to.be.at.most(2);
        expect(isDistinct(terms)).to.equal(true);
      }),
    );
  });

  it('of an alert that is read: every identity, each once (property)', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        const terms = discloseAlert(alert).terms!;
        if (alert.subject === 'person') {
          for (const identity of alert.identities) expect(terms).to.deep.include(termOf(identity));
        }
        expect(isDistinct(terms.filter(({ field }) => field === 'subject'))).to.equal(true);
      }),
    );
  });

  it('of two spellings of one name: one term', () => {
    const [alert] = fc.sample(personAlert, { numRuns: 1, seed: 1 });
    const main = {
      status: 'confirmed',
      surname: 'Müller',
      forename: 'A',
      dateOfBirth: '1975-03-14',
      nationalities: [],
    };
    const identities = [main, { ...main, status: 'alias', surname: 'MUELLER', forename: 'B' }] as unknown as [
      Identity,
      Identity,
    ];
    const about = { ...alert!, identities, documents: [] };
    const found = { alert: about, identity: identities[1], match: { kind: 'exact', score: 1, rules: [] } } as const;
    const expected = [{ field: 'subject', value: 'MUELLER:1975-03-14' }];
    expect(disclosePersonMatch(found, TODAY).terms).to.deep.equal(expected);
    expect(discloseAlert(about).terms).to.deep.equal(expected);
  });
});

describe('whether a record shows that its person is a child (1862 Art. 33(4): consent is that of persons of age)', () => {
  const [sample] = fc.sample(personAlert, { numRuns: 1, seed: 1 });
  const bornOn = (...dates: readonly [string, ...string[]]) => {
    const identities = dates.map((dateOfBirth) => ({ ...sample!.identities[0], dateOfBirth }));
    const alert = { ...sample!, identities: identities as unknown as [Identity] };
    const [identity] = alert.identities;
    const found = disclosePersonMatch({ alert, identity, match: { kind: 'exact', score: 1, rules: [] } }, TODAY);
    expect(discloseAlert(alert, TODAY).ofMinor).to.equal(found.ofMinor);
    return found.ofMinor;
  };

  it('goes by the eighteenth birthday', () => {
    expect(bornOn('2008-10-25')).to.equal(true);
    expect(bornOn('2008-10-24')).to.equal(undefined);
  });

  it('takes an unknown day or month for that of an adult, and the oldest of several identities', () => {
    expect(bornOn('2008-10-00')).to.equal(undefined);
    expect(bornOn('2008-00-00')).to.equal(undefined);
    expect(bornOn('2009-00-00')).to.equal(true);
    expect(bornOn('2012-05-01', '2006-05-01')).to.equal(undefined);
  });

  it('does not, of an object, and of what is kept as a copy', () => {
    const [object] = fc.sample(objectAlert, { numRuns: 1, seed: 1 });
    expect(discloseAlert(object!, TODAY).ofMinor).to.equal(undefined);
    const child = { ...sample!, identities: [{ ...sample!.identities[0], dateOfBirth: '2015-01-01' }] as [Identity] };
    expect(discloseAlert(child).ofMinor).to.equal(undefined);
  });
});
