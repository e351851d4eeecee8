/** Says why a file has no message of the type that was asked for, and which command reads what it has instead. */
import { EdifactMessages } from '../formats/edifact/messages.js';
import { PnrReader } from '../formats/pnr/pnr-reader.js';
import { today } from './travel-files.js';

/** Types of messages, and what reads them. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['PNRGOV', 'ostiary pnr parse'],
  ['PAXLST', 'ostiary api parse'],
  ['CUSRES', 'ostiary api answer'],
]);

/** A type that "parse" reads. */
export type ParsedType = 'PNRGOV' | 'PAXLST';

/** Of several faults the one that stands first here says it best. */
const REASONS: readonly (readonly [fault: string, reason: string])[] = [
  ['XML_REFUSED', 'a document in XML with a type or a processing instruction is refused'],
  ['XML_INVALID', 'it begins like XML and cannot be read as such'],
  ['NOT_PNRGOV', 'it holds something else'],
  ['NOT_PAXLST', 'it holds something else'],
];

const NO_INTERCHANGE: Readonly<Record<ParsedType, string>> = {
  PNRGOV: 'it is neither an interchange in EDIFACT nor a document in XML',
  PAXLST: 'it is no interchange in EDIFACT',
};

/**
 * A sentence for whoever wanted messages of this type. `beginning` is that of the file, enough for the header of a message;
 * `faults` are those that its reader told.
 */
export function noMessage(
  file: string,
  wanted: ParsedType,
  beginning: Uint8Array,
  faults: ReadonlySet<string>,
): string {
  // A message of the type itself may begin there, and be refused for what comes later.
  const found = typesIn(beginning).find(([type]) => type !== wanted);
  if (found !== undefined) return `${file} holds ${found[0]}: see ${found[1]}`;
  return `no ${wanted} message in ${file}: ${reasonOf(wanted, beginning, faults)}`;
}

function reasonOf(wanted: ParsedType, { length }: Uint8Array, faults: ReadonlySet<string>): string {
  if (length === 0) return 'it is empty';
  const [, reason] = REASONS.find(([fault]) => faults.has(fault)) ?? [];
  return reason ?? (faults.has('NO_INTERCHANGE') ? NO_INTERCHANGE[wanted] : 'its interchange has none');
}

/** Those that are known, with their commands. */
function typesIn(beginning: Uint8Array): readonly (readonly [type: string, command: string])[] {
  const types = new Set<string>();
  const nothing = (): void => undefined;
  const readers = [
    new EdifactMessages({ begin: ({ type }) => types.add(type), segment: nothing, end: nothing, fault: nothing }),
    // A push in XML has no header of EDIFACT.
    new PnrReader({ push: () => types.add('PNRGOV'), record: nothing, diagnostic: nothing }, today()),
  ];
  for (const reader of readers) {
    reader.write(beginning);
    reader.end();
  }
  return [...COMMANDS].filter(([type]) => types.has(type));
}
