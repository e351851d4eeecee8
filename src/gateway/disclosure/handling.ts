/** The Handling that travels with a record: what the law asks for, and what the record itself adds. */
import { type Handling, HandlingCode } from '../../gen/ostiary/common/v1/handling.js';

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(HandlingCode).flatMap(([name, number]) =>
    typeof number === 'number' && number > 0 ? [[number, name] as const] : [],
  ),
);

/**
 * Joins the codes of a record with those that its rule asks for; the rest is the rule's alone. Throws when a system sends
 * a code that the contract does not know: it would be a demand that nobody passes on.
 */
export function joinHandling(own: Handling | undefined, required: Handling): Handling {
  if (own === undefined || own.codes.length === 0) return required;
  for (const code of own.codes) if (!NAMES.has(code)) throw new Error('a handling code is not in the contract');
  const codes = [...new Set([...own.codes, ...required.codes])].sort((a, b) => a - b);
  return { ...required, codes };
}

/** What is asked about a child: the consent is that of persons of age (Regulation (EU) 2018/1862 Art. 33(4)). */
export const forMinor = (required: Handling): Handling => ({
  ...required,
  codes: required.codes.filter((code) => code !== HandlingCode.ADULT_MUST_CONSENT),
});

/** Names of the codes, as the contract and the tables have them: "DO_NOT_DISCLOSE_TO_SUBJECT". */
export function codeNames(handling: Handling): readonly string[] {
  const known = named.get(handling);
  if (known !== undefined) return known;
  const names = handling.codes.map((code) => NAMES.get(code) ?? String(code));
  named.set(handling, names);
  return names;
}

/** Most records share the Handling of their rule. */
const named = new WeakMap<Handling, readonly string[]>();
