import { PrumCategory } from '../../../../gen/ostiary/prum/v1/exchange.js';
import { PrintSearchMode } from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import type { SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import type { ReferenceKind } from '../../exchange/domain/reference-number.js';

/** Values of the domain for the enumerations of the contract, and the other way round. */
export const SEARCH_MODES_FROM_WIRE: ReadonlyMap<PrintSearchMode, SearchMode> = new Map([
  [PrintSearchMode.TP_TP, 'TP/TP'],
  [PrintSearchMode.TP_UL, 'TP/UL'],
  [PrintSearchMode.LT_TP, 'LT/TP'],
  [PrintSearchMode.LT_UL, 'LT/UL'],
  [PrintSearchMode.PP_ULP, 'PP/ULP'],
  [PrintSearchMode.LP_PP, 'LP/PP'],
  [PrintSearchMode.LP_ULP, 'LP/ULP'],
]);

export const KIND_TO_WIRE = {
  identified: PrumCategory.IDENTIFIED,
  unidentified: PrumCategory.UNIDENTIFIED,
} as const satisfies Readonly<Record<ReferenceKind, PrumCategory>>;
