/** Retention unwraps data keys too, to wrap them again or to see that none opens: counted, and told by its entries. */
import { expect } from 'chai';
import { ulid } from 'ulid';
import { startEventClock } from '../../../src/audit/retention/event-clock.js';
import { runErasure } from '../../../src/audit/retention/erase.js';
import { setHold } from '../../../src/audit/retention/holds.js';
import { compareUnwraps } from '../../../src/audit/review/unwraps.js';
import { countUnwraps } from '../../../src/audit/vault/counted-unwrap.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import {
  openUnwrapLedger,
  readUnwrapLedger,
  type UnwrapLedger,
  type UnwrapPurpose,
} from '../../../src/audit/vault/unwrap-ledger.js';
import { intent } from '../log-fixture.js';
import { createRetentionFixture, OFFICERS, type RetentionFixture } from './retention-fixture.js';

describe('counted retention', () => {
  let on: RetentionFixture;
  let ledger: UnwrapLedger;
  before(async () => {
    on = await createRetentionFixture();
    ledger = await openUnwrapLedger(on.fixture.keyFolder, on.clock);
  });
  after(() => on.dispose());

  /** Opens the right to unwrap for one act. */
  function counting(purpose: UnwrapPurpose) {
    const act = { requestId: ulid(), authority: 'ZZ-GATEWAY', officer: 'synthetic-dpo', purpose };
    const tally = { total: 0 };
    return async () => countUnwraps(await openKeyUnwrapper(on.fixture.keyFolder), ledger, act, { tally });
  }

  it('agrees with the log: holds, event clocks and erasure runs', async () => {
    for (let n = 0; n < 4; n++) await on.log.append(intent({ retention: 'ees-ret1' }));
    // The week's key dies a year later, and what waits moves on.
    on.clock.time = Date.UTC(2027, 11, 1);
    const since = '2027-12-01';
    const rewrap = async (purpose: UnwrapPurpose) => ({
      wrapper: on.parts.wrapper,
      unwrapper: await counting(purpose)(),
    });
    await setHold(
      { ...on.holds, keys: await rewrap('hold') },
      {
        caseNumber: 'SA-2027.3',
        officer: 'synthetic-dpo',
        reason: 'monitoring procedure',
        endsAt: Date.UTC(2028, 0, 1),
        indexes: [0, 1],
      },
    );
    const start = { startedAt: Date.UTC(2027, 10, 30), indexes: [2], officer: 'synthetic-dpo' };
    await startEventClock({ ...on.holds, keys: await rewrap('event') }, start);
    const parts = { ...on.parts, openUnwrapper: counting('erase') };
    expect((await runErasure(parts, { confirmedBy: OFFICERS })).ok).to.equal(true);

    const { acts } = await readUnwrapLedger(on.fixture.keyFolder, since);
    expect(acts.map(({ purpose, unwrapped }) => [purpose, unwrapped])).to.deep.include.members([
      ['hold', 2],
      ['event', 1],
    ]);
    const report = await compareUnwraps({
      sql: on.dpo,
      keys: await counting('compare')(),
      log: on.log,
      examiner: { authority: 'XA-DPO', officer: 'dpo-1', reason: 'daily self-monitoring' },
      readLedger: (day) => readUnwrapLedger(on.fixture.keyFolder, day),
      since,
    });
    expect(report).to.deep.include({ agreed: 3, differences: [], damaged: [], verified: [] });
  });
});
