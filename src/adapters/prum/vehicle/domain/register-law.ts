/** What a register is like, and what the law of its state lets others ask of it. */
export interface RegisterLaw {
  /** Otherwise it has what is valid now, and answers with that whatever time it is asked about. */
  readonly keepsHistory: boolean;
  /** Searches by owner or holder (Regulation (EU) 2024/982 Art. 16(2)(c)). */
  readonly byParty: boolean;
  /** Numbers like one that nothing is registered under. */
  readonly suggests: boolean;
  /** It cannot process questions. */
  readonly fails: boolean;
}

/** A state that has not said anything about its register: it answers what the law obliges it to answer. */
export const NO_LAW: RegisterLaw = { keepsHistory: true, byParty: false, suggests: false, fails: false };
