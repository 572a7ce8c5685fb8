/** Drawing up what is served: the notice of what is intended, and the decision, from the proceeding and the catalogue (C6, C7). */
import type { List } from "#contract/lists-in-packs.ts";
import type { NoticeContent } from "#contract/notices.ts";
import { looksLikePersonNumber } from "#core/code/secrets.ts";
import { stateOn } from "#core/procedure/fold.ts";
import { type Bilingual, done, type Outcome, refuse } from "#core/refusal.ts";
import { inTransaction } from "#src/platform/database.ts";
import { foldAnew } from "../inbox/fold-anew.ts";
import type { ListParts } from "../parts.ts";
import { findProceeding } from "../store.ts";
import { joined, say } from "../words.ts";
import { type Acting, askPermit, refusedByLaw, resourceOf } from "./acting.ts";
import { answerWords, basisFor, intendedWords, mayFollow, remediesOf } from "./notice-words.ts";
import { type Place, placeOf } from "./place.ts";
import { documentsOf, openText, wordsContext } from "./row.ts";

export type DrawnKind = "intended-listing" | "decision";

/** Draws a notice up, for the officer to serve. Asked twice under one key, it is one notice. @returns its id */
export async function drawUpNotice(
  parts: ListParts,
  acting: Acting,
  { proceedingId, kind, facts = "" }: { proceedingId: string; kind: DrawnKind; facts?: string | undefined },
): Promise<Outcome<string>> {
  const found = await findProceeding(parts.app, proceedingId);
  if (!found) return refuse("lists.unknown");
  const place = await placeOf(parts, found);
  const { list, head } = place;
  const resource = resourceOf(parts, acting.actor, { proceedingId, keeper: head.keeper, list });
  const { roles } = list.offices.propose;
  const permit = await askPermit(parts, acting.actor, { action: "conduct-proceeding", resource, roles });
  if (!permit.ok) return permit;
  const said = factsFault(place, kind, facts);
  if (!said.ok) return said;
  const prepared = await parts.notices.prepare(
    { actor: acting.actor, idempotencyKey: acting.idempotencyKey },
    {
      subjectId: head.subjectId,
      kind,
      about: { kind: "proceeding", id: proceedingId },
      answer: kind === "decision" ? null : termOf(list.terms.answer),
      hearing: kind === "decision" ? null : termOf(list.terms.hearing),
      content: contentOf(parts, place, { kind, facts }),
    },
  );
  if (!prepared.ok) return prepared;
  const { noticeId, write } = prepared.value;
  if (place.notices.some((one) => one.noticeId === noticeId)) return done(noticeId);
  const fault = drawFault(place, kind);
  if (!fault.ok)
    return refusedByLaw(parts, acting.actor, { action: "conduct-proceeding", resource, refusal: fault.refusal });
  await inTransaction(parts.app, async (sql) => {
    await write(sql);
    await foldAnew(parts, sql, proceedingId);
  });
  return done(noticeId);
}

function termOf(term: List["terms"]["answer"]) {
  return term && { days: term.days, unit: term.unit };
}

/** An honour is taken away for what happened since it was given: the notice says it, so that it can be answered (C6). */
function isRevocation({ head, standing }: Place, kind: DrawnKind): boolean {
  return kind === "intended-listing" && !head.adverse && standing.listedFrom !== null;
}

function factsFault(place: Place, kind: DrawnKind, facts: string): Outcome<null> {
  if (looksLikePersonNumber(facts)) return refuse("lists.person-number", { field: "facts" });
  const isSaid = !isRevocation(place, kind) || facts.trim() !== "";
  return isSaid ? done(null) : refuse("lists.facts-missing", { field: "facts" });
}

/** The papers that may be drawn up now. */
export function drawableNow(place: Place): ("intended-listing" | "revocation" | "decision")[] {
  return (["intended-listing", "decision"] as const)
    .filter((kind) => drawFault(place, kind).ok)
    .map((kind) => (isRevocation(place, kind) ? "revocation" : kind));
}

/**
 * A notice is drawn up where the procedure comes to serving it, once; and anew where the one that was served was taken
 * back.
 */
function drawFault({ procedure, standing, notice, decision, today }: Place, kind: DrawnKind): Outcome<null> {
  const serving = kind === "decision" ? "serve-decision" : "serve-notice";
  const state = stateOn(procedure, standing, today);
  const isAgain = (to: string) => kind === "intended-listing" && to === state;
  const isNow = procedure.acts.some(({ act, from, to }) => act === serving && (from.includes(state) || isAgain(to)));
  if (!isNow) return refuse("lists.notice-not-now");
  return (kind === "decision" ? decision : notice) === null ? done(null) : refuse("lists.notice-stands");
}

function contentOf(
  parts: ListParts,
  place: Place,
  { kind, facts: since }: { kind: DrawnKind; facts: string },
): NoticeContent {
  const { head, list } = place;
  const revokes = isRevocation(place, kind);
  const facts = revokes ? since : proposedFacts(parts, head);
  const authority = parts.agencies.nameOf(head.keeper);
  const named = { list: list.title, authority };
  const effects = revokes
    ? []
    : parts.catalogue
        .measuresOf(list.id, place.today)
        .filter((measure) => mayFollow(measure, { ...head, listId: list.id }))
        .map(({ id, title, plain, law }) => ({ id, title, plain, law }));
  const common = { basis: basisFor(list, head.subjectKind), effects, remedies: remediesOf(list) };
  if (kind === "decision")
    return {
      ...common,
      title: say("decisionTitle", named),
      intended: decidedWords(place, named),
      facts: `${facts}\n\n${say("reasons").zh}${reasonsOfDecision(parts, place)}`,
      howToAnswer: null,
    };
  return {
    ...common,
    title: say(revokes ? "revocationTitle" : "intendedTitle", named),
    intended: revokes ? say("revocation", named) : intendedWords(list, named),
    facts,
    howToAnswer: answerWords(list),
  };
}

/** The facts as proposed, on which ground of the list, and what they rest on: all of it can be answered. */
function proposedFacts({ keys }: ListParts, head: Place["head"]): string {
  const facts = openText(keys, wordsContext(head.proceedingId, 0, "facts"), head.sealed);
  const documents = documentsOf(keys, head);
  const more = [
    ...(head.ground === null ? [] : [say("ground", { ground: head.ground }).zh]),
    ...(documents.length === 0 ? [] : [say("documents", { documents: documents.join("、") }).zh]),
  ];
  return [facts, ...more].join("\n\n");
}

function decidedWords({ standing }: Place, named: { list: Bilingual; authority: Bilingual }): Bilingual {
  const { decision } = standing;
  const decided = say("decided", { ...named, on: decision?.on ?? "" });
  const months = decision?.months ?? null;
  return months === null ? decided : joined(decided, say("decidedMonths", { months }));
}

function reasonsOfDecision(parts: ListParts, { head, acts, standing }: Place): string {
  const row = acts.find(({ seq }) => seq === standing.decision?.seq);
  return row?.reasons ? openText(parts.keys, wordsContext(head.proceedingId, row.seq, "reasons"), row.reasons) : "";
}
