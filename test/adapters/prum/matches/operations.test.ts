import { expect } from 'chai';
import { DNA } from '../../../../src/adapters/prum/exchange/category.js';
import { createFollowUpOperations } from '../../../../src/adapters/prum/matches/operations/all.js';
import type { FollowUpStore } from '../../../../src/adapters/prum/matches/store/follow-up-store.js';
import { FollowUpView } from '../../../../src/gen/ostiary/prum/v1/exchange.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';

const asked = (): Promise<never> => Promise.reject(new Error('the store was asked'));
const STORE: FollowUpStore = { find: asked, history: asked, list: asked, take: asked, step: asked };

describe('operations on matches', () => {
  it('neither show nor change anything on a legal basis that shows no follow-ups', async () => {
    const operations = createFollowUpOperations({
      category: DNA,
      store: STORE,
      clock: systemClock,
      times: { releaseWithinMs: 1, lifetimeMs: 1 },
    });
    const context = {
      requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
      intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
      scope: { authority: 'XA-NCP', memberState: 'XA', authorityKind: 'NCP', categories: new Set(['IDENTIFIED']) },
      officer: { pseudonym: '2026q4-0123' },
      deadlineMs: systemClock.now() + 5_000,
      signal: new Ender(),
    };
    const followUpId = '01JDTEST000000000000000000';
    for (const inquiry of [
      operations.close.parse({ followUpId }),
      operations.readCoreData.parse({ followUpId }),
      operations.get.parse({ followUpId, view: FollowUpView.OWN }),
    ]) {
      const refusal: unknown = await Promise.resolve(inquiry.ask(context)).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(Refusal);
      expect((refusal as Refusal).reason).to.equal('NOT_FOUND');
    }
  });
});
