/** From a moment on, until another that does not belong to it any more. Milliseconds since the epoch. */
export interface Period {
  readonly fromMs: number;
  /** Undefined for one that lasts. */
  readonly untilMs: number | undefined;
}

/** True if the moment lies in the period: its first moment does, its end does not. */
export const covers = ({ fromMs, untilMs }: Period, atMs: number): boolean =>
  fromMs <= atMs && (untilMs === undefined || atMs < untilMs);
