/** Which categories a kind may see on a legal basis: asked of Cedar when the policy is prepared, not with each question. */
import type { CedarEngine } from './cedar-engine.js';
import type { LegalBasis } from './legal-basis.js';
import type { PolicySource } from './policy-source.js';

/** Categories in the system's own codes, e.g. "ARR". */
export type Visibility = (basis: LegalBasis, kind: string) => ReadonlySet<string>;

const NOTHING: ReadonlySet<string> = new Set();

/** Asks for every row, every kind that it is open to, and every category of its system. */
export function visibilityOf({ bases, matrix }: PolicySource, engine: CedarEngine): Visibility {
  const seen = new Map<string, ReadonlySet<string>>();
  for (const basis of bases.values()) {
    for (const kind of basis.authorityKinds) {
      const categories = matrix.categoriesOf(basis.system).filter((category) => {
        const listed = basis.categories.has(category);
        const open = matrix.sees(basis.system, kind, category);
        const { allowed } = engine.see(kind, `${basis.system}/${category}`, {
          system: { __entity: { type: 'System', id: basis.system } },
          basis: basis.id,
          listed,
          open,
        });
        return allowed;
      });
      seen.set(keyOf(basis, kind), new Set(categories));
    }
  }
  return (basis, kind) => seen.get(keyOf(basis, kind)) ?? NOTHING;
}

const keyOf = ({ id }: LegalBasis, kind: string): string => `${id} ${kind}`;
