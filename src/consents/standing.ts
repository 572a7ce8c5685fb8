/** A request folded, and how policies, lists and pages name it. */
import { type ConsentStanding, foldConsent } from "#core/consent/consent.ts";
import type { Resource } from "#src/access/index.ts";
import type { ActRow, Request, RequestRow } from "./store.ts";

export interface Standing extends Request {
  readonly last: ActRow | null;
  readonly now: ConsentStanding;
}

export function standingOf(request: Request): Standing {
  return { ...request, last: request.acts.at(-1) ?? null, now: foldConsent(request.acts) };
}

/** A request as policies see it. */
export function resourceOf(head: Pick<RequestRow, "requestId" | "recipient" | "subjectId" | "subjectKind">): Resource {
  const { requestId, recipient, subjectId, subjectKind } = head;
  return { type: "Consent", id: requestId, attributes: { agency: recipient, subjectKind, subject: subjectId } };
}

/** What binds the recipient's words to their place. */
export function wordsContext(requestId: string): string {
  return `consent:${requestId}`;
}
