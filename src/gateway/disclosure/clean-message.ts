/**
 * Lets out of a message what the contract knows. Generated decoders keep unknown fields and unknown numbers of enums, and
 * generated encoders write them again, so what a newer or a careless system sends beyond the contract would leave unseen
 * by any filter. A field is left out; a number withholds the answer, since a status or a warning that is left out would
 * change what the rest says.
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { propertyName } from '../contract/generated-code.js';

/** A message of generated code, seen as its properties. */
export type Shape = Readonly<Record<string, unknown>>;

/**
 * Gives the message without unknown fields at any depth: the same object when it has none, a copy otherwise. Throws when
 * an enum in it holds what the contract does not know.
 */
export type Clean = (message: Shape) => Shape;

/** Throws when what an enum field holds is not in the contract; it says so without quoting it. */
export type CheckEnum = (value: unknown) => void;

/** Compiles the cleaning of a message type. Throws when the type holds a field that it cannot look into. */
export function compileClean(message: DescMessage, known = new Map<string, Clean>()): Clean {
  const found = known.get(message.typeName);
  if (found !== undefined) return found;
  const nested: { readonly property: string; readonly list: boolean; readonly clean: Clean }[] = [];
  const enums: { readonly property: string; readonly check: CheckEnum }[] = [];
  const clean: Clean = (value) => {
    let cleaned = value;
    for (const { property, check } of enums) check(value[property]);
    if (value._unknownFields !== undefined) {
      cleaned = Object.fromEntries(Object.entries(value).filter(([name]) => name !== '_unknownFields'));
    }
    for (const { property, list, clean: cleanNested } of nested) {
      const held = value[property];
      if (held === undefined) continue;
      const kept = list ? cleanList(held as readonly Shape[], cleanNested) : cleanNested(held as Shape);
      if (kept !== held) cleaned = { ...cleaned, [property]: kept };
    }
    return cleaned;
  };
  // Known before its fields are compiled, so that a type may contain itself.
  known.set(message.typeName, clean);
  for (const field of message.fields) {
    assertCovered(field);
    const check = compileEnumCheck(field);
    if (check !== undefined) enums.push({ property: propertyName(field.name), check });
    if (!isPlain(field) && field.message !== undefined) {
      const list = field.fieldKind === 'list';
      nested.push({ property: propertyName(field.name), list, clean: compileClean(field.message, known) });
    }
  }
  return clean;
}

/** Compiles the check of an enum field, single or repeated. Undefined for all other fields. */
export function compileEnumCheck(field: DescField): CheckEnum | undefined {
  if (field.enum === undefined) return undefined;
  const declared = new Set<unknown>(field.enum.values.map(({ number }) => number));
  const checkOne: CheckEnum = (value) => {
    if (value !== undefined && !declared.has(value)) {
      throw new Error(`${field.parent.typeName}.${field.name} holds a value that the contract does not know`);
    }
  };
  if (field.fieldKind !== 'list') return checkOne;
  return (values) => (values as readonly unknown[]).forEach(checkOne);
}

/** Whether a value of the field has no fields of its own. Generated code makes well-known types dates and plain values. */
export const isPlain = ({ message }: DescField): boolean =>
  message === undefined || message.typeName.startsWith('google.protobuf.');

/** Throws when a field is of a kind that disclosure does not look into: then nobody could say what leaves in it. */
export function assertCovered(field: DescField): void {
  if (field.fieldKind === 'map' || field.oneof !== undefined) {
    throw new Error(`contract: ${field.parent.typeName}.${field.name} is of a kind that disclosure does not cover`);
  }
  // ts-proto takes a list with options for unpacked unless they say otherwise. Then the bytes whose digest is in the log
  // would not be those that everybody else makes of the same answer, and receipts for JSON would not verify.
  const { options } = field.proto;
  if (isPackable(field) && options !== undefined && !options.packed) {
    throw new Error(`contract: ${field.parent.typeName}.${field.name} has options and must state packed = true`);
  }
}

const isPackable = (field: DescField): boolean =>
  field.fieldKind === 'list' &&
  (field.enum !== undefined ||
    (field.scalar !== undefined && field.scalar !== ScalarType.STRING && field.scalar !== ScalarType.BYTES));

function cleanList(items: readonly Shape[], clean: Clean): readonly Shape[] {
  let cleaned: Shape[] | undefined;
  items.forEach((item, index) => {
    const kept = clean(item);
    if (kept === item) return;
    cleaned ??= [...items];
    cleaned[index] = kept;
  });
  return cleaned ?? items;
}
