import type { AccessScope } from '../../adapter.js';
import type { ReferenceKind } from './domain/reference-number.js';

const CATEGORIES: readonly (readonly [category: string, kind: ReferenceKind])[] = [
  ['IDENTIFIED', 'identified'],
  ['UNIDENTIFIED', 'unidentified'],
];

/** What the caller may see goes into the question: what is hidden must look like nothing. */
export const kindsInScope = ({ categories }: AccessScope): ReadonlySet<ReferenceKind> =>
  new Set(CATEGORIES.filter(([category]) => categories.has(category)).map(([, kind]) => kind));

/** Category of data of a kind. */
export const categoryOfKind = (kind: ReferenceKind): 'IDENTIFIED' | 'UNIDENTIFIED' =>
  kind === 'identified' ? 'IDENTIFIED' : 'UNIDENTIFIED';

/**
 * States that are asked on behalf of a caller who may see those kinds. Who may see neither asks for what third countries
 * gave Europol (Art. 48), which is a search of its own: Europol takes no part in this exchange.
 */
export const statesForKinds = <States extends ReadonlySet<string> | undefined>(
  kinds: ReadonlySet<ReferenceKind>,
  memberStates: States,
): States | ReadonlySet<string> => (kinds.size === 0 ? new Set(['EU']) : memberStates);
