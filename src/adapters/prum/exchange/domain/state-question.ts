/** What every question to a state has, whatever it asks for (Regulation (EU) 2024/982 Arts. 9, 15, 24). */
export interface StateQuestion {
  /** Number of the request: a ULID. */
  readonly requestNumber: string;
  /** State that asks, ISO 3166-1 alpha-2; "EU" for a Union body. */
  readonly askingState: string;
  /** Milliseconds since the epoch. */
  readonly askedAtMs: number;
}

/** What every reply has. */
export interface StateReply {
  readonly replyNumber: string;
  /** Milliseconds since the epoch. */
  readonly repliedAtMs: number;
}
