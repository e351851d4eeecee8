/** Member States of the European Union, ISO 3166-1 alpha-2. Their nationals are no third-country nationals (TFEU Art. 20). */
const MEMBER_STATES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** True for the nationality of a Member State of the European Union. */
export const isUnionNationality = (nationality: string): boolean => MEMBER_STATES.has(nationality);
