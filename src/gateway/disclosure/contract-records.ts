/** The kinds of record that the contract knows, by system: what disclosure tables must speak of. */
import { type Contract, loadContract } from '../contract/contract.js';
import type { RecordPlan } from './record-plan.js';
import { compileResponseFilter } from './response-filter.js';

/** Records of every system whose answers hold any. Throws when the contract leaves open what an answer discloses. */
export function recordsIn(contract: Contract): ReadonlyMap<string, readonly RecordPlan[]> {
  const records = new Map<string, RecordPlan[]>();
  for (const method of contract.methods.values()) {
    if (method.publicProof) continue;
    const plans = compileResponseFilter(method, contract.options).records;
    if (plans.length > 0) records.set(method.system, [...(records.get(method.system) ?? []), ...plans]);
  }
  return records;
}

let ofTheContract: ReadonlyMap<string, readonly RecordPlan[]> | undefined;

/** Those of the contract that this build serves. Read once: it does not change while the process lives. */
export function contractRecords(): ReadonlyMap<string, readonly RecordPlan[]> {
  return (ofTheContract ??= recordsIn(loadContract()));
}
