import { expect } from 'chai';
import type { Answer } from '../../../src/adapters/adapter.js';
import type { Alert, PersonAlert } from '../../../src/adapters/sis/domain/alert.js';
import { TEST_ALERTS, testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  AlertCategory,
  Gender,
  IdentityStatus,
  MatchKind,
  MatchMode,
  WarningMarker,
  type SearchPersonsRequest,
  type SearchPersonsResponse,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import {
  byDocument,
  byName,
  contextOf,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
} from './simulated-sis.js';

describe('searchPersons', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
  });
  after(() => sis.close());

  const ask = (request: SearchPersonsRequest, scope = scopeOf()): Promise<Answer<SearchPersonsResponse>> =>
    sis.adapter.operations.searchPersons.parse(request).ask(contextOf(scope));

  const references = ({ response }: Answer<SearchPersonsResponse>) =>
    response.matches.map(({ alertReference }) => alertReference);

  const inexact = { matchMode: MatchMode.INEXACT };

  describe('test persons', () => {
    for (const [surname, forename, kind, score] of [
      ['Müller-Beispiel', 'Jürgen', MatchKind.EXACT, 1],
      ['MUELLER BEISPIEL', 'JUERGEN', MatchKind.EXACT, 1],
      ['müller beispiel', '', MatchKind.EXACT, 1],
      ['Muller-Beispiel', 'Jurgen', MatchKind.TRANSLITERATED, 0.98],
      ['MUXXLLER BEISPIEL', 'JUERGEN', MatchKind.TRANSLITERATED, 0.98],
    ] as const) {
      it(`find the wanted one as ${surname}, ${forename}`, async () => {
        const answer = await ask(byName(surname, forename, '1975-03-14'));
        expect(answer.status).to.equal('HIT');
        const [match] = answer.response.matches;
        expect(match).to.deep.include({
          alertReference: TEST_ALERTS.wanted,
          issuingState: 'XB',
          category: AlertCategory.ARR,
          ownState: false,
          action: 'Arrest for surrender or extradition',
          warningMarkers: [WarningMarker.ARMED, WarningMarker.VIOLENT],
          handling: undefined,
        });
        expect(match!.match).to.deep.include({ kind, score });
        expect(match!.identity).to.deep.equal({
          status: IdentityStatus.CONFIRMED,
          surname: 'Müller-Beispiel',
          forename: 'Jürgen',
          dateOfBirth: '1975-03-14',
          gender: Gender.MALE,
          nationalities: ['DE'],
          placeOfBirth: 'Köln',
        });
        expect(answer.disclosures).to.deep.equal([
          {
            reference: TEST_ALERTS.wanted,
            category: 'ARR',
            terms: [{ field: 'subject', value: 'MUELLER BEISPIEL:1975-03-14' }],
          },
        ]);
      });
    }

    it('find a Cyrillic name in Cyrillic and by its ICAO transliteration', async () => {
      for (const [surname, forename, kind] of [
        ['Щербаков-Пробный', 'Юлий', MatchKind.EXACT],
        ['SHCHERBAKOV PROBNYI', 'IULII', MatchKind.EXACT],
        ['SHTERBAKOV PROBNYI', 'IULII', MatchKind.TRANSLITERATED],
      ] as const) {
        const answer = await ask(byName(surname, forename, '1981-11-02'));
        expect(references(answer), surname).to.deep.equal([TEST_ALERTS.summoned]);
        expect(answer.response.matches[0]!.match!.kind, surname).to.equal(kind);
      }
    });

    it('find a Greek name, transliterated at best', async () => {
      const greek = await ask(byName('ΔΟΚΙΜΌΠΟΥΛΟΣ', 'Ευάγγελος', '1958-02-17'));
      expect(greek.response.matches[0]!.match!.kind).to.equal(MatchKind.EXACT);
      const latin = await ask(byName('Dokimopoulos', 'Evangelos', '1958-02-17'));
      expect(references(latin)).to.deep.equal([TEST_ALERTS.missingAdult]);
      expect(latin.response.matches[0]!.match!.kind).to.equal(MatchKind.TRANSLITERATED);
    });

    it('mark a discreet check as not to be disclosed to the subject', async () => {
      const answer = await ask(byName('Esempio', 'Chiara', '1969-07-21'));
      expect(references(answer)).to.deep.equal([TEST_ALERTS.discreetlyChecked]);
      expect(answer.response.matches[0]!.handling!.codes).to.deep.equal([
        HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT,
        HandlingCode.CONTACT_SIRENE,
      ]);
    });

    it('find the missing child and the person refused entry', async () => {
      const child = await ask(byName('Przykladowa', 'Zofia', '2012-06-30'));
      expect(references(child)).to.deep.equal([TEST_ALERTS.missingChild]);
      expect(child.disclosures.map(({ ofMinor }) => ofMinor)).to.deep.equal([true]);
      expect(references(await ask(byName('OERNEKOGLU', 'AYSE NUR', '1990-12-05')))).to.deep.equal([
        TEST_ALERTS.refusedEntry,
      ]);
    });

    it('do not count an alert of the own state as a hit, but list it', async () => {
      const own = await ask(byName('Exemple', 'Noémie', '1984-04-09'));
      expect(own.status).to.equal('NO_HIT');
      expect(references(own)).to.deep.equal([TEST_ALERTS.wantedByOwnState]);
      expect(own.response.matches[0]!.ownState).to.equal(true);
      expect(own.disclosures).to.have.length(1);
      const others = await ask(byName('Exemple', 'Noémie', '1984-04-09'), scopeOf('XB'));
      expect(others.status).to.equal('HIT');
      expect(others.response.matches[0]!.ownState).to.equal(false);
    });

    it('no longer find one whose alert has reached its term', async () => {
      expect(references(await ask(byName('Vzorová', 'Božena', '1962-09-27')))).to.deep.equal([]);
    });

    it('say whose identity is misused, and to ask the SIRENE Bureau', async () => {
      const answer = await ask(byName('Mintás', 'Ödön', '1971-01-08'));
      expect(references(answer)).to.deep.equal([TEST_ALERTS.impersonator]);
      expect(answer.response.matches[0]!.identity!.status).to.equal(IdentityStatus.MISUSED);
      expect(answer.response.matches[0]!.handling!.codes).to.deep.equal([
        HandlingCode.CONTACT_SIRENE,
        HandlingCode.DISTINGUISH_VICTIM_ONLY,
      ]);
    });

    it('are found in the log under the identity that was shown, and under the main one', async () => {
      const main = { field: 'subject', value: 'ALNEV:1973-00-00' };
      const victim = { field: 'subject', value: 'MINTAS:1971-01-08' };
      const shown = await ask(byName('Mintás', 'Ödön', '1971-01-08'));
      expect(shown.disclosures[0]!.terms).to.deep.equal([main, victim]);
      const alias = await ask(byName('Álnév', 'Ödön', '1973-00-00'));
      expect(alias.disclosures[0]!.terms).to.deep.equal([main]);
    });

    it('do not find who is known nowhere', async () => {
      const answer = await ask(byName('Inconnu', 'Désiré', '1979-10-25', inexact));
      expect(answer).to.deep.include({ status: 'NO_HIT', disclosures: [] });
      expect(answer.response).to.deep.include({ matches: [], truncated: false });
    });

    it('are found by their document, separators and case apart', async () => {
      for (const number of ['TB1234567', 'tb 123-45.67']) {
        const answer = await ask(byDocument(number));
        expect(references(answer)).to.deep.equal([TEST_ALERTS.wanted]);
        expect(answer.response.matches[0]!.match).to.deep.equal({
          kind: MatchKind.EXACT,
          score: 1,
          rules: ['document number: equal'],
        });
      }
      expect(references(await ask(byDocument('TB1234567', 'XB')))).to.have.length(1);
      expect(references(await ask(byDocument('TB1234567', 'XC')))).to.deep.equal([]);
      expect(references(await ask({ ...byDocument('TB123456'), ...inexact }))).to.deep.equal([]);
    });

    it('are found by a document misread O for 0 in an inexact search alone, which says so', async () => {
      const misread = byDocument('TBI234567');
      expect(references(await ask(misread))).to.deep.equal([]);
      const answer = await ask({ ...misread, ...inexact });
      expect(references(answer)).to.deep.equal([TEST_ALERTS.wanted]);
      expect(answer.response.matches[0]!.match).to.deep.equal({
        kind: MatchKind.INEXACT,
        score: 0.9,
        rules: ['document number: equal but for O and 0 or I and 1'],
      });
    });

    it('are searched by a document whose check digit is wrong, with a warning', async () => {
      // ICAO Doc 9303-4, Appendix A: the check digit of L898902C3 is 6.
      const warnings = async (digit: string) =>
        (await ask(byDocument('L898902C3', '', digit))).response.warnings.map(({ field, rule }) => [field, rule]);
      expect(await warnings('6')).to.deep.equal([]);
      expect(await warnings('')).to.deep.equal([]);
      expect(await warnings('7')).to.deep.equal([['document.check_digit', 'check_digit']]);
    });

    it('are found by name or by document if both are given', async () => {
      const { document } = byDocument('TB1234567');
      const answer = await ask({ ...byName('Esempio', 'Chiara', '1969-07-21'), document });
      expect(references(answer)).to.have.members([TEST_ALERTS.wanted, TEST_ALERTS.discreetlyChecked]);
    });
  });

  describe('inexact', () => {
    const rows: readonly [string, string, string, number][] = [
      ['Muellerr Beispiel', 'Juergen', '1975-03-14', 0.9],
      ['Juergen', 'Mueller Beispiel', '1975-03-14', 0.9],
      ['Beispiel Mueller', 'Juergen', '1975-03-14', 0.9],
      ['Juergen Mueller Beispiel', '', '1975-03-14', 0.9],
      ['Mueller Beispiel', 'Juergen', '1975-03-24', 0.9],
      ['Mueller Beispiel', 'Juergen', '1985-03-14', 0.9],
      ['Mueller Beispiel', 'Juergem', '1975-03-24', 0.8],
      ['Juergem', 'Mueller Beispiel', '1975-03-14', 0.7],
      ['Mueller Beispiel', 'Juergen', '1975-00-00', 0.7],
    ];
    for (const [surname, forename, dateOfBirth, score] of rows) {
      it(`finds ${surname}, ${forename}, ${dateOfBirth} with ${score}`, async () => {
        const answer = await ask(byName(surname, forename, dateOfBirth, inexact));
        expect(references(answer)).to.deep.equal([TEST_ALERTS.wanted]);
        expect(answer.response.matches[0]!.match).to.deep.include({ kind: MatchKind.INEXACT, score });
        expect(answer.response.matches[0]!.match!.rules).to.not.be.empty;
      });
    }

    it('finds day and month inverted', async () => {
      const answer = await ask(byName('Exemple', 'Noemie', '1984-09-04', inexact));
      expect(answer.response.matches[0]!.match).to.deep.equal({
        kind: MatchKind.INEXACT,
        score: 0.9,
        rules: ['family name: equal', 'given name: transliteration variant', 'date of birth: day and month swapped'],
      });
    });

    it('finds a year on record for a full date asked, and not in an exact search', async () => {
      const full = byName('Пробенко', 'Тарас', '1988-05-06', inexact);
      expect((await ask(full)).response.matches[0]!.match).to.deep.include({ kind: MatchKind.INEXACT, score: 0.7 });
      expect(references(await ask({ ...full, matchMode: MatchMode.EXACT }))).to.deep.equal([]);
      const year = await ask(byName('Пробенко', 'Тарас', '1988-00-00'));
      expect(year.response.matches[0]!.match).to.deep.include({ kind: MatchKind.EXACT, score: 1 });
    });

    it('explains itself field by field', async () => {
      const rulesFor = async (surname: string, forename: string, date: string) =>
        (await ask(byName(surname, forename, date, inexact))).response.matches[0]!.match!.rules;
      expect(await rulesFor('Muller Beispiel', 'Juergem', '1975-03-14')).to.deep.equal([
        'family name: transliteration variant',
        'given name: one character inserted, deleted or replaced',
        'date of birth: equal',
      ]);
      expect(await rulesFor('Juergen', 'Mueller Beispiel', '1975-03-14')).to.deep.equal([
        'names: family name and given name exchanged',
        'date of birth: equal',
      ]);
      expect(await rulesFor('Müller-Beispiel', '', '1975-03-15')).to.deep.equal([
        'family name: equal',
        'date of birth: one digit differs',
      ]);
    });

    it('is not used when not asked for', async () => {
      for (const [surname, forename, dateOfBirth] of rows.slice(0, -1)) {
        expect(references(await ask(byName(surname, forename, dateOfBirth))), surname).to.deep.equal([]);
      }
    });

    it('still finds exact matches, before all others', async () => {
      const answer = await ask(byName('Müller-Beispiel', 'Jürgen', '1975-03-14', inexact));
      expect(answer.response.matches[0]!.match).to.deep.include({ kind: MatchKind.EXACT, score: 1 });
    });

    it('gives up what two rules on the name and one on the date would be needed for', async () => {
      expect(references(await ask(byName('Juergem', 'Mueller Beispiel', '1975-03-24', inexact)))).to.deep.equal([]);
      expect(references(await ask(byName('Mueller Beispiel', 'Juergen', '1986-03-15', inexact)))).to.deep.equal([]);
    });
  });

  describe('narrowing', () => {
    it('leaves a date of birth open where the question does', async () => {
      for (const date of ['1975-03-00', '1975-00-00']) {
        const answer = await ask(byName('Mueller Beispiel', 'Juergen', date));
        expect(references(answer), date).to.deep.equal([TEST_ALERTS.wanted]);
        expect(answer.response.matches[0]!.match!.kind).to.equal(MatchKind.INEXACT);
      }
      expect(references(await ask(byName('Mueller Beispiel', 'Juergen', '1975-04-00')))).to.deep.equal([]);
    });

    it('goes by gender and nationality only where the record says otherwise', async () => {
      const narrow = (gender: Gender, nationality: string) =>
        ask(byName('Exemple', 'Noémie', '1984-04-09', { gender, nationality })).then(
          (answer) => references(answer).length,
        );
      expect(await narrow(Gender.FEMALE, 'FR')).to.equal(1);
      expect(await narrow(Gender.OTHER, '')).to.equal(1);
      expect(await narrow(Gender.MALE, '')).to.equal(0);
      expect(await narrow(Gender.UNSPECIFIED, 'BE')).to.equal(0);
      const alias = await ask(byName('Álnév', 'Ödön', '1973-00-00', { nationality: 'FR' }));
      expect(references(alias)).to.deep.equal([TEST_ALERTS.impersonator]);
    });

    it('goes by the place of birth where the record states another', async () => {
      const born = (placeOfBirth: string, mode = {}) =>
        ask(byName('Mueller Beispiel', 'Juergen', '1975-03-14', { placeOfBirth, ...mode })).then(
          (answer) => references(answer).length,
        );
      for (const place of ['Köln', 'KOELN', 'Koln']) expect(await born(place), place).to.equal(1);
      expect(await born('Koelm')).to.equal(0);
      expect(await born('Koelm', inexact)).to.equal(1);
      expect(await born('Kiel', inexact)).to.equal(0);
      const alias = await ask(byName('Álnév', 'Ödön', '1973-00-00', { placeOfBirth: 'Pécs' }));
      expect(references(alias)).to.deep.equal([TEST_ALERTS.impersonator]);
    });

    it('goes by the categories asked for', async () => {
      const search = (...categories: AlertCategory[]) =>
        ask(byName('Exemple', 'Noémie', '1984-04-09', { categories })).then((answer) => references(answer).length);
      expect(await search(AlertCategory.ARR)).to.equal(1);
      expect(await search(AlertCategory.REF, AlertCategory.JPR)).to.equal(0);
    });
  });

  it('keeps unknown persons out of reach of every name: they have no key', async () => {
    const rows = await sis.sql`select from sis.person_key where day & 31 = 16`;
    expect(rows).to.have.length(0);
    let refused: unknown;
    await sis.sql`insert into sis.person_key values (1, ${32 * 512 * 1980 + 16}, 1)`.catch(
      (error: unknown) => (refused = error),
    );
    expect(refused).to.have.property('code', '23514');
  });

  it('puts what is carried out first before the rest of what corresponds as well (Art. 23(4))', async () => {
    const [wanted] = testAlerts(TODAY) as [PersonAlert];
    // By their references alone they would come the other way round.
    const order = ['ARR', 'REF', 'MIS-P', 'SPC', 'DSC', 'JPR', 'INF'] as const;
    const alerts = order.map((category, at): PersonAlert => {
      const reference = `SIM-XB-0000000000000000000000000${9 - at}`;
      return { ...wanted, category, reference, refusalBasis: 'serious_threat' };
    });
    await sis.load(alerts);
    const { surname, forename, dateOfBirth } = wanted.identities[0];
    expect(references(await ask(byName(surname, forename, dateOfBirth)))).to.deep.equal(
      alerts.map(({ reference }) => reference),
    );
    await sis.load(testAlerts(TODAY));
  });

  it('puts other states before the own one, and says when there are more than fit', async () => {
    const [wanted] = testAlerts(TODAY);
    const states = ['XA', 'XC', 'XD'].map((issuingState): Alert => ({
      ...wanted!,
      issuingState,
      reference: `SIM-${issuingState}-00000000000000000000000001`,
    }));
    await sis.load(states);
    const search = (maxCandidates: number) =>
      ask(byName('Müller-Beispiel', 'Jürgen', '1975-03-14', { maxCandidates, categories: [AlertCategory.ARR] }));
    const all = await search(0);
    expect(all.response.matches.map(({ issuingState }) => issuingState)).to.deep.equal(['XC', 'XD', 'XA']);
    expect(all.response.truncated).to.equal(false);
    const some = await search(1);
    expect(some.response.matches.map(({ issuingState }) => issuingState)).to.deep.equal(['XC']);
    expect(some.response.truncated).to.equal(true);
    expect(some.disclosures).to.have.length(1);
    await sis.load(testAlerts(TODAY));
  });

  it("is a hit when another state's alert corresponds, also one that does not fit", async () => {
    const [wanted] = testAlerts(TODAY) as [PersonAlert];
    await sis.load([
      { ...wanted, issuingState: 'XA', reference: 'SIM-XA-00000000000000000000000001' },
      {
        ...wanted,
        issuingState: 'XC',
        reference: 'SIM-XC-00000000000000000000000001',
        identities: [{ ...wanted.identities[0], surname: 'Müllerr-Beispiel' }],
      },
    ]);
    const question = byName('Müller-Beispiel', 'Jürgen', '1975-03-14', { ...inexact, maxCandidates: 1 });
    const answer = await ask(question);
    expect(references(answer)).to.deep.equal(['SIM-XA-00000000000000000000000001']);
    expect(answer.response.truncated).to.equal(true);
    expect(answer.status).to.equal('HIT');
    expect(answer.response.outcome!.status).to.equal(OutcomeStatus.HIT);
    await sis.load(testAlerts(TODAY));
  });

  it('finds names in any script and of any look', async () => {
    const [frame] = testAlerts(TODAY) as [PersonAlert];
    const odd = ["O'", 'Ng', '志成', 'محمد', 'გიორგი', "'t Hooft", 'ﬁsher', 'Nguyễn', 'X Æ A-12', '\\N', 'a\\tb'];
    await sis.load(
      odd.map((surname, at): Alert => ({
        ...frame,
        reference: `SIM-XB-0000000000000000000000000${at.toString(32).toUpperCase()}`,
        identities: [{ ...frame.identities[0], surname, forename: '' }],
      })),
    );
    for (const [at, surname] of odd.entries()) {
      const answer = await ask(byName(surname, '', '1975-03-14'));
      expect(
        answer.response.matches.map(({ identity }) => identity!.surname),
        `${at}`,
      ).to.include(surname);
    }
    await sis.load(testAlerts(TODAY));
  });
});
