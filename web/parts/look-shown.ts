/** What a look showed, in plain words: the log keeps classes and counts, never content. */
import type { OwnLook } from "#web/parts/look-table.tsx";
import type { Voice } from "#web/voice.ts";
import type { Word } from "#web/words.ts";

/** What was seen where no count says more. */
const plain: Readonly<Record<string, Word>> = {
  receipt: "look.what.receipt",
  proceeding: "look.what.proceeding",
  inbox: "look.what.inbox",
  "look-question": "look.what.question",
  notice: "look.what.notice",
  "notice-document": "look.what.notice",
  "held-row": "look.what.held-row",
  "own-record": "look.what.own-records",
  "own-records": "look.what.own-records",
  document: "look.what.document",
  "free-text": "look.what.free-text",
  consents: "look.what.consents",
  "consent-preview": "look.what.consent-preview",
};

/** @param matters what the catalogue calls matters, by id. @returns null where nothing was shown, or what it was is not known. */
export function shownText(
  { say }: Voice,
  { outcome, shown }: Pick<OwnLook, "outcome" | "shown">,
  matters: ReadonlyMap<string, string>,
): string | null {
  const what = String(shown["what"] ?? "");
  const count = (name: string) => Number(shown[name] ?? 0);
  if (what === "check" || what === "watch") {
    const id = String(shown["matter"] ?? "");
    const matter = matters.get(id) ?? id;
    const [constraints, incentives] = [count("constraints"), count("incentives")];
    return constraints + incentives === 0
      ? say("look.what.check.nothing", { matter })
      : say("look.what.check", { matter, constraints, incentives });
  }
  if (outcome !== "shown") return null;
  if (what === "file" || what === "report" || what === "consent")
    return say(`look.what.${what}`, { records: count("records") });
  const word = plain[what] ?? ("candidates" in shown || "explained" in shown ? "look.what.criteria" : null);
  return word && say(word);
}
