/** Reference of a record: "EPR-", the state that has it, "-", a ULID (Art. 27; the form is invented). */
export const recordReference = (memberState: string, id: string): string => `EPR-${memberState}-${id}`;

/** State in a reference of the right form. */
export const stateOf = (reference: string): string => reference.slice(4, 6);
