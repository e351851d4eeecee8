/** Comments of the proto sources, which the descriptor set carries as locations (descriptor.proto, SourceCodeInfo). */
import type {
  DescEnum,
  DescEnumValue,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
  DescService,
} from '@bufbuild/protobuf';

type Commented = DescEnum | DescEnumValue | DescField | DescMessage | DescMethod | DescService;

/** Finds comments. */
export type Comments = (element: Commented) => string;

/** Reads the comments of files; a missing one is the empty string. */
export function readComments(files: Iterable<DescFile>): Comments {
  const byFile = new Map<string, Map<string, string>>();
  for (const file of files) {
    const comments = new Map<string, string>();
    for (const { path, leadingComments } of file.proto.sourceCodeInfo?.location ?? []) {
      if (leadingComments !== '') comments.set(path.join('.'), oneLine(leadingComments));
    }
    byFile.set(file.name, comments);
  }
  return (element) => byFile.get(fileOf(element).name)?.get(pathOf(element).join('.')) ?? '';
}

/** Lines of a comment are wrapped for the source only; a blank line is a paragraph. */
function oneLine(comment: string): string {
  return comment
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .join('\n\n');
}

function fileOf(element: Commented): DescFile {
  return element.kind === 'message' || element.kind === 'enum' || element.kind === 'service'
    ? element.file
    : fileOf(element.parent);
}

/** Path of an element: field numbers of descriptor.proto and indexes, in turn. */
function pathOf(element: Commented): number[] {
  switch (element.kind) {
    case 'message':
      return element.parent === undefined
        ? [4, element.file.messages.indexOf(element)]
        : [...pathOf(element.parent), 3, element.parent.nestedMessages.indexOf(element)];
    case 'enum':
      return element.parent === undefined
        ? [5, element.file.enums.indexOf(element)]
        : [...pathOf(element.parent), 4, element.parent.nestedEnums.indexOf(element)];
    case 'service':
      return [6, element.file.services.indexOf(element)];
    case 'field':
      return [...pathOf(element.parent), 2, element.parent.fields.indexOf(element)];
    case 'enum_value':
      return [...pathOf(element.parent), 2, element.parent.values.indexOf(element)];
    case 'rpc':
      return [...pathOf(element.parent), 2, element.parent.methods.indexOf(element)];
  }
}
