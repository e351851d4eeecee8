/**
 * Takes out of a message what the contract does not know. Generated decoders keep unknown fields and generated encoders
 * write them again, so what a newer or a careless system sends beyond the contract would leave unseen by any filter.
 */
import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { propertyName } from '../contract/generated-code.js';

/** A message of generated code, seen as its properties. */
export type Shape = Readonly<Record<string, unknown>>;

/** Gives the message without unknown fields at any depth: the same object when it has none, a copy otherwise. */
export type Clean = (message: Shape) => Shape;

/** Compiles the cleaning of a message type. Throws when the type holds a field that it cannot look into. */
export function compileClean(message: DescMessage, known = new Map<string, Clean>()): Clean {
  const found = known.get(message.typeName);
  if (found !== undefined) return found;
  const nested: { readonly property: string; readonly list: boolean; readonly clean: Clean }[] = [];
  const clean: Clean = (value) => {
    let cleaned = value;
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
    if (!isPlain(field) && field.message !== undefined) {
      const list = field.fieldKind === 'list';
      nested.push({ property: propertyName(field.name), list, clean: compileClean(field.message, known) });
    }
  }
  return clean;
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
