/**
 * The mark of Art. 9(4) of Regulation (EU) 2024/982: a state notes on an unidentified profile of its own that it matched a
 * search of another state, with the reference number of the profile that was searched for.
 */
import type { MarkDnaProfileRequest, MarkDnaProfileResponse } from '../../../gen/ostiary/prum/v1/dna.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Operation } from '../../adapter.js';
import { kindOf } from '../exchange/domain/reference-number.js';
import { printTime } from '../exchange/wire/print-reply.js';
import { begin, discloseFollowUp, HOLDING, notFound } from '../matches/operations/parts.js';
import type { DnaParts } from './options.js';

/** Makes the operation. What is marked is a match that the state has learned of: one that was confirmed. */
export const markOperation = ({
  followUps,
  marks,
}: Pick<DnaParts, 'followUps' | 'marks'>): Operation<MarkDnaProfileRequest, MarkDnaProfileResponse> => ({
  parse: ({ followUpId: id }) => ({
    legalOperations: ['UPDATE'],
    audit: { follow_up_id: id },
    async ask(context) {
      begin(followUps, context);
      const match = await followUps.store.find({ id }, HOLDING.whose(context));
      if (match === undefined) throw notFound();
      const { reference, askingState } = match;
      if (kindOf(reference) !== 'unidentified') {
        throw cannotMark('unidentified', 'names a match with the profile of an identified person, which is not marked');
      }
      const mark = await marks.mark(match, context.scope.authority);
      if (mark === undefined) {
        throw cannotMark('own_reference', 'names a match with a search that gave no reference number of its profile');
      }
      return {
        status: 'HIT',
        response: {
          receipt: undefined,
          followUpId: id,
          referenceNumber: reference,
          askingState,
          ownReference: mark.ownReference,
          markedAt: printTime(mark.markedAtMs),
        },
        disclosures: [{ ...discloseFollowUp(match), fieldGroups: ['frame', 'asking'] }],
      };
    },
  }),
});

const cannotMark = (rule: string, description: string): Refusal =>
  new Refusal('REQUEST_INVALID', 'the profile cannot be marked', {
    violations: [{ field: 'follow_up_id', rule, description }],
    metadata: { article: 'Reg. (EU) 2024/982 Art. 9(4)' },
  });
