/** Lists in pages that go on behind the reference of the last row that was shown. */
import type { JsonObject } from '../../../shared/json.js';

const DEFAULT_SIZE = 20;

/** What is asked for. */
export interface ReferencePage {
  /** Rows to read: one more than are shown, which says whether there are others. */
  readonly limit: number;
  /** Reference behind which it begins; undefined at the beginning. */
  readonly after: string | undefined;
  /** As the log has it. */
  readonly audit: JsonObject;
  /** What is shown of the rows that were read, and the token of the next page; empty where there is none. */
  cut<Row extends { readonly id: string }>(
    rows: readonly Row[],
  ): { readonly shown: readonly Row[]; readonly nextPageToken: string };
}

/** Reads it of a request. */
export function referencePage({ pageSize, pageToken }: { pageSize: number; pageToken: string }): ReferencePage {
  const size = pageSize || DEFAULT_SIZE;
  return {
    limit: size + 1,
    after: pageToken === '' ? undefined : pageToken,
    audit: { ...(pageToken !== '' && { page_after: pageToken }), page_size: size },
    cut(rows) {
      const shown = rows.slice(0, size);
      return { shown, nextPageToken: rows.length > size ? (shown.at(-1)?.id ?? '') : '' };
    },
  };
}
