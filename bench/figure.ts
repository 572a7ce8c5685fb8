/** One line of bench/RESULTS.md. */
export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly ours: string;
  readonly anchor?: string;
  readonly ratio?: string;
  /** What the issue asks for. */
  readonly reach: string;
  readonly met: boolean;
  /** Why it was missed, or what to know of it. */
  readonly note?: string;
}

/** A bench with its lines. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  readonly run: () => Promise<readonly Figure[]>;
}

/** Three digits that say something, with the unit. */
export function told(value: number, unit = ""): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, " ")}${unit}`;
}

/** What a bench that is run by itself says: all it measured; the table of bench/RESULTS.md is written by bench/main.ts. */
export function show(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
}
