/** Work on a list in order, while what comes next is already being fetched. */

/** Yields what `fetch` gives for `from`, `from` + 1, … below `end`, with up to `depth` fetches under way. */
export async function* readAhead<T>(
  from: number,
  end: number,
  depth: number,
  fetch: (n: number) => Promise<T>,
): AsyncGenerator<readonly [n: number, value: T]> {
  const ahead: Promise<T>[] = [];
  for (let n = from; n < end; n++) {
    while (ahead.length < depth && n + ahead.length < end) {
      const fetching = fetch(n + ahead.length);
      // When the reader stops early, nobody asks for it any more.
      fetching.catch(() => undefined);
      ahead.push(fetching);
    }
    const next = ahead.shift();
    if (next !== undefined) yield [n, await next];
  }
}
