/** The last line of every bench: one JSON object that a script can read. */
export interface BenchResult {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** The peer or floor measured in the same run, in the same unit. */
  readonly reference: number;
  readonly ratio: number;
}

/** Prints the result. */
export function printResult(result: BenchResult): void {
  console.log(
    JSON.stringify({
      ...result,
      value: round(result.value),
      reference: round(result.reference),
      ratio: round(result.ratio),
    }),
  );
}

const round = (value: number): number => Number(value.toPrecision(4));
