/** Reads the contract's own options (proto/ostiary/options/v1/rules.proto) and google.api.http off descriptors. */
import { getOption, hasOption, toBinary } from '@bufbuild/protobuf';
import type { DescExtension, DescField, DescMessage, DescMethod, FileRegistry, Message } from '@bufbuild/protobuf';
import { HttpRule } from '../../gen/google/api/http.js';
import {
  FieldRules,
  GroupVariant,
  MessageRules,
  OperationRules,
  RecordRules,
} from '../../gen/ostiary/options/v1/rules.js';

interface Codec<T> {
  decode(bytes: Uint8Array): T;
}

/** The options of one contract. */
export interface ContractOptions {
  /** Rules of a field; undefined when it states none. */
  fieldRules(field: DescField): FieldRules | undefined;
  messageRules(message: DescMessage): MessageRules | undefined;
  operationRules(method: DescMethod): OperationRules | undefined;
  httpRule(method: DescMethod): HttpRule | undefined;
  /** Field group that a field states; undefined when it states none. */
  fieldGroup(field: DescField): string | undefined;
  /** What makes a message a record; undefined when it is none. */
  record(message: DescMessage): RecordRules | undefined;
  groupVariant(message: DescMessage): GroupVariant | undefined;
}

/** Finds the option extensions in a descriptor set. Throws when one is missing. */
export function contractOptions(registry: FileRegistry): ContractOptions {
  const find = (extensionName: string): DescExtension => {
    const extension = registry.getExtension(extensionName);
    if (extension === undefined) throw new Error(`the descriptor set lacks the option ${extensionName}`);
    return extension;
  };
  const reader = <T>(extensionName: string, codec: Codec<T>) => {
    const extension = find(extensionName);
    return (element: DescField | DescMessage | DescMethod): T | undefined => readOption(element, extension, codec);
  };
  const fieldGroup = find('ostiary.options.v1.field_group');
  return {
    fieldRules: reader('ostiary.options.v1.rules', FieldRules),
    messageRules: reader('ostiary.options.v1.message_rules', MessageRules),
    operationRules: reader('ostiary.options.v1.operation', OperationRules),
    httpRule: reader('google.api.http', HttpRule),
    fieldGroup: (field) => readText(field, fieldGroup),
    record: reader('ostiary.options.v1.record', RecordRules),
    groupVariant: reader('ostiary.options.v1.group_variant', GroupVariant),
  };
}

/** By way of bytes, so that an option known only by reflection becomes the generated type. */
function readOption<T>(
  element: DescField | DescMessage | DescMethod,
  extension: DescExtension,
  codec: Codec<T>,
): T | undefined {
  if (!hasOption(element, extension) || extension.message === undefined) return undefined;
  return codec.decode(toBinary(extension.message, getOption(element, extension) as Message));
}

function readText(field: DescField, extension: DescExtension): string | undefined {
  if (!hasOption(field, extension)) return undefined;
  const value: unknown = getOption(field, extension);
  return typeof value === 'string' ? value : undefined;
}
