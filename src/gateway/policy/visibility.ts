/**
 * Which categories a kind may see on a legal basis. It depends on nothing in a question, so Cedar is asked once in the life
 * of a policy for each row and kind, when the first question needs it: some thousands of answers at the start would hold
 * up every call in progress at a reload.
 */
import type { CedarEngine } from './cedar-engine.js';
import { type LegalBasis, type PolicyTables, visible as shared } from './legal-basis.js';

/** Categories in the system's own codes, e.g. "ARR". */
export type Visibility = (basis: LegalBasis, kind: string) => ReadonlySet<string>;

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Makes the lookup. Cedar is asked about what the row names and the matrix opens to the kind: policies can narrow what
 * the tables share, never widen it.
 */
export function visibilityOf(tables: PolicyTables, engine: CedarEngine): Visibility {
  const known = new Map<string, ReadonlySet<string>>();
  return (basis, kind) => {
    // Denied whatever it could see.
    if (!basis.authorityKinds.has(kind)) return NOTHING;
    const key = `${basis.id} ${kind}`;
    let visible = known.get(key);
    if (visible === undefined) {
      const context = { system: { __entity: { type: 'System', id: basis.system } }, basis: basis.id };
      visible = new Set(
        [...shared(tables, basis, kind)].filter(
          (category) => engine.see(kind, `${basis.system}/${category}`, context).allowed,
        ),
      );
      known.set(key, visible);
    }
    return visible;
  };
}
