/** ReleaseMatch: a confirmed match is passed on, by another officer than the one who reviewed it. */
import type { ReleaseMatchRequest, ReleaseMatchResponse } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Operation } from '../../../adapter.js';
import { dayOf, maskedFrom } from '../../domain/retention.js';
import { NEEDED } from '../../legal-operations.js';
import { ensureUnit } from '../../operations/who.js';
import { whyNoRecipient } from '../domain/recipient.js';
import { areDifferent } from '../domain/review.js';
import type { AssessmentParts } from '../parts.js';
import { answerWith, forbidden, notFound } from './answer-match.js';

/** Makes the operation. */
export const releaseOperation = ({
  unit,
  matches,
  releases,
  authorities,
  clock,
}: AssessmentParts): Operation<ReleaseMatchRequest, ReleaseMatchResponse> => ({
  parse({ access, matchReference: id, recipient }) {
    return {
      legalOperations: NEEDED.releaseMatch,
      audit: { match_reference: id, recipient },
      async ask({ scope, officer }) {
        ensureUnit(scope, unit);
        const authority = authorities.find(recipient);
        if (authority === undefined) throw notRegistered();
        const why = whyNoRecipient(authority, access?.legalBasisId ?? '', unit);
        if (why !== undefined) throw forbidden(why.message, why.article);
        const match = await matches.find(id);
        if (match === undefined) throw notFound();
        if ((match.state !== 'confirmed' && match.state !== 'released') || match.review === undefined) {
          throw notConfirmed();
        }
        // Also before the round that masks the record.
        const nowMs = clock.now();
        if (match.sealed === undefined || maskedFrom(match.transferredOn) <= dayOf(nowMs)) throw nothingLeft();
        const different = areDifferent(match.review.officer, officer.pseudonym);
        if (different !== true) throw secondPerson(different === undefined);
        const release = { officer: officer.pseudonym, atMs: nowMs, recipient };
        const isReleased = await releases.release(id, release);
        const released = await matches.find(id);
        if (released === undefined) throw notFound();
        if (!isReleased) throw notAgain();
        return answerWith(released);
      },
    };
  },
});

const notRegistered = (): Refusal =>
  new Refusal('REQUEST_INVALID', 'The request breaks rules', {
    violations: [{ field: 'recipient', rule: 'registered', description: 'must be the code of a registered authority' }],
  });

const notConfirmed = (): Refusal =>
  forbidden('a match leaves the unit after a person has confirmed it', 'Art. 6(5), 6(6)');

const nothingLeft = (): Refusal =>
  forbidden('after six months there is nothing to pass on: whoever needs the record asks for it', 'Art. 12(2), (3)');

const notAgain = (): Refusal => forbidden('the recipient has this match already', 'Arts. 6(6), 9(1)');

const secondPerson = (isUnknown: boolean): Refusal =>
  forbidden(
    isUnknown
      ? 'whether reviewer and releaser are two people cannot be told across the end of a quarter: release by reasoned request'
      : 'whoever reviewed a match does not release it',
    'Art. 6(5), 6(6)',
  );
