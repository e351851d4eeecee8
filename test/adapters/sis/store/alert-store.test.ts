import { expect } from 'chai';
import { createAlertStore, MAX_COMPARED } from '../../../../src/adapters/sis/store/alert-store.js';
import { visibilityOf } from '../../../../src/adapters/sis/store/visibility.js';
import { scopeOf, startSimulatedSis, TODAY, type SimulatedSis } from '../simulated-sis.js';

describe('candidates by the beginning of a key', () => {
  let sis: SimulatedSis;
  beforeEach(async () => {
    sis = await startSimulatedSis();
    await sis.sql`truncate sis.alert, sis.search_key`;
  });
  afterEach(() => sis.close());

  /** Loads vehicles numbered from `from` on, each under its number behind PLATE. */
  async function load(from: number, count: number, expiresOn: string): Promise<void> {
    await sis.sql`
      insert into sis.alert (alert_no, reference, issuing_state, category, object_letter, expires_on, record)
      select n, 'R' || n, 'XB', 15, 1, ${expiresOn}::date, jsonb_build_object('reference', 'R' || n)
      from generate_series(${from}::int, ${from + count - 1}::int) as n`;
    await sis.sql`
      insert into sis.search_key (key, category, object_letter, alert_no)
      select 'PLATE' || lpad(n::text, 6, '0'), 15, 1, n
      from generate_series(${from}::int, ${from + count - 1}::int) as n`;
  }

  const ask = (prefixes: readonly string[]) =>
    createAlertStore(sis.sql).findCandidates(
      { keys: [], prefixes, visibility: visibilityOf(scopeOf(), ['object']), today: TODAY },
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
      insert into sis.search_key (key, category, object_letter, alert_no)
      select 'PLATE' || n, 15, 1, 1 from generate_series(100001, ${100_000 + MAX_COMPARED}::int) as n`;
    expect((await ask(['PLATE'])).truncated).to.equal(true);
  });

  it('are not said to be cut because a beginning was asked for twice', async () => {
    await load(1, MAX_COMPARED, '2027-01-01');
    const { alerts, truncated } = await ask(['PLATE', 'PLATE']);
    expect(alerts).to.have.length(MAX_COMPARED);
    expect(truncated).to.equal(false);
  });
});
