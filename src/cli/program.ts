/** What the whole program offers to commands that are more than a question to an assembled node. */
import type { Node } from "./node.ts";

/** How far the invented province has come in. */
export interface DemoProgress {
  readonly files: number;
  readonly done: number;
  /** The day on the demo's clock. */
  readonly day: string;
}

export interface Program {
  /** Serves until a signal says stop. @returns the exit code */
  serve(): Promise<number>;
  /** Takes the invented province in, if it is not; then says what is there. */
  demo(out: NodeJS.WritableStream): Promise<void>;
  /** Assembles a node, asks it, and closes it: for commands that may also do without one. */
  withNode<T>(ask: (node: Node) => Promise<T>): Promise<T>;
}
