/** ListRequestCopies: for the unit of another Member State, what its authorities asked this unit directly (Art. 9(3)). */
import type { ListRequestCopiesRequest, ListRequestCopiesResponse } from '../../../gen/ostiary/pnr/v1/oversight.js';
import type { Disclosure, Operation } from '../../adapter.js';
import type { PnrParts } from '../options.js';
import type { RequestCopy } from '../store/request-copy-store.js';
import { printRequestCopy } from '../wire/print-oversight.js';
import { ensureReceivesCopies } from './who.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes the operation. */
export const listRequestCopiesOperation = ({
  copies,
  unit,
}: PnrParts): Operation<ListRequestCopiesRequest, ListRequestCopiesResponse> => ({
  parse({ access, pageSize, pageToken }) {
    const size = pageSize || DEFAULT_PAGE_SIZE;
    return {
      legalOperations: ['NOTICE'],
      audit: { ...(pageToken !== '' && { page_after: pageToken }), page_size: size },
      async ask({ scope }) {
        ensureReceivesCopies(scope, unit, access?.legalBasisId ?? '');
        const found = await copies.list(scope.authority, pageToken === '' ? undefined : pageToken, size + 1);
        const shown = found.slice(0, size);
        return {
          status: shown.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            copies: shown.map(printRequestCopy),
            nextPageToken: found.length > size ? (shown.at(-1)?.id ?? '') : '',
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
