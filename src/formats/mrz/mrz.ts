import type { MrzFormat, Span } from './layout.js';
import type { MrzName } from './name-field.js';

/** Sex as the zone has it: female, male, or unspecified. */
export type MrzSex = 'F' | 'M' | '<';

/** What a machine-readable zone says. Codes and numbers without their fillers. */
export interface Mrz {
  readonly format: MrzFormat;
  /** One or two letters, e.g. "PP" or "P". */
  readonly documentCode: string;
  /** Issuing state or organisation, three letters or "D". */
  readonly issuer: string;
  readonly name: MrzName;
  /** Whole, also where it went on in the optional data. */
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYYY-MM-DD, 00 for an unknown day or month; undefined if the year is unknown or it is no date. */
  readonly dateOfBirth: string | undefined;
  readonly sex: MrzSex;
  /** As dateOfBirth. */
  readonly dateOfExpiry: string | undefined;
  /** What the issuer put into the fields for its own use, fillers inside kept; without what belongs to the number. */
  readonly optional: readonly string[];
}

/** What a check digit covers. */
export type CheckedField = 'document number' | 'date of birth' | 'date of expiry' | 'optional data' | 'composite';

/** One check digit: what stands there, and what should. */
export interface MrzCheck {
  readonly field: CheckedField;
  readonly found: string;
  readonly computed: string;
  readonly ok: boolean;
}

/** Rules that a zone may break. */
export type MrzRule =
  | 'shape'
  | 'characters'
  | 'check_digit'
  | 'document_code'
  | 'issuer'
  | 'nationality'
  | 'name'
  | 'document_number'
  | 'date_of_birth'
  | 'date_of_expiry'
  | 'sex';

/** Something that is not as the standard has it. A zone with diagnostics may still be read. */
export interface MrzDiagnostic {
  readonly rule: MrzRule;
  /** In words, without any of the holder's data. */
  readonly message: string;
  /** Where; absent if it is the zone as a whole. Lines and positions count from 0, `to` is the first position after it. */
  readonly span?: Span;
}

/** Outcome of reading a zone. */
export interface MrzReading {
  /** Undefined if the text has the shape of no zone. */
  readonly mrz: Mrz | undefined;
  readonly checks: readonly MrzCheck[];
  readonly diagnostics: readonly MrzDiagnostic[];
}
