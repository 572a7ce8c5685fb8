/**
 * The subject's own statement beside a record whose objection was rejected (征信业管理条例 16). Bodies and the subject read it
 * at once; everyone reads that there is one, and its words once an officer has looked that it holds nobody else's data (C3).
 */

import { done, type Outcome, refuse } from "#core/refusal.ts";
import type { Acting } from "#src/access/index.ts";
import { isMaskedVersion, personIn } from "#src/intake/index.ts";
import { getNewest } from "#src/ledger/index.ts";
import { actOn, type Standing, wordsContext } from "./commit.ts";
import type { ObjectionParts } from "./parts.ts";

/** Attaches it. What certainly names or finds a person is refused: it would be read by everybody who reads the record. */
export function attachStatement(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, text, basis = "" }: { objectionId: string; text: string; basis?: string | undefined },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    objectionId,
    act: "attach-statement",
    basis,
    asked: { text },
    async decide({ head }, permit) {
      if (personIn(text, []) !== null) return refuse("objections.statement-person", { field: "text" });
      const newest = await getNewest(parts.app, permit, head);
      if (newest.withdrawn !== null || newest.erased) return refuse("objections.record-gone", { params: { on: "" } });
      return done({
        act: "attach-statement",
        words: text,
        statement: { open: { statement: "attached" }, shared: { text } },
      });
    },
  });
}

/** Takes it back. */
export function removeStatement(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, basis = "" }: { objectionId: string; basis?: string | undefined },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    objectionId,
    act: "remove-statement",
    basis,
    asked: null,
    decide: () => done({ act: "remove-statement", statement: { open: { statement: "withdrawn" }, shared: null } }),
  });
}

/** Releases its words to everyone: whole, or with others' data masked; nothing is cut for what it says, nothing added. */
export function releaseStatement(
  parts: ObjectionParts,
  acting: Acting,
  { objectionId, text }: { objectionId: string; text: string },
): Promise<Outcome<Standing>> {
  return actOn(parts, acting, {
    objectionId,
    act: "release-statement",
    asked: { text },
    decide({ head, acts }) {
      if (personIn(text, []) !== null) return refuse("objections.statement-person", { field: "text" });
      const attached = acts.findLast(({ act }) => act === "attach-statement");
      if (!attached?.sealed || attached.sealed.length === 0) return refuse("objections.no-statement");
      const whole = parts.keys.open(attached.sealed, wordsContext(head.objectionId, attached.seq)).toString("utf8");
      if (!isMaskedVersion(text, whole)) return refuse("objections.statement-not-its-words", { field: "text" });
      const open = { statement: "released", text };
      return done({ act: "release-statement", words: text, statement: { open, shared: { text: whole } } });
    },
  });
}
