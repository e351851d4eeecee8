/**
 * Builds a record up from what may be disclosed of it. What is not allowed is never copied, so it is absent, as if the
 * system had never had it; nothing is blanked, and the system's own object is left alone.
 */
import type { Handling } from '../../gen/ostiary/common/v1/handling.js';
import type { Shape } from './clean-message.js';
import type { FieldPlan, RecordPlan } from './record-plan.js';

/** A copy, and which field groups it really holds. */
export interface CopiedRecord {
  readonly record: Shape;
  /** In the order of the contract. */
  readonly groups: readonly string[];
}

/**
 * Copies a record of one kind, with the Handling that it is disclosed under. Throws when an enum that may be disclosed
 * holds what the contract does not know.
 */
export type RecordCopier = (record: Shape, handling: Handling) => CopiedRecord;

/** Puts one field into the copy; returns the bits of the groups that are present thereby. */
type FieldCopier = (from: Shape, to: Record<string, unknown>) => number;

/** Compiles the copying of records of a kind for one set of field groups. */
export function compileCopier(plan: RecordPlan, allowed: ReadonlySet<string>): RecordCopier {
  const bitOf = (group: string): number => 1 << plan.groups.indexOf(group);
  const always = bitOf('frame') | bitOf('handling');
  const copiers = plan.fields
    .filter(({ property }) => property !== plan.handling)
    .map((field) => compileField(field, allowed, bitOf));
  const named = new Map<number, readonly string[]>();
  const groupsOf = (bits: number): readonly string[] => {
    const known = named.get(bits);
    if (known !== undefined) return known;
    const groups = plan.groups.filter((_, index) => ((bits >>> index) & 1) === 1);
    named.set(bits, groups);
    return groups;
  };
  return (from, handling) => {
    const record: Record<string, unknown> = {};
    let bits = always;
    for (const copy of copiers) bits |= copy(from, record);
    record[plan.handling] = handling;
    return { record, groups: groupsOf(bits) };
  };
}

function compileField(field: FieldPlan, allowed: ReadonlySet<string>, bitOf: (group: string) => number): FieldCopier {
  const { property, absent, list, clean, checkEnum, variant } = field;
  const usual = allowed.has(field.group) ? bitOf(field.group) : 0;
  const varied = variant !== undefined && allowed.has(variant.group) ? bitOf(variant.group) : 0;
  if (usual === 0 && varied === 0) {
    return (_, to) => {
      to[property] = list ? [] : absent;
      return 0;
    };
  }
  const bitsOf = (value: Shape): number =>
    variant !== undefined && value[variant.property] === variant.value ? varied : usual;
  if (list) {
    return (from, to) => {
      const items = from[property] as readonly unknown[];
      if (clean === undefined) {
        checkEnum?.(items);
        to[property] = items;
        return items.length === 0 ? 0 : usual;
      }
      let bits = 0;
      const kept: Shape[] = [];
      for (const item of items as readonly Shape[]) {
        const present = bitsOf(item);
        if (present !== 0) kept.push(clean(item));
        bits |= present;
      }
      to[property] = kept;
      return bits;
    };
  }
  if (clean === undefined) {
    return (from, to) => {
      const value = from[property];
      checkEnum?.(value);
      to[property] = value;
      return isGiven(value, absent) ? usual : 0;
    };
  }
  return (from, to) => {
    const value = from[property] as Shape | undefined;
    const present = value === undefined ? 0 : bitsOf(value);
    to[property] = value === undefined || present === 0 ? undefined : clean(value);
    return present;
  };
}

/** Bytes are given when there are any; everything else when it is not what stands for absent. */
function isGiven(value: unknown, absent: unknown): boolean {
  return value instanceof Uint8Array ? value.length > 0 || absent === undefined : value !== absent;
}
