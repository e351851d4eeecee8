/** The disclosure tables of the project, as a gateway loads them. */
import { type Disclosure, loadDisclosure } from '../../src/gateway/disclosure/disclosure.js';
import type { RecordPlan } from '../../src/gateway/disclosure/record-plan.js';
import { loadLegalBases } from '../../src/gateway/policy/legal-basis.js';
import { sisScope } from '../../src/gateway/policy/sis-scope.js';

/** Loads them for systems with these kinds of record; from another folder, if one is named. */
export function testDisclosure(records: ReadonlyMap<string, readonly RecordPlan[]>, folder?: string): Disclosure {
  return loadDisclosure(
    {
      records,
      bases: loadLegalBases(),
      categoriesOf: ({ system, id }, kind) => (system === 'SIS' ? sisScope(kind, id) : new Set()),
    },
    folder,
  );
}
