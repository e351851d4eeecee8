/** ListRequestCopies: for the unit of another Member State, what its authorities asked this unit directly (Art. 9(3)). */
import type { ListRequestCopiesRequest, ListRequestCopiesResponse } from '../../../gen/ostiary/pnr/v1/oversight.js';
import type { Disclosure, Operation } from '../../adapter.js';
import { NEEDED } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import type { RequestCopy } from '../store/request-copy-store.js';
import { printRequestCopy } from '../wire/print-oversight.js';
import { referencePage } from './reference-page.js';
import { ensureReceivesCopies } from './who.js';

/** Makes the operation. */
export const listRequestCopiesOperation = ({
  copies,
  unit,
}: PnrParts): Operation<ListRequestCopiesRequest, ListRequestCopiesResponse> => ({
  parse({ access, ...request }) {
    const page = referencePage(request);
    return {
      legalOperations: NEEDED.listRequestCopies,
      audit: page.audit,
      async ask({ scope }) {
        ensureReceivesCopies(scope, unit, access?.legalBasisId ?? '');
        const { shown, nextPageToken } = page.cut(await copies.list(scope.authority, page.after, page.limit));
        return {
          status: shown.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            copies: shown.map(printRequestCopy),
            nextPageToken,
          },
          disclosures: shown.map(disclose),
        };
      },
    };
  },
});

/** Found in the log by whom the request asked about. */
const disclose = ({ request: reference, content: { terms } }: RequestCopy): Disclosure => ({
  ...{ reference, terms },
  category: 'PASSENGER',
  fieldGroups: ['request'],
});
