/**
 * Nationals of the Member States, of the other states of the European Economic Area and of Switzerland (ISO 3166-1 alpha-2):
 * they enjoy free movement, and are no third-country nationals for return, refusal of entry and information alerts.
 */
const FREE_MOVEMENT: ReadonlySet<string> = new Set(
  (
    'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK ' +
    // European Economic Area and Switzerland.
    'IS LI NO CH'
  ).split(' '),
);

/** Whether a person of the nationality is a third-country national. */
export const isThirdCountryNational = (nationality: string): boolean => !FREE_MOVEMENT.has(nationality);
