/** Objections in tests: a bureau's record about an organisation with a proven representative. */
import { randomUUID } from "node:crypto";
import type { Endpoint } from "#contract/endpoint.ts";
import { enterRecord, type RowResult } from "#contract/entries.ts";
import type { FileRecord, FileView } from "#contract/ledger.ts";
import { getPublicFile, readFile, readOwnFile } from "#contract/ledger.ts";
import type { ObjectionLine, ObjectionView } from "#contract/objections.ts";
import * as contract from "#contract/objections.ts";
import type { Actor, Agency } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { bureau, penaltyFields } from "#tests/kit/entries.ts";
import { mandated } from "#tests/kit/notices.ts";
import { marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

/** The bureau, as an agency. */
export const market = { agencyCode: bureau.code, kinds: ["market-regulation"] } as unknown as Agency;

export interface Recorded {
  readonly subjectId: string;
  readonly code: string;
  readonly recordId: string;
  readonly fields: Record<string, unknown>;
  readonly representative: Extract<Actor, { kind: "representative" }>;
  readonly revoke: () => Promise<void>;
}

/** A public penalty about a new organisation, with somebody who represents it. */
export async function recorded(node: Node, decidedOn: string, over: Record<string, unknown> = {}): Promise<Recorded> {
  const { subjectId, code, name } = await newOrganisation(node);
  const validTo = `${Number(decidedOn.slice(0, 4)) + 1}${decidedOn.slice(4)}`;
  const fields = penaltyFields({ subjectName: name, unifiedCode: code, decidedOn, validTo, ...over });
  const entered = value(
    await ask<RowResult>(node, enterRecord, marketOfficer(), { body: { item: "cn/penalty", fields } }),
  );
  if (!entered.record) throw new Error(JSON.stringify(entered.findings));
  const { actor, revoke } = await mandated(node, { subject: subjectId, agency: market, until: "2027-12-31" });
  return { subjectId, code, recordId: entered.record.recordId, fields, representative: actor, revoke };
}

export const words = "我单位从未在该地址经营，处罚决定书上的金额与我方收到的不一致。";
export const reasons = "经调取处罚决定书原件，罚款金额为八千元，录入时写成二万元，现按决定书更正为八千元。";

/** Objects as the representative does. */
export function file(
  node: Node,
  one: Recorded,
  over: object = {},
  { actor = one.representative as Actor, key = "" } = {},
) {
  const { subjectId, recordId } = one;
  const body = { subjectId, recordId, ground: "wrong-fact", wanted: "correct", words, documents: [], ...over };
  return ask<ObjectionLine>(node, contract.fileObjection, actor, { body, ...(key ? { key } : {}) });
}

/** Somebody present at the counter of a record's authority objects to it. */
export async function objectAtCounter(
  node: Node,
  officer: Actor,
  { subjectId, recordId }: { readonly subjectId: string; readonly recordId: string },
): Promise<ObjectionLine> {
  const said = { ground: "not-me", wanted: "withdraw", words: "不是本单位。", documents: [] };
  const body = { subjectId, recordId, ...said, basis: "核对营业执照原件" };
  return value(await ask<ObjectionLine>(node, contract.fileObjection, officer, { body }));
}

/** An act on an objection. */
export function act(
  node: Node,
  endpoint: Endpoint,
  actor: Actor,
  objectionId: string,
  body: object = {},
  key: string = randomUUID(),
) {
  return ask<ObjectionLine>(node, endpoint, actor, { params: { objectionId }, body, key });
}

export function view(node: Node, actor: Actor, objectionId: string) {
  return ask<ObjectionView>(node, contract.getObjection, actor, { params: { objectionId } });
}

/** What each audience is shown of a record now; null where it is shown nothing of it. */
export async function seen(
  node: Node,
  one: Recorded,
  looker: Actor,
): Promise<Record<"own" | "public" | "body", FileRecord | null>> {
  const own = value(await ask<FileView>(node, readOwnFile, one.representative, { body: { subjectId: one.subjectId } }));
  const open = value(await ask<FileView>(node, getPublicFile, { kind: "visitor" }, { params: { code: one.code } }));
  const asked = {
    subject: { scheme: "unified-code", value: one.code },
    purpose: "permit-review",
    basis: "行政许可法 34",
  };
  const body = value(await ask<FileView>(node, readFile, looker, { body: asked }));
  const of = ({ records }: FileView) => records.find(({ recordId }) => recordId === one.recordId) ?? null;
  return { own: of(own), public: of(open), body: of(body) };
}
