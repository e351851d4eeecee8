/** Nationalities that enjoy free movement: Member States of the European Union, Iceland, Liechtenstein, Norway, Switzerland (ISO 3166-1 alpha-2). */
const FREE_MOVEMENT: ReadonlySet<string> = new Set(
  'AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** True if a person of the nationality can be the subject of a refusal of entry or a return decision. */
export const isThirdCountryNational = (nationality: string): boolean => !FREE_MOVEMENT.has(nationality);
