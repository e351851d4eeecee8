import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { rebuildTiles } from '../../../src/audit/log/rebuild-tiles.js';
import type { LogFixture } from '../log-fixture.js';
import { createNumberedLog } from '../public/numbered-log.js';

describe('tiles, rebuilt', () => {
  let fixture: LogFixture;
  beforeEach(async () => {
    fixture = await createNumberedLog(1_000);
  });
  afterEach(() => fixture.dispose());

  const rebuild = () => rebuildTiles({ sql: fixture.admin, vkey: fixture.signer.verifierKey });
  const stored = () => fixture.admin`SELECT level, n, root, data FROM audit.log_tile ORDER BY level, n`;

  it('come back, are put right, and go when they are too many', async () => {
    expect(await rebuild()).to.deep.equal({ size: 1_000, tiles: 3, added: 3, replaced: 0, removed: 0 });
    const right = await stored();
    expect(right.map(({ level, n }) => `${level}/${n}`)).to.deep.equal(['0/0', '0/1', '0/2']);
    expect(await rebuild()).to.include({ added: 0, replaced: 0, removed: 0 });

    const { admin } = fixture;
    await admin`DELETE FROM audit.log_tile WHERE n = 0`;
    await admin`UPDATE audit.log_tile SET root = ${randomBytes(32)} WHERE n = 1`;
    await admin`UPDATE audit.log_tile SET data = set_byte(data, 7, 255 - get_byte(data, 7)) WHERE n = 2`;
    await admin`INSERT INTO audit.log_tile SELECT level, 3, root, data FROM audit.log_tile WHERE n = 1`;
    await admin`INSERT INTO audit.log_tile SELECT 7, 0, root, data FROM audit.log_tile WHERE n = 1`;
    expect(await rebuild()).to.include({ tiles: 3, added: 1, replaced: 2, removed: 2 });
    expect(await stored()).to.deep.equal(right);
  });

  it('are left alone when the entries are not those that were signed', async () => {
    await rebuild();
    const right = await stored();
    await fixture.tamper((tx) => tx`UPDATE audit.log_entry SET leaf = ${randomBytes(32)} WHERE idx = 999`);
    const error: unknown = await rebuild().catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/not those that were signed/);
    await fixture.tamper((tx) => tx`DELETE FROM audit.log_entry WHERE idx = 999`);
    expect(await rebuild().catch((reason: unknown) => reason)).to.be.instanceOf(Error);
    expect(await stored()).to.deep.equal(right);
  });

  it('are the owner’s to change, not the gateway’s', async () => {
    await rebuild();
    await fixture.admin`UPDATE audit.log_tile SET root = ${randomBytes(32)} WHERE n = 1`;
    const error: unknown = await fixture.admin
      .begin(async (tx) => {
        await tx`SET LOCAL ROLE ostiary_gateway`;
        await rebuildTiles({ sql: tx, vkey: fixture.signer.verifierKey });
      })
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', '42501');
  });
});
