/** Nationalities that occur in the synthetic world and enjoy free movement in the European Union (ISO 3166-1 alpha-2). */
const FREE_MOVEMENT: ReadonlySet<string> = new Set('DE FR ES PT IT SE DK IS PL CZ HU RO HR GR BG'.split(' '));

/** True if a person of the nationality can be the subject of a refusal of entry or a return decision. */
export const isThirdCountryNational = (nationality: string): boolean => !FREE_MOVEMENT.has(nationality);
