/** Small differences between two texts. All are symmetric and linear in the length. */

/** True if one character inserted, deleted or substituted makes the texts equal, and they are not equal already. */
export function isOneEditApart(a: string, b: string): boolean {
  const longer = a.length >= b.length ? a : b;
  const shorter = longer === a ? b : a;
  const extra = longer.length - shorter.length;
  if (extra > 1 || shorter === '' || a === b) return false;
  const start = commonPrefixLength(longer, shorter);
  return longer.slice(start + 1) === shorter.slice(extra === 1 ? start : start + 1);
}

/** True if exchanging two different characters, adjacent or not, makes the texts equal. */
export function isOneSwapApart(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false;
  const first = commonPrefixLength(a, b);
  let second = first + 1;
  while (second < a.length && a[second] === b[second]) second++;
  return (
    second < a.length && a[first] === b[second] && a[second] === b[first] && a.slice(second + 1) === b.slice(second + 1)
  );
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
