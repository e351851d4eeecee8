import { expect } from 'chai';
import { createAlertStore, MAX_COMPARED } from '../../../../src/adapters/sis/store/alert-store.js';
import { visibilityOf } from '../../../../src/adapters/sis/store/visibility.js';
import { scopeOf, startSimulatedSis, TODAY, type SimulatedSis, changeAlerts } from '../simulated-sis.js';

describe('candidates by the beginning or the end of a key', () => {
  let sis: SimulatedSis;
  beforeEach(async () => {
    sis = await startSimulatedSis();
    await sis.sql`truncate sis.alert, sis.person_key, sis.object_key`;
  });
  afterEach(() => sis.close());

  /** Loads vehicles numbered from `from` on, each under its number behind PLATE. */
  async function load(from: number, count: number, expiresOn: string): Promise<void> {
    await changeAlerts(
      sis.sql,
      (tx) => tx`
      insert into sis.alert (alert_no, reference, issuing_state, category, object_letter, expires_on, record)
      select n, 'R' || n, 'XB', 15, 1, ${expiresOn}::date, jsonb_build_object('reference', 'R' || n)
      from generate_series(${from}::int, ${from + count - 1}::int) as n`,
    );
    await sis.sql`
      insert into sis.object_key (key, category, object_letter, alert_no)
      select 'PLATE' || lpad(n::text, 6, '0'), 15, 1, n
      from generate_series(${from}::int, ${from + count - 1}::int) as n`;
  }

  const ask = (beginnings: readonly string[], ends: readonly string[] = []) =>
    createAlertStore(sis.sql).findObjects(
      { keys: [], beginnings, ends, visibility: visibilityOf(scopeOf(), ['object']), today: TODAY },
      new AbortController().signal,
    );

  it('are not crowded out by alerts that have reached their term', async () => {
    await load(1, MAX_COMPARED + 1, TODAY);
    await load(MAX_COMPARED + 2, 1, '2027-01-01');
    const { alerts, truncated } = await ask(['PLATE']);
    expect(alerts.map(({ reference }) => reference)).to.deep.equal([`R${MAX_COMPARED + 2}`]);
    expect(truncated).to.equal(false);
  });

  it('are said to be cut when keys were left unread, however few alerts they lead to', async () => {
    await load(1, 2, '2027-01-01');
    await sis.sql`
      insert into sis.object_key (key, category, object_letter, alert_no)
      select 'PLATE' || n, 15, 1, 1 from generate_series(100001, ${100_000 + MAX_COMPARED}::int) as n`;
    expect((await ask(['PLATE'])).truncated).to.equal(true);
  });

  it('are found by the end behind the letter of their kind, and by that of no other kind', async () => {
    await load(1, 20, '2027-01-01');
    const found = async (end: string) => (await ask([], [end])).alerts.map(({ reference }) => reference);
    expect(await found('P710000ETAL')).to.deep.equal(['R17']);
    expect(await found('P71')).to.deep.equal(['R17']);
    expect(await found('V71')).to.deep.equal([]);
  });

  it('are not said to be cut because a beginning was asked for twice', async () => {
    await load(1, MAX_COMPARED, '2027-01-01');
    const { alerts, truncated } = await ask(['PLATE', 'PLATE']);
    expect(alerts).to.have.length(MAX_COMPARED);
    expect(truncated).to.equal(false);
  });
});
