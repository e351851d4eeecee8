/** The third country that gave Europol the data it searched with, whose name goes with a request for core data (Art. 49). */
import { COUNTRIES, isOfUnion } from '../../../../formats/mrz/countries.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { AccessScope } from '../../../adapter.js';
import { UNION } from '../../exchange/domain/own-state.js';

/** Kosovo, which has no code of ISO 3166-1: what documents of the Union call it. */
const KOSOVO = 'XK';

/**
 * Reads its code; undefined where none is named. States outside the Union that take part in the exchange by agreements of their
 * own are third countries all the same: what they gave Europol is no data of a Member State. Throws a Refusal.
 */
export function parseThirdCountry(code: string): string | undefined {
  if (code === '') return undefined;
  if (code !== KOSOVO && !COUNTRIES.has(code)) {
    throw refused('country', 'must be the code of a country by ISO 3166-1 alpha-2, or XK');
  }
  if (isOfUnion(code)) throw refused('third_country', 'must be no Member State of the Union, nor a part of one');
  return code;
}

/** Europol says who gave it the data, and nobody else has such data. Throws a Refusal. */
export function assertThirdCountryOf({ memberState }: AccessScope, thirdCountry: string | undefined): void {
  if ((thirdCountry !== undefined) === (memberState === UNION)) return;
  throw thirdCountry === undefined
    ? refused('required', 'must name the third country that gave the data')
    : refused('europol_only', 'must be left out: only Europol searches with data that third countries gave');
}

const refused = (rule: string, description: string): Refusal =>
  new Refusal('REQUEST_INVALID', 'The request for core data breaks rules', {
    violations: [{ field: 'facts.third_country', rule, description }],
    metadata: { article: 'Reg. (EU) 2024/982 Art. 49' },
  });
