/** What keeps a match from being passed on, besides its recipient (recipient.test.ts). */
import { expect } from 'chai';
import type { AskContext } from '../../../../src/adapters/adapter.js';
import { releaseOperation } from '../../../../src/adapters/pnr/assessment/operations/release.js';
import type { AssessmentParts } from '../../../../src/adapters/pnr/assessment/parts.js';
import { ReleaseMatchRequest } from '../../../../src/gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../src/shared/refusal.js';

const SEALED = { title: 'ARR', purposes: [], grounds: [], unmet: [] };

/** Releases a match that is as said; "released", or the reason and the article of the refusal. */
async function release(match: object | undefined, caller = 'XA-PIU', isNew = true, isGone = false): Promise<string> {
  const confirmed = {
    ...{
      id: 'PNM-1',
      transferredOn: '2026-05-25',
      state: 'confirmed',
      releases: [],
      sealed: SEALED,
      system: 'SIS',
      foundAtMs: 0,
      reviewByMs: 0,
    },
    review: { officer: '2026q4-a', atMs: 0 },
    ...match,
  };
  let looks = 0;
  const operation = releaseOperation({
    unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
    authorities: { find: (code: string) => ({ code, memberState: 'XB', kinds: ['PIU'] }) },
    matches: { find: () => Promise.resolve(isGone && looks++ > 0 ? undefined : match && confirmed) },
    releases: { release: () => Promise.resolve(isNew) },
    clock: { now: () => Date.parse('2026-11-24T12:00:00Z') },
  } as unknown as AssessmentParts);
  const request = ReleaseMatchRequest.fromPartial({ access: { legalBasisId: 'PNR-9-1' }, recipient: 'XB-PIU' });
  const context = { scope: { authority: caller }, officer: { pseudonym: '2026q4-b' } };
  return operation
    .parse(request)
    .ask(context as unknown as AskContext)
    .then(
      () => 'released',
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return [error.reason, error.metadata.article?.replace('Directive (EU) 2016/681 ', '')].join(' ').trim();
      },
    );
}

describe('the release of a match', () => {
  it('is of one that is confirmed, or has gone to somebody else', async () => {
    expect(await release({})).to.equal('released');
    expect(await release({ state: 'released' })).to.equal('released');
    expect(await release({ state: 'rejected' })).to.equal('FORBIDDEN Art. 6(5), 6(6)');
    expect(await release({ state: 'open', review: undefined })).to.equal('FORBIDDEN Art. 6(5), 6(6)');
    expect(await release(undefined)).to.equal('NOT_FOUND');
  });

  it('is by somebody else than the reviewer, and not where that cannot be told', async () => {
    expect(await release({ review: { officer: '2026q4-b', atMs: 0 } })).to.equal('FORBIDDEN Art. 6(5), 6(6)');
    expect(await release({ review: { officer: '2026q3-a', atMs: 0 } })).to.equal('FORBIDDEN Art. 6(5), 6(6)');
  });

  it('is once for each recipient', async () => {
    expect(await release({}, 'XA-PIU', false)).to.equal('FORBIDDEN Arts. 6(6), 9(1)');
    expect(await release({}, 'XA-PIU', false, true)).to.equal('NOT_FOUND');
  });

  it('is over after six months, when nothing is left to be received', async () => {
    expect(await release({ sealed: undefined })).to.equal('FORBIDDEN Art. 12(2), (3)');
    // Also before the round that masks the record.
    expect(await release({ transferredOn: '2026-05-24' })).to.equal('FORBIDDEN Art. 12(2), (3)');
  });

  it('is the unit’s', async () => {
    expect(await release({}, 'XB-PIU')).to.equal('FORBIDDEN Art. 4');
  });
});
