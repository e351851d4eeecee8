/** The index of names is that of the alerts there are, whatever is written while it is loaded and followed. */
import { expect } from 'chai';
import fc from 'fast-check';
import type postgres from 'postgres';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { JournalFollower } from '../../../../src/adapters/sis/ranked/follow-journal.js';
import type { RankedQuestion } from '../../../../src/adapters/sis/ranked/messages.js';
import { createNamedAlertSource } from '../../../../src/adapters/sis/ranked/named-alerts.js';
import { testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import {
  type AlertTransaction,
  type AlertWriter,
  createAlertWriter,
  openTransaction,
} from '../../../../src/adapters/sis/store/write-alerts.js';
import { scoreIdentities, THRESHOLDS } from '../../../../src/matching/identity/score-identities.js';
import { prepareName } from '../../../../src/matching/names/prepare-name.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Ender } from '../../../../src/shared/ending.js';
import { type SimulatedSis, startSimulatedSis, TODAY, NOON } from '../simulated-sis.js';
import { alertOn, identity, questionFor, WANTED } from './named.js';

const DAY_MS = 86_400_000;
/** So small that a handful of alerts takes several. */
const PAGES = { alerts: 3, changes: 2 };
const SURNAMES = ['Kovács', 'Kovacs', 'Kovač', 'Kovácsné', 'Ковач', 'Nagy', 'Novak'];
const FORENAMES = ['Éva', 'Eva', 'Ева', 'Ludmila'];
const DATES = ['1980-04-05', '1980-05-04', '1961-01-09'];

describe('following the journal of SIS', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let writer: AlertWriter;
  const signal = new Ender();

  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'names', max: 4, role: 'ostiary_gateway' });
    writer = createAlertWriter(gateway, { now: () => NOON });
  });
  beforeEach(() => sis.load(testAlerts(TODAY)));
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const follower = () => new JournalFollower(createNamedAlertSource(gateway), PAGES);
  const enter = (alert: PersonAlert) => writer.act(signal, ({ insert }) => insert(alert));
  const act = (
    reference: string,
    work: (
      stored: { alert: PersonAlert; stored: Parameters<AlertTransaction['remove']>[0] },
      tx: AlertTransaction,
    ) => Promise<void>,
  ) =>
    writer.act(signal, async (tx) => {
      const stored = (await tx.lock([reference], '0001-01-01')).get(reference);
      if (stored?.alert.subject === 'person') await work({ alert: stored.alert, stored }, tx);
    });
  /** References of the candidates, in the order of their numbers. */
  async function found(one: JournalFollower, question: RankedQuestion): Promise<readonly string[]> {
    const numbers = one.loaded?.names.search(question)?.candidates.map(({ alertNo }) => alertNo) ?? [];
    const rows = await sis.sql<{ reference: string }[]>`
      select reference from sis.alert where alert_no = any (${numbers}) order by alert_no`;
    expect(rows).to.have.length(numbers.length);
    return rows.map(({ reference }) => reference);
  }

  it('loads every person in pages, and sees what is entered, changed, hidden and deleted', async () => {
    const one = follower();
    expect(one.loaded).to.equal(undefined);
    await one.catchUp();
    const asked = questionFor('Kovacs', 'Eva');
    const wanted = questionFor(WANTED.surname, WANTED.forename, { dateOfBirth: WANTED.dateOfBirth });
    expect(await found(one, asked)).to.deep.equal([]);
    expect(await found(one, wanted)).to.deep.equal([testAlerts(TODAY)[0]?.reference]);

    const alert = alertOn(1, [identity('Novak', 'Ludmila'), identity('Kovács', 'Éva', { status: 'alias' })]);
    const { reference } = alert;
    await enter(alert);
    await one.catchUp();
    expect(await found(one, asked)).to.deep.equal([reference]);
    await act(reference, ({ stored }, { hide }) => hide(stored, ['XA']));
    await one.catchUp();
    expect(await found(one, asked)).to.deep.equal([]);
    expect(await found(one, { ...asked, endUsersOf: 'XB' })).to.deep.equal([reference]);
    await act(reference, ({ stored, alert }, { replace }) =>
      replace(stored, { ...alert, version: 2, identities: [alert.identities[0]] }, undefined),
    );
    await one.catchUp();
    expect(await found(one, asked)).to.deep.equal([]);
    expect(await found(one, questionFor('Novak', 'Ludmila'))).to.deep.equal([reference]);
    await act(reference, ({ stored }, { remove }) => remove(stored));
    await one.catchUp();
    expect(await found(one, questionFor('Novak', 'Ludmila'))).to.deep.equal([]);
  });

  it('misses no change that commits late, and shows none before it does', async () => {
    const one = follower();
    await one.catchUp();
    const asked = questionFor('Kovacs', 'Eva');
    let others: Promise<unknown> | undefined;
    await gateway.begin(async (tx) => {
      const { insert } = await openTransaction(tx, signal, new Date(NOON));
      await insert(alertOn(1, [identity('Kovács', 'Éva')]));
      // Waits for its number until this one has ended.
      others = enter(alertOn(2, [identity('Kovács', 'Éva')]));
      await one.catchUp();
      expect(await found(one, asked)).to.deep.equal([]);
    });
    await one.catchUp();
    await others;
    await one.catchUp();
    expect(await found(one, asked)).to.deep.equal([1, 2].map((n) => alertOn(n, [identity('', '')]).reference));
  });

  it('begins again when another world was loaded, and when changes are not kept any more', async () => {
    const one = follower();
    await one.catchUp();
    const before = one.loaded;
    await sis.load([alertOn(1, [identity('Kovács', 'Éva')])]);
    await one.catchUp();
    expect(one.loaded?.epoch).to.equal((before?.epoch ?? 0) + 1);
    expect(one.loaded?.names.size).to.equal(1);
    const anew = one.loaded;
    await enter(alertOn(2, [identity('Kovács', 'Éva')]));
    await sis.sql`delete from sis.change`;
    await one.catchUp();
    expect(one.loaded).not.to.equal(anew);
    expect(await found(one, questionFor('Kovacs', 'Eva'))).to.have.length(2);
  });

  it('is loaded anew when it was told to forget', async () => {
    const one = follower();
    await one.catchUp();
    const size = one.loaded?.names.size;
    one.forget();
    expect(one.loaded).to.equal(undefined);
    await one.catchUp();
    expect(one.loaded?.names.size).to.equal(size).and.to.be.greaterThan(0);
  });

  it('goes on after the database was away', async () => {
    const source = createNamedAlertSource(gateway);
    let isAway = true;
    const unlessAway = <Page>(read: () => Promise<Page>) => (isAway ? Promise.reject(new Error('away')) : read());
    const one = new JournalFollower(
      {
        readAlerts: (after, limit) => unlessAway(() => source.readAlerts(after, limit)),
        readChanges: (position, limit) => unlessAway(() => source.readChanges(position, limit)),
      },
      PAGES,
    );
    const refusal = await one.catchUp().catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
    isAway = false;
    await one.catchUp();
    await enter(alertOn(1, [identity('Kovács', 'Éva')]));
    isAway = true;
    await one.catchUp().catch(() => undefined);
    expect(one.loaded).not.to.equal(undefined);
    isAway = false;
    await one.catchUp();
    expect(await found(one, questionFor('Kovacs', 'Eva'))).to.have.length(1);
  });

  type Step =
    | { readonly act: 'begin' | 'catch up' | 'load' | 'tomorrow' }
    | { readonly act: 'hide' | 'show' | 'delete' | 'shorten'; readonly at: number }
    | {
        readonly act: 'enter' | 'update';
        readonly at: number;
        readonly names: readonly (readonly [string, string, string])[];
      };
  const name = fc.tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...FORENAMES), fc.constantFrom(...DATES));
  const names = fc.array(name, { minLength: 1, maxLength: 3 });
  const at = fc.nat(1_000);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('begin' as const, 'catch up' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ act: fc.constantFrom('load' as const, 'tomorrow' as const, 'tomorrow' as const) }),
    },
    {
      weight: 9,
      arbitrary: fc.record({ act: fc.constantFrom('enter' as const, 'enter' as const, 'update' as const), at, names }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        act: fc.constantFrom('hide' as const, 'show' as const, 'delete' as const, 'shorten' as const),
        at,
      }),
    },
  );
  const CATEGORIES = ['ARR', 'DSC', 'REF', 'MIS-P'] as const;

  it('answers as a fresh load does, and as comparing everybody does (property)', async () => {
    let candidates = 0;
    let fresh = 0;
    const identities = (some: readonly (readonly [string, string, string])[]) => {
      const all = some.map(([surname, forename, dateOfBirth]) => identity(surname, forename, { dateOfBirth }));
      return all as [(typeof all)[0], ...typeof all];
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50 }), async (steps) => {
        await sis.load([]);
        let day = Date.parse(TODAY);
        const today = (): string => new Date(day).toISOString().slice(0, 10);
        const followed = follower();
        const begun: Promise<void>[] = [];
        for (const one of steps) {
          const all = await sis.sql<{ reference: string }[]>`select reference from sis.alert order by reference`;
          const reference = 'at' in one ? (all[one.at % Math.max(1, all.length)]?.reference ?? '') : '';
          switch (one.act) {
            case 'begin':
              begun.push(followed.catchUp());
              break;
            case 'catch up':
              await followed.catchUp();
              followed.loaded?.names.search(questionFor('Kovacs', 'Eva', { today: today() }));
              break;
            case 'load':
              await sis.load([alertOn((fresh += 1), [identity('Kovács', 'Éva')])]);
              break;
            case 'tomorrow':
              day += DAY_MS;
              break;
            case 'enter':
              await enter(alertOn((fresh += 1), identities(one.names), { category: CATEGORIES[one.at % 4]! }));
              break;
            case 'update':
              await act(reference, ({ alert, stored }, { replace }) =>
                replace(
                  stored,
                  { ...alert, version: (alert.version ?? 1) + 1, identities: identities(one.names) },
                  stored.hiddenFrom,
                ),
              );
              break;
            case 'shorten':
              await act(reference, ({ alert, stored }, { replace }) => {
                const expiresOn = new Date(day + DAY_MS).toISOString().slice(0, 10);
                return replace(stored, { ...alert, version: (alert.version ?? 1) + 1, expiresOn }, stored.hiddenFrom);
              });
              break;
            case 'hide':
              await act(reference, ({ stored }, { hide }) => hide(stored, one.at % 2 === 0 ? ['XA'] : ['XA', 'XD']));
              break;
            case 'show':
              await act(reference, ({ stored }, { hide }) => hide(stored, undefined));
              break;
            case 'delete':
              await act(reference, ({ stored }, { remove }) => remove(stored));
          }
        }
        await Promise.all(begun);
        await followed.catchUp();
        const loaded = follower();
        await loaded.catchUp();
        for (const question of [
          questionFor('Kovacs', 'Eva', { today: today() }),
          questionFor('Kovacs', 'Eva', { today: today(), hidden: ['DSC', 'REF'] }),
          questionFor('Kovac', 'Eva', { today: today(), state: 'XD', dateOfBirth: '1980-05-04' }),
          questionFor('Novak', 'Ludmila', { today: today(), endUsersOf: '' }),
        ]) {
          const answer = followed.loaded?.names.search(question);
          expect(answer).not.to.equal(undefined);
          expect(answer).to.deep.equal(loaded.loaded?.names.search(question));
          const scores = Object.fromEntries(answer?.candidates.map(({ alertNo, score }) => [alertNo, score]) ?? []);
          expect(scores).to.deep.equal(await comparedWithAll(question));
          candidates += answer?.candidates.length ?? 0;
        }
      }),
      { numRuns: 25 },
    );
    expect(candidates).to.be.greaterThan(100);
  }).timeout(180_000);

  /** Scores of the alerts that may be seen, from the table itself. */
  async function comparedWithAll({ family, given, ...asked }: RankedQuestion): Promise<Record<number, number>> {
    const rows = await sis.sql<{ alert_no: number; record: PersonAlert }[]>`
      select alert_no, record from sis.alert
      where (${asked.categories}::int >> category) & 1 = 1 and expires_on > ${asked.today}::date
        and (hidden_from is null or ${asked.endUsersOf} <> all (hidden_from))`;
    const scores: Record<number, number> = {};
    for (const { alert_no: alertNo, record } of rows) {
      const score = Math.max(
        ...record.identities.map(({ forename, surname, dateOfBirth, nationalities }) =>
          scoreIdentities(
            {
              names: [prepareName({ family, given })],
              dateOfBirth: asked.dateOfBirth,
              gender: undefined,
              nationalities: [],
            },
            {
              names: [prepareName({ given: forename, family: surname })],
              dateOfBirth,
              gender: undefined,
              nationalities,
            },
          ),
        ),
      );
      if (score >= THRESHOLDS.review) scores[alertNo] = score;
    }
    return scores;
  }
});
