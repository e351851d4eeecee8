/** Other authorities, as the unit knows them: the composition root says where from. */

/** An authority of the registry. */
export interface KnownAuthority {
  readonly code: string;
  /** ISO 3166-1 alpha-2, or EU of a body of the Union. */
  readonly memberState: string;
  /** Kinds under which it is registered, e.g. "PIU". */
  readonly kinds: readonly string[];
}

/** The registry, as far as it concerns the unit. A suspended authority is none. */
export interface Authorities {
  /** Undefined when there is no such authority. */
  find(code: string): KnownAuthority | undefined;
  /** Authorities of a kind in a Member State. */
  ofKind(kind: string, memberState: string): readonly KnownAuthority[];
}
