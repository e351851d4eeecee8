/** The legal-basis table (data/legal-basis.csv): which article lets whom do what in which system. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { LegalOperation } from '../../adapters/adapter.js';
import { projectRoot } from '../../shared/project-root.js';

const OPERATIONS = [
  'SEARCH_ALPHA',
  'SEARCH_DOC',
  'SEARCH_OBJ',
  'VERIFY_BIO',
  'IDENT_PRINT',
  'IDENT_FACE',
  'TRACE_PRINT',
  'READ',
  'ENTER',
  'UPDATE',
  'DELETE',
  'FLAG',
  'LINK',
  'SUPPL_INFO',
  'FLAG_QUERY',
  'REQUEST_FULL',
  'CONSULT',
  'STATUS',
  'NOTIFY',
  'LOG_READ',
  'APPROVE',
  'REVIEW',
] as const satisfies readonly LegalOperation[];

const THRESHOLDS = [
  'NONE',
  'TASK',
  'SPECIFIC_CASE',
  'SERIOUS',
  'CAP',
  'VA',
  'CIR',
  'NATIONAL_LAW',
  'PRIOR_AUTH',
  'CONSENT',
  'URGENT_LIFE',
] as const;

/** A condition that a legal basis puts on the single access. */
export type Threshold = (typeof THRESHOLDS)[number];

const list = (separator: string) =>
  z
    .string()
    .min(1)
    .transform((text) => text.split(separator));

const rowSchema = z.strictObject({
  id: z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/),
  system: z.string().regex(/^[A-Z][A-Z_]*$/),
  instrument: z.string().min(1),
  article: z.string().min(1),
  purpose: z.string().min(1),
  authority_kinds: list('|').pipe(z.array(z.string().regex(/^[A-Z][A-Z_]*$/))),
  operations: list('|').pipe(z.array(z.enum(OPERATIONS))),
  threshold: list('+').pipe(z.array(z.enum(THRESHOLDS))),
  notes: z.string(),
});

/** One row of the table. */
export interface LegalBasis {
  readonly id: string;
  /** Code of the system, e.g. "SIS". */
  readonly system: string;
  readonly instrument: string;
  readonly article: string;
  readonly authorityKinds: ReadonlySet<string>;
  readonly operations: ReadonlySet<LegalOperation>;
  /** All must be met. */
  readonly thresholds: readonly Threshold[];
  /** Kinds of authority of which one must approve the question; empty when none needs to. */
  readonly approvers: ReadonlySet<string>;
  /** Whether an emergency may come in place of the approval. */
  readonly breakGlass: boolean;
}

/** Whose approval each condition asks for. */
const APPROVERS: Readonly<Partial<Record<Threshold, readonly string[]>>> = {
  // The central access point of the designated authorities (EES Art. 29(3), VIS Art. 22l, ETIAS Art. 50).
  CAP: ['CAP', 'EUROPOL_CAP'],
  // The verifying authority of Eurodac (Reg. (EU) 2024/1358 Art. 32).
  VA: ['EUD_VA'],
  // The state that issued the alert, by its SIRENE Bureau (Reg. (EU) 2018/1862 Art. 56(5)).
  PRIOR_AUTH: ['SIR'],
};

/** Reads the table. Throws when a row is malformed or an id stands twice. */
export function loadLegalBases(file = join(projectRoot, 'data/legal-basis.csv')): ReadonlyMap<string, LegalBasis> {
  const rows = z.array(rowSchema).parse(parse(readFileSync(file), { columns: true, bom: true }));
  const table = new Map<string, LegalBasis>();
  for (const row of rows) {
    if (table.has(row.id)) throw new Error(`legal basis ${row.id} stands twice in ${file}`);
    table.set(row.id, {
      id: row.id,
      system: row.system,
      instrument: row.instrument,
      article: row.article,
      authorityKinds: new Set(row.authority_kinds),
      operations: new Set(row.operations),
      thresholds: row.threshold,
      approvers: new Set(row.threshold.flatMap((threshold) => APPROVERS[threshold] ?? [])),
      // The urgent procedures of EES Art. 31(2), VIS Art. 22n(2) and ETIAS Art. 51(4): verification afterwards.
      breakGlass: row.threshold.includes('URGENT_LIFE'),
    });
  }
  return table;
}
