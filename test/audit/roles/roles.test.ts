import { expect } from 'chai';
import type postgres from 'postgres';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture } from '../log-fixture.js';

/** Insufficient privilege. */
const REFUSED = '42501';

const TABLES = [
  'log_frontier',
  'log_counter',
  'log_entry',
  'log_payload',
  'log_checkpoint',
  'log_tile',
  'log_recovery',
  'log_token',
  'token_bucket',
  'token_progress',
  'log_rewrap',
  'event_clock',
  'legal_hold',
  'hold_entry',
  'erasure',
  'log_minimum',
  'comparison',
];

/** Roles that people and processes work under, and what each may read besides what is public. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  ostiary_gateway: ['log_recovery', 'token_progress', 'log_minimum', 'comparison'],
  ostiary_reader: ['log_minimum'],
  ostiary_dpo: TABLES,
  ostiary_eraser: [
    'log_payload',
    'token_bucket',
    'log_rewrap',
    'event_clock',
    'legal_hold',
    'hold_entry',
    'erasure',
    'log_minimum',
  ],
};
const PUBLIC = ['log_frontier', 'log_counter', 'log_entry', 'log_checkpoint', 'log_tile'];

async function codeOf(query: Promise<unknown>): Promise<string> {
  return query.then(
    () => 'done',
    (error: unknown) => String((error as { code?: string }).code),
  );
}

describe('database roles', () => {
  let fixture: LogFixture;
  const connections: postgres.Sql[] = [];
  before(async () => {
    fixture = await createLogFixture();
    const log = await fixture.open();
    await log.append(intent({ terms: [{ field: 'plate', value: 'XA1' }] }));
    await log.tokensIndexed();
  });
  after(async () => {
    await Promise.all(connections.map((sql) => sql.end()));
    await fixture.dispose();
  });

  function connect(role: string): postgres.Sql {
    const sql = connectDatabase(fixture.url, { applicationName: `test-${role}`, max: 1, role });
    connections.push(sql);
    return sql;
  }

  for (const [role, more] of Object.entries(ROLES)) {
    it(`${role} changes no table, and reads what it needs`, async () => {
      const sql = connect(role);
      const columns = await fixture.admin<{ table_name: string; column_name: string }[]>`
        SELECT table_name, min(column_name) AS column_name FROM information_schema.columns
         WHERE table_schema = 'audit' GROUP BY table_name`;
      for (const table of TABLES) {
        const column = columns.find(({ table_name: name }) => name === table)!.column_name;
        for (const statement of [
          `UPDATE audit.${table} SET ${column} = ${column}`,
          `DELETE FROM audit.${table}`,
          `TRUNCATE audit.${table}`,
          `DROP TABLE audit.${table}`,
          `ALTER TABLE audit.${table} DISABLE TRIGGER ALL`,
        ]) {
          expect(await codeOf(sql.unsafe(statement)), `${role}: ${statement}`).to.equal(REFUSED);
        }
        // The gateway builds tiles, which are derived from entries and checked against them.
        if (!(role === 'ostiary_gateway' && table === 'log_tile')) {
          expect(await codeOf(sql.unsafe(`INSERT INTO audit.${table} DEFAULT VALUES`)), table).to.equal(REFUSED);
        }
        const reads = PUBLIC.includes(table) || more.includes(table);
        expect(await codeOf(sql.unsafe(`SELECT 1 FROM audit.${table}`)), table).to.equal(reads ? 'done' : REFUSED);
      }
      expect(await codeOf(sql`SET session_replication_role = replica`)).to.equal(REFUSED);
      expect(await codeOf(sql`CREATE TABLE audit.own (x int)`)).to.equal(REFUSED);
    });
  }

  const call = (name: string) =>
    ({
      append: `SELECT audit.append(0, 0, '', 0, '', '{}', '{}', '', '', '{}', '{}', '{}', '', '{}', '{}', '', '{}', '{}', '{}', '{}')`,
      found: `SELECT audit.found('x', 'x', 0)`,
      lock_frontier: 'SELECT audit.lock_frontier()',
      closed_below: 'SELECT audit.closed_below(0)',
      index_tokens: 'SELECT audit.index_tokens(1)',
      forget_token_index: 'SELECT audit.forget_token_index()',
      rewrap: `SELECT audit.rewrap('x', '{}', '')`,
      set_hold: `SELECT audit.set_hold('x', 0, 0, '{}', '')`,
      release_hold: `SELECT audit.release_hold('x', 0)`,
      start_clock: `SELECT audit.start_clock(0, 'x', '{}', '')`,
      begin_erasure: `SELECT audit.begin_erasure('x', 0, null)`,
      forget_rewraps: `SELECT audit.forget_rewraps('x')`,
      erase_payloads: `SELECT audit.erase_payloads('x', 0, 0)`,
      erase_orphaned: `SELECT audit.erase_orphaned('{}')`,
      drop_tokens: `SELECT audit.drop_tokens('x')`,
      end_erasure: `SELECT audit.end_erasure('x', 0)`,
      advance_minimum: 'SELECT audit.advance_minimum(0)',
    })[name]!;
  const MAY: Readonly<Record<string, readonly string[]>> = {
    ostiary_gateway: ['append', 'found', 'lock_frontier', 'closed_below', 'index_tokens'],
    ostiary_reader: [],
    ostiary_dpo: ['forget_token_index', 'rewrap', 'set_hold', 'release_hold', 'start_clock'],
    ostiary_eraser: [
      'rewrap',
      'release_hold',
      'begin_erasure',
      'forget_rewraps',
      'erase_payloads',
      'erase_orphaned',
      'drop_tokens',
      'end_erasure',
      'advance_minimum',
    ],
  };

  it('call the functions that are theirs, and no others', async () => {
    const all = [...new Set(Object.values(MAY).flat())];
    for (const [role, allowed] of Object.entries(MAY)) {
      const sql = connect(role);
      for (const name of all) {
        // Nothing stays of what is allowed.
        let code = '';
        await sql
          .begin(async (tx) => {
            code = await codeOf(tx.unsafe(call(name)));
            throw new Error('undo');
          })
          .catch(() => undefined);
        expect(code === REFUSED, `${role}: ${name}: ${code}`).to.equal(!allowed.includes(name));
      }
    }
  });

  it('let payloads go by an erasure that was begun, and in no other way', async () => {
    const { admin } = fixture;
    const eraser = connect('ostiary_eraser');
    expect(await codeOf(admin`DELETE FROM audit.log_payload`), 'the superuser').to.equal(REFUSED);
    expect(await codeOf(eraser`SELECT audit.erase_payloads('sis-3y/2026-W48', 0, 10)`), 'not begun').to.equal('55000');
    const [row] = await admin<{ n: string }[]>`SELECT count(*) AS n FROM audit.log_payload`;
    expect(row!.n).to.equal('1');
  });

  it('are none that log in; the owner is one of them', async () => {
    const roles = await fixture.admin<{ rolname: string; rolcanlogin: boolean; rolsuper: boolean }[]>`
      SELECT rolname, rolcanlogin, rolsuper FROM pg_roles WHERE rolname LIKE 'ostiary\\_%'
         AND rolname NOT LIKE 'ostiary\\_test%' ORDER BY rolname`;
    expect(roles.map(({ rolname }) => rolname)).to.include.members([
      ...Object.keys(ROLES),
      'ostiary_owner',
      'ostiary_erasure',
    ]);
    expect(roles.filter(({ rolcanlogin, rolsuper }) => rolcanlogin || rolsuper)).to.deep.equal([]);
    const owned = await fixture.admin<{ owner: string }[]>`
      SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = 'audit'`;
    expect(owned.map(({ owner }) => owner)).to.deep.equal(['ostiary_owner']);
    const definers = await fixture.admin<{ owner: string }[]>`
      SELECT DISTINCT pg_get_userbyid(p.proowner) AS owner FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = 'audit' AND p.prosecdef`;
    expect(definers.map(({ owner }) => owner).sort()).to.deep.equal(['ostiary_erasure', 'ostiary_owner']);
  });
});
