import { ERM_CODES, type ErmCode } from './erm-codes.js';

/** Where a fault is. */
export interface FaultPlace {
  /** Bytes from the beginning of the file; 0 where the file was not read but made. */
  readonly offset: number;
  /** Number of the field, e.g. "1.009"; undefined where none is concerned. */
  readonly field?: string | undefined;
}

/** A file that breaks a rule of the format or of its profile. The message quotes nothing of the file. */
export class NistFault extends Error {
  override readonly name = 'NistFault';
  /** As an answer of type ERR would say it. */
  readonly code: ErmCode;
  readonly field: string | undefined;
  readonly offset: number;
  /** What the rule demands. */
  readonly demand: string;

  constructor(code: ErmCode, { offset, field }: FaultPlace, demand: string) {
    super(`${code} ${ERM_CODES[code]}: ${field ?? 'file'} at byte ${offset}: ${demand}`);
    this.code = code;
    this.field = field;
    this.offset = offset;
    this.demand = demand;
  }
}
