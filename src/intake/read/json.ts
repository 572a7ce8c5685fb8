/** Rows of JSON: an array of objects, or one object a line (NDJSON). Streamed element by element. */
import { limits } from "./limits.ts";
import { refuseFile } from "./refused.ts";
import type { Cell } from "./row.ts";

/** One object of the file: its keys in order, with the values as cells. */
export interface JsonRow {
  readonly row: number;
  /** Null where the element is something else than an object. */
  readonly cells: ReadonlyMap<string, Cell> | null;
  readonly duplicateKey: boolean;
}

/** Cuts the text of an array into the texts of its elements, without parsing them. */
export class JsonArrayScanner {
  #state: "before" | "element" | "between" | "after" = "before";
  #element = "";
  #depth = 0;
  #inText = false;
  #escaped = false;
  #elements = 0;

  /** Texts of the elements that are complete with this piece. */
  push(piece: string): string[] {
    const found: string[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (this.#state === "element") {
        if (!this.#inside(code)) continue;
        found.push(this.#element + piece.slice(from, at + 1));
        this.#element = "";
        this.#elements++;
        this.#state = "between";
      } else if (this.#outside(code)) {
        from = at;
        this.#depth = 1;
      }
    }
    if (this.#state === "element") this.#element += piece.slice(from);
    if (this.#element.length > limits.rowCharsMax)
      refuseFile("intake.file-line-too-long", { params: { row: this.#elements + 1, max: limits.rowCharsMax } });
    return found;
  }

  /** Refuses a file that ends before its array does. */
  end(): string[] {
    if (this.#state !== "after") this.#refuse();
    return [];
  }

  /** A character inside an element; true when it is the last one. */
  #inside(code: number): boolean {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (code === 92) this.#escaped = true;
      else if (code === 34) this.#inText = false;
      return false;
    }
    if (code === 34) this.#inText = true;
    else if (code === 123 || code === 91) {
      if (++this.#depth > limits.jsonDepthMax) this.#refuse();
    } else if (code === 125 || code === 93) return --this.#depth === 0;
    return false;
  }

  #wantsElement = true;

  /** A character between elements; true when an element begins with it. */
  #outside(code: number): boolean {
    if (code === 32 || code === 10 || code === 13 || code === 9) return false;
    if (this.#state === "before" && code === 91) this.#state = "between";
    else if (this.#state === "between" && code === 123 && this.#wantsElement) {
      this.#state = "element";
      this.#wantsElement = false;
      return true;
    } else if (this.#state === "between" && code === 44 && !this.#wantsElement) this.#wantsElement = true;
    else if (this.#state === "between" && code === 93 && (!this.#wantsElement || this.#elements === 0))
      this.#state = "after";
    else this.#refuse();
    return false;
  }

  #refuse(): never {
    refuseFile("intake.file-json", { params: { row: this.#elements + 1 } });
  }
}

/** Cuts text into lines; a line beyond the limit refuses the file. */
export class LineScanner {
  #rest = "";
  #lines = 0;

  push(piece: string): string[] {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    this.#lines += lines.length;
    if (this.#rest.length > limits.rowCharsMax || lines.some((line) => line.length > limits.rowCharsMax))
      refuseFile("intake.file-line-too-long", { params: { row: this.#lines + 1, max: limits.rowCharsMax } });
    return lines;
  }

  end(): string[] {
    const last = this.#rest;
    this.#rest = "";
    return last === "" ? [] : [last];
  }
}

/** Parses the text of one element. Refuses the file where it is not JSON. */
export function parseJsonRow(text: string, row: number): JsonRow {
  let value: unknown;
  try {
    value = JSON.parse(text, keepDigits);
  } catch {
    refuseFile("intake.file-json", { params: { row } });
  }
  if (!isObject(value)) return { row, cells: null, duplicateKey: false };
  const keys = Object.keys(value);
  const cells = new Map(keys.map((key) => [key, jsonCell(value[key])]));
  return { row, cells, duplicateKey: keysWritten(text) !== keys.length };
}

/** A number keeps the digits it was written with: an 18-digit code does not fit a double. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" ? new Digits(context?.source ?? String(value)) : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Digits);
}

function jsonCell(value: unknown): Cell {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (value instanceof Digits) return { kind: "number", text: value.text };
  if (typeof value === "boolean") return { kind: "boolean", text: value ? "true" : "false" };
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return { kind: "list", values: value };
  return { kind: "flaw", code: "cell.nested", text: "" };
}

/** How many keys stand in the outermost object; JSON.parse would keep the last of two and say nothing. */
function keysWritten(text: string): number {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = closingQuote(text, at);
    else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) depth--;
    else if (code === 58 && depth === 1) keys++;
  }
  return keys;
}

function closingQuote(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at;
  }
  return text.length;
}
