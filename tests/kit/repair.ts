/** Repair in tests: a penalty of the invented bureau, and its subject's representative. */
import * as contract from "#contract/repair.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import type { TimedNode } from "#tests/kit/clock.ts";
import { bureau, penaltyFields } from "#tests/kit/entries.ts";
import { mandated } from "#tests/kit/notices.ts";
import { enterRecord, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

export const receiptOfPayment = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1");
export const reasons = "缴款凭证与罚没收据号码一致，整改现场复查合格，承诺书内容完整，三项条件均已具备。";

/** An organisation with a penalty and somebody who may act for it. */
export interface Punished {
  readonly subjectId: string;
  readonly code: string;
  readonly name: string;
  readonly recordId: string;
  readonly fields: Record<string, unknown>;
  readonly representative: Extract<Actor, { kind: "representative" }>;
  readonly revoke: () => Promise<void>;
}

/** Enters a penalty decided on a day about a new organisation. */
export async function punished(node: TimedNode, over: Record<string, unknown> = {}): Promise<Punished> {
  const { subjectId, code, name } = await newOrganisation(node);
  const { recordId, fields } = await enterPenalty(node, { subjectName: name, unifiedCode: code, ...over });
  const agency = {
    agencyCode: bureau.code,
    nameZh: bureau.name,
    nameEn: "",
    kinds: ["market-regulation"],
    division: "880000",
  };
  const until = `${Number(node.clock.today().slice(0, 4)) + 1}-12-31`;
  const { actor, revoke } = await mandated(node, { subject: subjectId, agency: agency as never, until });
  return { subjectId, code, name, recordId, fields, representative: actor, revoke };
}

/** Enters a penalty. @returns its record's id, and what was entered */
export async function enterPenalty(
  node: TimedNode,
  over: Record<string, unknown>,
): Promise<{ recordId: string; fields: Record<string, unknown> }> {
  const fields = penaltyFields({ validTo: "2028-06-30", ...over });
  const result = value(await enterRecord(node, marketOfficer(), { item: "cn/penalty", fields }));
  if (!result.record) throw new Error(`the penalty was not recorded: ${JSON.stringify(result)}`);
  return { recordId: result.record.recordId, fields };
}

/** Brings a piece of evidence. @returns its id */
export async function bring(node: Node, actor: Actor, subjectId: string, shows = "payment"): Promise<string> {
  const given = { params: { subjectId, shows }, file: receiptOfPayment };
  return value(await ask<{ documentId: string }>(node, contract.attachRepairEvidence, actor, given)).documentId;
}

/** What an application answers. */
export interface Applied {
  applicationId: string;
  requests: contract.RepairLine[];
  notYet: contract.RepairableView[];
}

/** Applies, with a proof of payment unless a test brings its own documents. */
export async function apply(
  node: Node,
  { subjectId, recordId, representative }: Punished,
  over: { documents?: string[]; actor?: Actor; key?: string; basis?: string; kind?: string; recordId?: string } = {},
): Promise<Outcome<Applied>> {
  const { actor = representative, key, ...body } = over;
  const documents = body.documents ?? [await bring(node, actor, subjectId)];
  const words = "罚款已于六月缴清，产品已下架整改，附缴款凭证。";
  return ask<Applied>(node, contract.applyForRepair, actor, {
    body: { subjectId, recordId, words, commitment: true, ...body, documents },
    ...(key === undefined ? {} : { key }),
  });
}
