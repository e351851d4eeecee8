/** Messages of invented carriers about invented people, and what the reader makes of them. */
import type { PnrDiagnostic, PnrFault } from '../../../src/formats/pnr/diagnostic.js';
import type { Pnr, PnrPush } from '../../../src/formats/pnr/pnr.js';
import { PnrgovReader } from '../../../src/formats/pnr/pnrgov/pnrgov-reader.js';

/** What a reader told. */
export interface Told {
  readonly pushes: PnrPush[];
  readonly records: Pnr[];
  readonly diagnostics: PnrDiagnostic[];
  readonly faults: PnrFault[];
}

/** Reads these pieces, one after the other. */
export function readPnrgov(...pieces: readonly (string | Uint8Array)[]): Told {
  const told: Told = { pushes: [], records: [], diagnostics: [], faults: [] };
  const reader = new PnrgovReader(
    {
      push: (push) => told.pushes.push(push),
      record: (pnr) => told.records.push(pnr),
      diagnostic: (diagnostic) => {
        told.diagnostics.push(diagnostic);
        told.faults.push(diagnostic.fault);
      },
    },
    '2026-11-26',
  );
  for (const piece of pieces) reader.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  reader.end();
  return told;
}

/** What a test may change of a message. */
export interface Frame {
  readonly type?: string;
  readonly part?: string;
  readonly kind?: string;
  readonly records?: number;
  readonly flight?: string;
}

/** An interchange with these segments behind those of level 0, and trailers that count right. */
export function interchange(segments: readonly string[], frame: Frame = {}): string {
  const {
    type = 'PNRGOV:13:1:IA',
    part = '',
    kind = '22',
    records = segments.filter((segment) => segment === 'SRC').length,
    flight = 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123',
  } = frame;
  const message = [
    `UNH+1+${type}+261126/0800/ZZ/123${part}`,
    `MSG+:${kind}`,
    'ORG+ZZ:VIE',
    flight,
    `EQN+${records}`,
    ...segments,
  ];
  return ['UNB+IATA:1+ZZ+XAAPIU+261126:0800+77', ...message, `UNT+${message.length + 1}+1`, 'UNZ+1+77', ''].join("'");
}

/** The segments of a record: its beginning and these. */
export const record = (...segments: readonly string[]): string[] => ['SRC', 'RCI+ZZ:AB12CD::011126:1015', ...segments];

/** The record that a message with these segments in it has. */
export function oneRecord(...segments: readonly string[]): { readonly pnr: Pnr; readonly faults: readonly PnrFault[] } {
  const { records, faults } = readPnrgov(interchange(record(...segments)));
  const [pnr] = records;
  if (pnr === undefined || records.length > 1) throw new Error(`${records.length} records instead of one`);
  return { pnr, faults };
}
