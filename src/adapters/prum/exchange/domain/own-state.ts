/**
 * The gateway of a state answers other states for that state and nobody else, from what it holds itself, and asks the
 * others for its own authorities (Regulation (EU) 2024/982 Art. 37(1), (2)).
 */

/** A Union body searches on its own behalf: it has no state that would have to take part. */
export const UNION = 'EU';

/** Whether a question is another state's to this gateway: it names the gateway's own state and no other. */
export const isForOwnState = (memberStates: ReadonlySet<string> | undefined, ownState: string | undefined): boolean =>
  ownState !== undefined && memberStates?.size === 1 && memberStates.has(ownState);
