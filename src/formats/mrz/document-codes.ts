/** Document codes: the first two characters of a zone. */
import type { MrzFormat } from './layout.js';

/**
 * Second letters of passports (Doc 9303-4, Amendment 2): obligatory where one is used since 1 January 2026, and in every
 * passport issued from 1 January 2028 on. Before that issuers chose them, or used none.
 */
export const PASSPORT_TYPES: Readonly<Record<string, string>> = {
  PP: 'ordinary passport',
  PE: 'emergency passport',
  PD: 'diplomatic passport',
  PO: 'official or service passport',
  PR: 'travel document for a refugee',
  PT: 'travel document for an alien',
  PS: 'travel document for a stateless person',
  PL: 'laissez-passer',
  PM: 'military passport',
  PU: 'travel document of a single sheet',
};

/** What is wrong with a code, without fillers, in a format; undefined if nothing is. */
export function codeFault(code: string, format: MrzFormat): string | undefined {
  switch (format) {
    case 'TD3':
      if (!code.startsWith('P')) return 'a passport has P as its first letter';
      return code.length === 1 || code in PASSPORT_TYPES
        ? undefined
        : `${code} is none of the passport types of Doc 9303-4, Amendment 2`;
    case 'TD1':
    case 'TD2':
      if (!/^[ACI]/.test(code)) return 'a card has A, C or I as its first letter';
      if (code.endsWith('V')) return 'V as second letter is for visas';
      return code.endsWith('C') && code.length === 2 && code !== 'AC'
        ? 'C as second letter is for crew member certificates, AC'
        : undefined;
    case 'MRV-A':
    case 'MRV-B':
      return undefined;
  }
}
