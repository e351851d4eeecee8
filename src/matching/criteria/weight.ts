import { type Field, FIELDS, type FieldName } from './fields.js';

/** What a ground weighs when it is met: nothing if it is protected, so that it never brings a match about. */
export const weightOf = (field: FieldName, weights: ReadonlyMap<FieldName, number>): number =>
  (FIELDS[field] as Field).protected === undefined ? (weights.get(field) ?? 1) : 0;
