/** Consents in tests: a bank that asks, an organisation with a record and somebody who represents it. */
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { OwnConsent, SentConsent } from "#contract/consents.ts";
import * as contract from "#contract/consents.ts";
import type { Endpoint } from "#contract/endpoint.ts";
import type { FileView } from "#contract/ledger.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { type Recorded, recorded } from "#tests/kit/objections.ts";

export const penaltyFieldsAsked = ["content", "decidedOn", "documentNumber", "fineAmount"];

/** Takes organisations that were recorded beforehand: what comes in comes in its order, and clocks of tests go to and fro. */
export async function organisations(node: Node, many: number): Promise<() => Recorded> {
  const ready: Recorded[] = [];
  for (let nth = 0; nth < many; nth++) ready.push(await recorded(node, "2026-05-20"));
  return () => {
    const one = ready.pop();
    if (!one) throw new Error("no more organisations were recorded for this file");
    return one;
  };
}

/** A request for a month of penalties, unless a test asks otherwise. */
export function asking(node: Node, one: Recorded, over: object = {}): object {
  const today = node.clock.today();
  return {
    subject: { scheme: "unified-code", value: one.code },
    purpose: "credit-granting",
    items: { "cn/penalty": penaltyFieldsAsked },
    from: today,
    until: today,
    times: 5,
    words: "春耕贷款申请的审查",
    ...over,
  };
}

export function request(node: Node, bank: Actor, one: Recorded, over: object = {}, key: string = randomUUID()) {
  return ask<SentConsent>(node, contract.askConsent, bank, { body: asking(node, one, over), key });
}

/** Gives, refuses or withdraws as the representative does. */
export function answer(
  node: Node,
  endpoint: Endpoint,
  actor: Actor,
  requestId: string,
  body: object = {},
  key: string = randomUUID(),
): Promise<Outcome<OwnConsent>> {
  return ask<OwnConsent>(node, endpoint, actor, { params: { requestId }, body, key });
}

export const whole = { items: { "cn/penalty": penaltyFieldsAsked } };

export function give(node: Node, one: Recorded, requestId: string, body: object = whole) {
  return answer(node, contract.giveConsent, one.representative, requestId, body);
}

export function use(node: Node, bank: Actor, requestId: string): Promise<Outcome<FileView>> {
  return ask<FileView>(node, contract.useConsent, bank, { params: { requestId } });
}

/** What a recipient is told of one request. */
export async function told(node: Node, bank: Actor, requestId: string): Promise<SentConsent | undefined> {
  const listed = value(await ask<{ items: SentConsent[] }>(node, contract.listSentConsents, bank, { query: {} }));
  return listed.items.find((one) => one.requestId === requestId);
}

/** What its subject is shown of one request. */
export async function own(node: Node, one: Recorded, requestId: string): Promise<OwnConsent | undefined> {
  const listed = value(await ask<{ items: OwnConsent[] }>(node, contract.listOwnConsents, one.representative));
  return listed.items.find((found) => found.requestId === requestId);
}

/** The bytes of a file an operation answered. */
export function bytesOf(file: { readonly bytes?: Uint8Array; readonly stream?: Readable }): string {
  return Buffer.from(file.bytes ?? []).toString("utf8");
}
