import { expect } from 'chai';
import type postgres from 'postgres';
import {
  openTokenSightings,
  type OpenTokenSightings,
  type Sighting,
  SWEEP_BATCH,
} from '../../../src/gateway/identity/token-sightings.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE = 60_000;

describe('the memory of tokens that all processes share', () => {
  let database: TestDatabase;
  let admin: postgres.Sql;
  const opened: { readonly sql: postgres.Sql; readonly sightings: OpenTokenSightings }[] = [];

  /** A gateway process, as far as tokens go: a pool and a memory of its own. */
  const process = (url = database.url, patienceMs?: number): OpenTokenSightings => {
    const sql = connectDatabase(url, { applicationName: 'test-tokens', max: 2, role: 'ostiary_gateway' });
    const sightings = openTokenSightings({
      sql,
      now: () => NOW,
      onFault: (error) => expect.fail(String(error)),
      ...(patienceMs !== undefined && { patienceMs }),
    });
    opened.push({ sql, sightings });
    return sightings;
  };

  const sighting = (changes: Partial<Sighting> = {}): Sighting => ({
    authority: 'XA-POLICE',
    tokenId: 'one',
    token: 'header.claims.signature',
    expiresAtMs: NOW + 15 * MINUTE,
    ...changes,
  });

  const reasonOf = async (work: Promise<void>): Promise<string> =>
    work.then(
      () => 'REMEMBERED',
      (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
    );

  before(async () => {
    database = await createMigratedDatabase('access');
    admin = connectDatabase(database.url, { applicationName: 'test-admin', max: 2 });
  });

  afterEach(async () => {
    for (const { sql, sightings } of opened.splice(0)) {
      await sightings.close();
      await sql.end({ timeout: 1 });
    }
    await admin`truncate access.token_seen`;
  });

  after(async () => {
    await admin.end();
    await database.drop();
  });

  it('lets the same token be seen by every process, again and again', async () => {
    const [here, there] = [process(), process()];
    await here.remember(sighting(), NOW);
    await there.remember(sighting(), NOW + 1);
    await here.remember(sighting(), NOW + 2);
    const [row] = await admin<{ count: string }[]>`select count(*) from access.token_seen`;
    expect(row!.count).to.equal('1');
  });

  it('refuses another token of the same identifier in every process, and in one that starts later', async () => {
    const [here, there] = [process(), process()];
    await here.remember(sighting(), NOW);
    const other = sighting({ token: 'another.token.altogether' });
    expect(await reasonOf(here.remember(other, NOW))).to.equal('TOKEN_REPLAYED');
    expect(await reasonOf(there.remember(other, NOW))).to.equal('TOKEN_REPLAYED');
    expect(await reasonOf(process().remember(other, NOW))).to.equal('TOKEN_REPLAYED');
    expect(await reasonOf(here.remember(sighting(), NOW)), 'the first stays good').to.equal('REMEMBERED');
  });

  it('keeps the identifiers of each authority apart', async () => {
    const here = process();
    await here.remember(sighting(), NOW);
    await here.remember(sighting({ authority: 'XB-BORDER', token: 'another.token.altogether' }), NOW);
  });

  it('frees an identifier when its token has expired, not before', async () => {
    const here = process();
    await here.remember(sighting(), NOW);
    const next = sighting({ token: 'the.next.token', expiresAtMs: NOW + 30 * MINUTE });
    expect(await reasonOf(here.remember(next, NOW + 15 * MINUTE - 1))).to.equal('TOKEN_REPLAYED');
    expect(await reasonOf(here.remember(next, NOW + 15 * MINUTE))).to.equal('REMEMBERED');
    expect(await reasonOf(here.remember(sighting(), NOW + 15 * MINUTE))).to.equal('TOKEN_REPLAYED');
  });

  it('lets exactly one of many tokens win that come at once to four processes', async () => {
    const processes = [process(), process(), process(), process()];
    for (let round = 0; round < 10; round += 1) {
      const rivals = Array.from({ length: 24 }, (_, number) =>
        sighting({ tokenId: `round-${round}`, token: `rival.${number}.x` }),
      );
      const results = await Promise.all(
        rivals.map((rival, number) => reasonOf(processes[number % 4]!.remember(rival, NOW))),
      );
      expect(results.filter((result) => result === 'REMEMBERED')).to.have.length(1);
      expect(results.filter((result) => result === 'TOKEN_REPLAYED')).to.have.length(23);
    }
  });

  it('lets one token that comes to four processes at once be good in all of them', async () => {
    const processes = [process(), process(), process(), process()];
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, number) => reasonOf(processes[number % 4]!.remember(sighting(), NOW))),
    );
    expect(new Set(results)).to.deep.equal(new Set(['REMEMBERED']));
  });

  it('keeps digests, and nothing that a token says', async () => {
    await process().remember(sighting({ tokenId: 'officer-17-jane-doe', token: 'officer-17.jane.doe' }), NOW);
    const [row] = await admin<{ text: string }[]>`select seen::text as text from access.token_seen seen`;
    for (const part of ['officer', 'jane', Buffer.from('officer-17').toString('hex')]) {
      expect(row!.text).not.to.contain(part);
    }
  });

  it('sweeps what has expired long enough, a batch at a time, and nothing else', async () => {
    const here = process();
    await admin`
      insert into access.token_seen (authority, jti_sha256, token_sha256, expires_ms)
      select 'XA-POLICE', sha256(n::text::bytea), sha256(n::text::bytea), ${NOW - 10 * MINUTE}
        from generate_series(1, ${SWEEP_BATCH + 5}::int) n`;
    await here.remember(sighting(), NOW);
    await here.remember(sighting({ tokenId: 'two', expiresAtMs: NOW - 10 * MINUTE + 1 }), NOW - 15 * MINUTE);
    expect(await here.sweep(NOW)).to.equal(SWEEP_BATCH);
    expect(await here.sweep(NOW)).to.equal(5);
    expect(await here.sweep(NOW)).to.equal(0);
    const [row] = await admin<{ count: string }[]>`select count(*) from access.token_seen`;
    expect(row!.count).to.equal('2');
  });

  it('refuses when the database fails, and says that trying again may help', async () => {
    const here = process();
    await admin`alter table access.token_seen rename to token_away`;
    try {
      const error = await here.remember(sighting(), NOW).catch((failure: unknown) => failure);
      expect(error).to.be.instanceOf(Refusal);
      const { reason, metadata, retryAfterMs, cause } = error as Refusal;
      expect([reason, metadata.system, retryAfterMs]).to.deep.equal(['SYSTEM_UNAVAILABLE', 'TOKEN-MEMORY', 1_000]);
      expect(cause, 'the operator hears why').to.be.instanceOf(Error);
    } finally {
      await admin`alter table access.token_away rename to token_seen`;
    }
    await here.remember(sighting(), NOW);
  });

  it('refuses when the database does not answer in time', async () => {
    const here = process(database.url, 50);
    await admin.begin(async (tx) => {
      await tx`lock table access.token_seen in access exclusive mode`;
      expect(await reasonOf(here.remember(sighting(), NOW))).to.equal('SYSTEM_UNAVAILABLE');
    });
  });

  it('may be changed by the gateway alone', async () => {
    const [row] = await admin<{ granted: string }[]>`
      select string_agg(grantee || ':' || privilege_type, ' ' order by grantee, privilege_type) as granted
        from information_schema.role_table_grants
       where table_schema = 'access' and table_name = 'token_seen' and grantee like 'ostiary%'`;
    expect(row!.granted).to.equal(
      'ostiary_gateway:DELETE ostiary_gateway:INSERT ostiary_gateway:SELECT ostiary_gateway:UPDATE',
    );
  });
});
