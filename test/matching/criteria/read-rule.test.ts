import { expect } from 'chai';
import { readRule } from '../../../src/matching/criteria/read-rule.js';
import { faultsOf, read, RULE, ruleOf } from './rules.js';

const [oneWay, late, paid] = RULE.all;
const withAtom = (atom: object): object => ({ all: [oneWay, late, paid, atom] });

describe('reading a pre-determined criterion', () => {
  it('takes a rule that is sound, signed and in time', () => {
    const { rule, faults } = read();
    expect(faults).to.deep.equal([]);
    expect(rule).to.deep.include({ id: 'R-2027-014', version: 3, purpose: ['PNR-04'], routes: [['*', 'VIE']] });
  });

  it('calls rules with equal content by one hash, however they are spelt, and others by another', () => {
    const turned = Object.fromEntries(Object.entries(RULE).reverse());
    expect(ruleOf(turned).sha256).to.equal(ruleOf().sha256);
    expect(ruleOf({ rationale: 'DOC-332' }).sha256).not.to.equal(ruleOf().sha256);
  });

  for (const [title, changes, expected] of [
    [
      'a field that is unknown',
      withAtom({ f: 'booking.mood', op: '=', v: 1 }),
      'all[3].f: not a field that criteria may ask about',
    ],
    [
      'earlier trips as a ground, however they are nested',
      withAtom({ any: [{ f: 'party.size', op: '=', v: 2 }, { not: { f: 'history.trips12m', op: '>=', v: 1 } }] }),
      'all[3].any[1].not: history.trips12m speaks for a traveller alone: it may exonerate, and be no ground (Art. 6(4), C-817/19)',
    ],
    [
      'earlier trips as a ground with a weight',
      { ...withAtom({ f: 'history.sameRouteTrips12m', op: '>=', v: 1 }), weight: { 'history.sameRouteTrips12m': 2 } },
      'all[3]: history.sameRouteTrips12m speaks for a traveller alone: it may exonerate, and be no ground (Art. 6(4), C-817/19)',
    ],
    [
      'few trips, or none known, that exonerate',
      { exonerating: [{ f: 'history.trips12m', op: '<', v: 2 }] },
      'exonerating[0].op: history.trips12m exonerates with >=, >',
    ],
    [
      'trips of whatever number that exonerate',
      { exonerating: [{ f: 'history.trips12m', op: '>=', v: 0 }] },
      'exonerating[0].v: is true of every value',
    ],
    [
      'a field of the prototype',
      withAtom({ f: 'constructor', op: '=', v: 1 }),
      'all[3].f: not a field that criteria may ask about',
    ],
    [
      'an operator of another type',
      withAtom({ f: 'party.size', op: 'contains', v: 2 }),
      'all[3].op: party.size is asked with =, !=, <, <=, >, >=, in, not in, between, empty',
    ],
    [
      'a value of another type',
      withAtom({ f: 'party.size', op: '=', v: '2' }),
      'all[3].v: must be a whole number from 1 to 99',
    ],
    [
      'a value out of range',
      withAtom({ f: 'party.size', op: '<', v: 100 }),
      'all[3].v: must be a whole number from 1 to 99',
    ],
    [
      'a code of another form',
      withAtom({ f: 'agency.country', op: '=', v: 'xa' }),
      'all[3].v: must be a code of the form ^[A-Z]{2}$',
    ],
    ['a turned range', withAtom({ f: 'party.size', op: 'between', v: [3, 2] }), 'all[3].v: the first is the lower one'],
    [
      'a value that stands twice',
      withAtom({ f: 'agency.country', op: 'in', v: ['XA', 'XA'] }),
      'all[3].v: must be a list of 1 to 40 different values',
    ],
    ['a value of "empty"', withAtom({ f: 'agency.country', op: 'empty', v: true }), 'all[3].v: "empty" has no v'],
    [
      'a member too many',
      withAtom({ f: 'party.size', op: '=', v: 2, w: 1 }),
      'all[3]: a condition has f, op and v, and nothing else',
    ],
    [
      'two kinds of nesting at once',
      withAtom({ any: [oneWay], not: late }),
      'all[3]: must be f with op and v, or exactly one of all, any, not',
    ],
    [
      'nesting without an end',
      withAtom(JSON.parse('{"not":'.repeat(9) + JSON.stringify(late) + '}'.repeat(9)) as object),
      'all[3].not.not.not.not.not.not.not.not: nested deeper than 8',
    ],
    ['an empty list', withAtom({ any: [] }), 'all[3].any: must be a list of 1 to 32 conditions'],
    ['sex', withAtom({ f: 'traveller.sex', op: '=', v: 'F' }), 'all[3].f: sex is no ground (Charter Art. 21)'],
    [
      'a name',
      withAtom({ f: 'traveller.surname', op: 'begins', v: 'A' }),
      'all[3].f: names stand for ethnic origin (Art. 6(4))',
    ],
    [
      'a meal, deep inside',
      withAtom({ any: [late, { not: { f: 'services.meal', op: '=', v: 'MOML' } }] }),
      'all[3].any[1].not.f: meals reveal religion or health (Art. 6(4), 13(4))',
    ],
    [
      'a language',
      withAtom({ f: 'traveller.language', op: '=', v: 'XX' }),
      'all[3].f: it stands for origin (Charter Art. 21)',
    ],
    [
      'a remark',
      withAtom({ f: 'remarks', op: 'contains', v: 'X' }),
      'all[3].f: free text and special services may reveal what is protected (Art. 13(4))',
    ],
    [
      'a protected ground without justification',
      withAtom({ f: 'traveller.ageYears', op: '<', v: 30 }),
      'justification: must say why age is necessary (Charter Art. 21, 52(1))',
    ],
    [
      'a justification of nothing',
      { justification: 'Because the analysis of last year said so, see DOC-331.' },
      'justification: justifies a ground that the rule does not have',
    ],
    [
      'a protected ground that exonerates',
      { exonerating: [{ f: 'traveller.nationality', op: '=', v: 'XAA' }] },
      'exonerating[0]: nationality must not exonerate: all others would be suspect',
    ],
    [
      'nesting in what exonerates',
      { exonerating: [{ not: late }] },
      'exonerating[0]: must be a condition with f, op and v: what exonerates is not nested',
    ],
    ['nothing that exonerates', { exonerating: [] }, 'exonerating: must say what speaks for the traveller (C-817/19)'],
    [
      'a purpose outside Annex II',
      { purpose: ['PNR-27'] },
      'purpose[0]: must be PNR-01 to PNR-26 of Annex II, or TERR',
    ],
    [
      'all flights of the world',
      { scope: { routes: [['*', '*']] } },
      'scope.routes[0]: names no airport: criteria are targeted (Art. 6(4))',
    ],
    ['a rule without end', { reviewBy: '2028-08-01' }, 'reviewBy: must be within 366 days of validFrom'],
    ['a rule that ends before it begins', { reviewBy: '2026-08-01' }, 'reviewBy: must be later than validFrom'],
    ['a day that is none', { validFrom: '2026-02-30' }, 'validFrom: must be a day as YYYY-MM-DD'],
    [
      'a title that does not read as it is',
      { title: 'one\u202eyaw' },
      'title: must have no control or invisible characters',
    ],
    [
      'a match without review',
      { action: 'deny-boarding' },
      'action: must be "manual-review": nothing else may follow from a match (Art. 6(5), 7(6))',
    ],
    ['one ground only', { minHits: 1 }, 'minHits: Too small: expected number to be >=2'],
    ['more grounds than there are', { minHits: 5 }, 'minHits: cannot be reached: all grounds together weigh 4'],
    [
      'a weight of what is not asked',
      { weight: { 'party.size': 2 } },
      'weight.party.size: the rule does not ask about it',
    ],
    ['a member that is unknown', { learning: true }, ': Unrecognized key: "learning"'],
    [
      'a test that fails',
      { tests: RULE.tests.map((test, at) => (at === 1 ? { ...test, expect: 'match' } : test)) },
      'tests[1]: must be a match, and is no match',
    ],
    ['no test of what exonerates', { tests: RULE.tests.slice(0, 2) }, 'tests: none is exonerated'],
    [
      'a test of a field that is unknown',
      { tests: [{ name: 'x', facts: { 'party.mood': 1 }, expect: 'match' }, ...RULE.tests] },
      'tests[0].facts.party.mood: not a field that criteria may ask about',
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      expect(faultsOf(changes)).to.include(`rule.json: ${expected}`.replace(': : ', ': '));
    });
  }

  it('refuses what is no JSON object, too long or ambiguous, and quotes nothing of it', () => {
    const ground = { today: '2026-11-26', signersOf: () => [] };
    for (const [content, problem] of [
      ['[1]', 'not a JSON object'],
      ['{"id": SECRET', 'not a JSON object'],
      [' '.repeat(65_537), 'longer than 65536 bytes'],
      ['{"minHits": 3, "tests": [{"name": "a: \\"b\\": c"}], "minHits" : 2}', 'names a member twice'],
      ['{"all": [{"f": "x", "\\u0066": "y"}]}', 'names a member twice'],
    ] as const) {
      expect(readRule(content, 'x.json', ground).faults).to.deep.equal([{ file: 'x.json', path: '', problem }]);
    }
  });

  it('is not brought down by a file that nests without end', () => {
    const nested = `{"all":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const { rule, faults } = readRule(nested, 'x.json', { today: '2026-11-26', signersOf: () => [] });
    expect(rule).to.equal(undefined);
    expect(faults.map(({ path }) => path)).to.include('id');
  });

  it('refuses a rule in use that two different people have not signed', () => {
    expect(faultsOf({ approvedBy: ['analyst-7'] })).to.deep.equal([
      'rule.json: approvedBy: a rule in use is approved by 2 different people',
    ]);
    expect(faultsOf({ approvedBy: ['analyst-7', 'analyst-7'] })).to.deep.equal([
      'rule.json: approvedBy: a rule in use is approved by 2 different people',
    ]);
    expect(faultsOf({}, undefined, () => ['analyst-7', 'somebody-else'])).to.deep.equal([
      'rule.json: approvedBy[1]: no good signature of lawyer-2 over this rule',
    ]);
  });

  it('lets drafts be unsigned, and holds them to everything else', () => {
    expect(faultsOf({ status: 'draft', approvedBy: [] }, undefined, () => [])).to.deep.equal([]);
    expect(faultsOf({ status: 'draft', approvedBy: [], exonerating: [] }, undefined, () => [])).to.deep.equal([
      'rule.json: exonerating: must say what speaks for the traveller (C-817/19)',
    ]);
  });

  it('has the signed text begin with what no other text of ours begins with', () => {
    const texts: string[] = [];
    read({}, undefined, (_rule, text) => (texts.push(text), []));
    expect(texts[0]).to.match(/^ostiary-criterion\/v1\n\{"action":"manual-review","all":/);
    expect(texts[0]).to.match(/\}\n$/);
  });

  it('tells a rule whose time has passed from one that is wrong, and still knows it', () => {
    const { rule, faults } = read({}, '2027-08-01');
    expect(faults).to.deep.equal([
      {
        file: 'rule.json',
        path: 'reviewBy',
        problem: 'has passed on 2027-08-01: review it and approve a new version',
        expired: true,
      },
    ]);
    expect(rule?.id).to.equal('R-2027-014');
    expect(read({}, '2027-07-31').faults).to.deep.equal([]);
  });
});
