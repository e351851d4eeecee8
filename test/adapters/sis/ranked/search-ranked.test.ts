/** Ranked searches through the adapter: the index proposes, the store decides what there is. */
import { expect } from 'chai';
import type postgres from 'postgres';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import type { Alert } from '../../../../src/adapters/sis/domain/alert.js';
import { NameIndexThread, type RankedIndex } from '../../../../src/adapters/sis/ranked/index-thread.js';
import type { RankedAnswer } from '../../../../src/adapters/sis/ranked/messages.js';
import { createSisAdapter } from '../../../../src/adapters/sis/service.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../../src/gen/ostiary/common/v1/handling.js';
import {
  IdentityStatus,
  MatchKind,
  MatchMode,
  type SearchPersonsRequest,
} from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { TEST_PERSONS } from '../../../../src/world/test-persons.js';
import { eventually } from '../../../helpers/eventually.js';
import {
  byName,
  contextOf,
  scopeOf,
  type SimulatedSis,
  startSimulatedSis,
  TODAY,
  changeAlerts,
} from '../simulated-sis.js';
import { alertOn, identity } from './named.js';

const DAY_MS = 86_400_000;
const NOON = Date.parse(`${TODAY}T12:00:00Z`);

describe('ranked searches of SIS', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let thread: NameIndexThread;
  let adapter: ReturnType<typeof createSisAdapter>;
  let now = NOON;
  const clock = { now: () => now };

  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'ranked', max: 2, role: 'ostiary_gateway' });
    thread = new NameIndexThread({ databaseUrl: sis.databaseUrl, role: 'ostiary_gateway', onFault: () => undefined });
    adapter = createSisAdapter({ sql: gateway, clock, nameIndex: thread });
  });
  beforeEach(() => {
    now = NOON;
  });
  after(async () => {
    await thread.close();
    await gateway.end();
    await sis.close();
  });

  const ranked = (surname: string, forename: string, dateOfBirth: string, rest: Parameters<typeof byName>[3] = {}) =>
    byName(surname, forename, dateOfBirth, { matchMode: MatchMode.RANKED, ...rest });
  const kovacs = ranked('Kovacs', 'Eva', '1980-04-05');
  /** Asks, again while the index is being loaded. */
  const ask = (request: SearchPersonsRequest, scope: AccessScope = scopeOf(), by = adapter) =>
    eventually(async () =>
      by.operations.searchPersons.parse(request).ask({ ...contextOf(scope), deadlineMs: now + 60_000 }),
    );
  const referencesOf = ({ response }: Awaited<ReturnType<typeof ask>>) =>
    response.matches.map(({ alertReference }) => alertReference);
  const reference = (n: number, issuingState = 'XC') => alertOn(n, [identity('', '')], { issuingState }).reference;
  const load = async (alerts: readonly Alert[]) => {
    await sis.load(alerts);
  };

  it('find a name that no rule calls similar, and say why, for a person to confirm', async () => {
    await load(testAlerts(TODAY));
    const { response, status, disclosures } = await ask(ranked('SCHERBAKOV PROBNI', 'Yuliy', '1981-11-02'));
    expect(status).to.equal('HIT');
    expect(response.matches).to.have.length(1);
    const [match] = response.matches;
    expect(match?.alertReference).to.equal(TEST_ALERTS.summoned);
    expect(match?.match?.kind).to.equal(MatchKind.RANKED);
    expect(match?.match?.score).to.be.within(0.7, 1);
    expect(match?.match?.rules).to.include('date of birth: equal');
    expect(match?.match?.rules.join()).to.match(
      /family name: (spelt differently|transliteration variant|sounds alike)/,
    );
    expect(match?.handling?.codes).to.include(HandlingCode.CONFIRM_BEFORE_USE);
    expect(disclosures.map((disclosed) => disclosed.reference)).to.deep.equal([TEST_ALERTS.summoned]);
    const inexact = await ask({ ...ranked('SCHERBAKOV PROBNI', 'Yuliy', '1981-11-02'), matchMode: MatchMode.INEXACT });
    expect(inexact.response.matches).to.deep.equal([]);
  });

  it('tell nobody anything where nobody scores enough', async () => {
    await load(testAlerts(TODAY));
    const { response, status, disclosures } = await ask(ranked('Zzyzx', 'Qwerty', '1981-11-02'));
    expect([status, response.matches, response.truncated, disclosures]).to.deep.equal(['NO_HIT', [], false, []]);
  });

  it('find an alert under a misused identity, show that one, and tell the log of both', async () => {
    await load(testAlerts(TODAY));
    const { surname, forename, dateOfBirth } = TEST_PERSONS.impersonated;
    const { response, disclosures } = await ask(ranked(`${surname}y`, forename, dateOfBirth));
    expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.impersonator]);
    const [match] = response.matches;
    expect(match?.identity?.status).to.equal(IdentityStatus.MISUSED);
    expect(match?.handling?.codes).to.include.members([HandlingCode.CONTACT_SIRENE, HandlingCode.CONFIRM_BEFORE_USE]);
    expect(disclosures[0]?.terms).to.have.length(2);
  });

  it('list the best first, of equals other states’ before the own, then by priority, and ten unless more are asked for', async () => {
    const eva = [identity('Kovács', 'Éva')] as const;
    await load([
      alertOn(1, [identity('Kovácsné', 'Éva')], { issuingState: 'XB' }),
      alertOn(2, eva, { issuingState: 'XA' }),
      alertOn(3, eva, { issuingState: 'XB', category: 'JPR' }),
      alertOn(4, eva, { issuingState: 'XD', category: 'ARR' }),
    ]);
    expect(referencesOf(await ask(kovacs))).to.deep.equal([
      reference(4, 'XD'),
      reference(3, 'XB'),
      reference(2, 'XA'),
      reference(1, 'XB'),
    ]);
    const cut = await ask({ ...kovacs, maxCandidates: 2 });
    expect(referencesOf(cut)).to.deep.equal([reference(4, 'XD'), reference(3, 'XB')]);
    expect(cut.response.truncated).to.equal(true);
    await load(Array.from({ length: 60 }, (_, n) => alertOn(n, eva)));
    await eventually(async () => expect(referencesOf(await ask(kovacs))[0]).to.equal(reference(0)));
    const { response } = await ask(kovacs);
    expect([response.matches.length, response.truncated]).to.deep.equal([10, true]);
    const more = await ask({ ...kovacs, maxCandidates: 50 });
    expect([more.response.matches.length, more.response.truncated]).to.deep.equal([50, true]);
  });

  it('call alerts of the own state alone no hit, also where another state’s was cut off', async () => {
    const eva = [identity('Kovács', 'Éva')] as const;
    await load([alertOn(1, eva, { issuingState: 'XA' })]);
    const own = await eventually(async () => {
      const answer = await ask(kovacs);
      expect(answer.response.matches).to.have.length(1);
      return answer;
    });
    expect([own.status, own.response.matches[0]?.ownState]).to.deep.equal(['NO_HIT', true]);
    await load([alertOn(1, eva, { issuingState: 'XA' }), alertOn(2, [identity('Kovácsné', 'Éva')])]);
    await eventually(async () => expect((await ask(kovacs)).response.matches).to.have.length(2));
    const cut = await ask({ ...kovacs, maxCandidates: 1 });
    expect([cut.status, cut.response.matches[0]?.ownState]).to.deep.equal(['HIT', true]);
  });

  it('show no trace of what the caller may not see, however much of it there is', async () => {
    const visible = [
      ...testAlerts(TODAY).filter(({ category }) => category !== 'DSC'),
      alertOn(1, [identity('Kovács', 'Éva')]),
      alertOn(2, [identity('Kovácsné', 'Éva')]),
      alertOn(3, [identity('Kovacs', 'E.')], { issuingState: 'XA' }),
    ];
    const scope = scopeOf('XA', ['ARR', 'MIS-P', 'MIS-N', 'JPR', 'REF', 'RET']);
    const { surname, forename, dateOfBirth } = TEST_PERSONS.wanted;
    const answers = () =>
      Promise.all(
        [
          kovacs,
          { ...kovacs, maxCandidates: 1 },
          ranked('Kovač', 'Ева', '1980-00-00'),
          ranked('Kovacs', '', '1980-04-05'),
          ranked(surname, forename, dateOfBirth),
        ].map((request) => ask(request, scope)),
      );
    await load(visible);
    await eventually(async () => expect(referencesOf(await ask(kovacs, scope))).to.include(reference(1)));
    const without = await answers();
    expect(without.filter(({ status }) => status === 'HIT')).to.have.length(without.length);
    const crowd = [
      identity('Kovács', 'Éva'),
      identity('Kovács', 'Éva', { dateOfBirth: '1980-00-00' }),
      identity(surname, forename, { dateOfBirth }),
    ];
    // More of each than one question compares; before those that may be seen, and after.
    const hidden = Array.from({ length: 900 }, (_, n) => alertOn(1_000 + n, [crowd[n % 3]!], { category: 'DSC' }));
    await load([...hidden.slice(0, 450), ...visible, ...hidden.slice(450)]);
    const flagged = Array.from({ length: 300 }, (_, n) => alertOn(5_000 + n, [crowd[n % 3]!]));
    await eventually(async () => expect((await ask(kovacs)).response.truncated).to.equal(true));
    expect(await answers()).to.deep.equal(without);
    // The same for alerts hidden from the end-users of the state.
    await load([...flagged, ...visible]);
    await changeAlerts(
      sis.sql,
      (tx) => tx`update sis.alert set hidden_from = '{XA,XD}' where reference like 'SIM-XC-%5___' and category = 4`,
    );
    await eventually(async () => expect((await ask(kovacs, scopeOf('XB'))).response.truncated).to.equal(true));
    expect(await answers()).to.deep.equal(without);
  });

  it('end with the day of the term, and with it what they crowded out comes back', async () => {
    const eva = [identity('Kovács', 'Éva')] as const;
    const tomorrow = new Date(NOON + DAY_MS).toISOString().slice(0, 10);
    await load([
      ...Array.from({ length: 300 }, (_, n) => ({ ...alertOn(n, eva), expiresOn: tomorrow })),
      alertOn(999, eva),
    ]);
    await eventually(async () =>
      expect((await ask({ ...kovacs, maxCandidates: 50 })).response.truncated).to.equal(true),
    );
    now += DAY_MS;
    const answer = await ask(kovacs);
    expect([referencesOf(answer), answer.response.truncated]).to.deep.equal([[reference(999)], false]);
  });

  describe('when alerts change between the index and the store', () => {
    const asIndexed = alertOn(1, [identity('Kovács', 'Éva')]);
    const proposing = (answers: readonly Partial<RankedAnswer>[]) => {
      let asked = 0;
      const index: RankedIndex = {
        search: async () => {
          const [row] = await sis.sql<{ epoch: number }[]>`select epoch from sis.journal`;
          const candidates = [{ alertNo: 1, version: 1, identity: 0, score: 0.9, reasons: ['because'] }];
          const answer = answers[Math.min(asked, answers.length - 1)];
          asked += 1;
          return { epoch: row!.epoch, candidates, truncated: false, ...answer };
        },
      };
      const by = createSisAdapter({ sql: gateway, clock, nameIndex: index });
      const search = (scope = scopeOf()) => by.operations.searchPersons.parse(kovacs).ask(contextOf(scope));
      return { search, times: () => asked };
    };
    const refused = async (asked: Promise<unknown>): Promise<Refusal> => {
      const error = await asked.catch((reason: unknown) => reason);
      if (!(error instanceof Refusal)) throw new Error('it must be refused');
      return error;
    };
    beforeEach(() => load([asIndexed]));

    it('ask again, and answer what then agrees', async () => {
      const gone = { candidates: [{ alertNo: 2, version: 1, identity: 0, score: 0.9, reasons: [] }] };
      const { search, times } = proposing([gone, {}]);
      const { response } = await search();
      expect(response.matches.map(({ match }) => match)).to.deep.equal([
        { kind: MatchKind.RANKED, score: 0.9, rules: ['because'] },
      ]);
      expect(times()).to.equal(2);
    });

    for (const [what, answer] of [
      ['is of another version', { candidates: [{ alertNo: 1, version: 2, identity: 0, score: 0.9, reasons: [] }] }],
      ['has no such identity', { candidates: [{ alertNo: 1, version: 1, identity: 1, score: 0.9, reasons: [] }] }],
      ['is of another world', { epoch: -1 }],
    ] as const) {
      it(`tell nothing of an alert that ${what}`, async () => {
        const { search, times } = proposing([answer]);
        const refusal = await refused(search());
        expect(refusal).to.include({ reason: 'SYSTEM_UNAVAILABLE', retryAfterMs: 1_000, ofPart: true });
        expect(times()).to.equal(3);
      });
    }

    it('tell nothing of an alert that the caller may not see, even if the index proposes it', async () => {
      const { search } = proposing([{}]);
      expect((await search()).response.matches).to.have.length(1);
      expect((await refused(search(scopeOf('XA', ['DSC'])))).reason).to.equal('SYSTEM_UNAVAILABLE');
      await changeAlerts(sis.sql, (tx) => tx`update sis.alert set hidden_from = '{XA}'`);
      expect((await refused(search())).reason).to.equal('SYSTEM_UNAVAILABLE');
      expect((await search({ ...scopeOf(), authorityKind: 'SIR' })).response.matches).to.have.length(1);
      await changeAlerts(sis.sql, (tx) => tx`update sis.alert set hidden_from = null`);
      await sis.sql`alter table sis.alert disable trigger user`;
      await sis.sql`update sis.alert set expires_on = ${TODAY}::date`;
      await sis.sql`alter table sis.alert enable trigger user`;
      expect((await refused(search())).reason).to.equal('SYSTEM_UNAVAILABLE');
    });
  });
});
