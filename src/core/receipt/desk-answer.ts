/**
 * What a desk without a line is told from its bundle, and the digest by which that stands in its journal. The desk's tool and
 * the node, when the journal is handed in, both ask {@link deskAnswer}: what one was told, the other can say again. Pure.
 */
import type { JsonObject } from "../credential/data-integrity.ts";
import { canonicalJson, type Json } from "../record/canonical.ts";
import { shanghaiDate } from "../time/date.ts";
import type { Bundle, BundleMatter, DeskOutcome, DeskPerson, UnreachableRule } from "./bundle.ts";
import { digested, leafOf } from "./receipt.ts";

/** What is asked at the desk. */
export interface DeskQuestion {
  /** A unified code of an organisation, normalised. */
  readonly code: string;
  readonly matter: string;
  readonly by: DeskPerson;
  /** The desk's own clock; RFC 3339 with `Z`. */
  readonly at: string;
}

/** An answer from a bundle. Its bindings are those of a check (contract/checks.ts), words and all. */
export interface DeskAnswer {
  readonly answer: JsonObject;
  readonly outcome: DeskOutcome;
  readonly constraints: readonly JsonObject[];
  readonly incentives: readonly JsonObject[];
  readonly unreachable: UnreachableRule;
  /** SHA-256, 64 characters of hex, of the canonical answer with its words by their hashes. */
  readonly digest: string;
}

/** Answers from a bundle; null where the matter is none of its. Effects that begin later or have ended are left out (C8). */
export function deskAnswer(bundle: Bundle, { code, matter, by, at }: DeskQuestion): DeskAnswer | null {
  const { head } = bundle;
  const unreachable = head.matters.find((one) => one.matter === matter)?.unreachable;
  if (!unreachable) return null;
  const day = shanghaiDate(new Date(at));
  const found = bundle.find(code)?.matters.find((one) => one.matter === matter);
  const told = (sort: "constraints" | "incentives"): JsonObject[] =>
    standing(found, sort, day).map((one) => ({ ...one, terms: bundle.words(String(one["terms"])) }));
  const [constraints, incentives] = [told("constraints"), told("incentives")];
  const some = constraints.length + incentives.length > 0;
  const outcome = some ? "measures" : found || bundle.knows(code) ? "nothing-recorded" : "unknown-subject";
  const answer: JsonObject = {
    asOf: { ...head.asOf },
    asked: { body: head.body, by: { ...by }, matter, purpose: head.purpose, subject: code },
    at,
    bundle: head.bundle,
    constraints,
    incentives,
    issuer: head.issuer,
    outcome,
  };
  const digest = leafOf(canonicalJson(digested(answer))).toString("hex");
  return { answer, outcome, constraints, incentives, unreachable, digest };
}

/** Measures that stand on a day. */
function standing(found: BundleMatter | undefined, sort: "constraints" | "incentives", day: string): JsonObject[] {
  return (found?.[sort] ?? []).filter(({ from, until }) => isBetween(day, from, until));
}

function isBetween(day: string, from: Json | undefined, until: Json | undefined): boolean {
  return String(from) <= day && (typeof until !== "string" || day <= until);
}

/** What stands between a bundle and an answer. */
export type BundleDay = "answers" | "ended" | "clock";

/**
 * Whether a bundle may be answered from at an instant: not after its end, and not before it was made, for then the desk's
 * clock is wrong.
 */
export function dayOfBundle({ head }: Bundle, at: Date): BundleDay {
  if (at.getTime() < Date.parse(head.asOf.knownAt) - head.clockMinutes * 60_000) return "clock";
  return at.getTime() > Date.parse(head.answersUntil) ? "ended" : "answers";
}
