/** Repair in tests: a penalty of the invented bureau, its subject's representative, and a clock that moves law and database. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Endpoint } from "#contract/endpoint.ts";
import * as contract from "#contract/repair.ts";
import type { Outcome } from "#core/refusal.ts";
import { type Actor, openAgencyNames } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { openLedger } from "#src/ledger/index.ts";
import { openRepair } from "#src/repair/index.ts";
import { value } from "#tests/kit/access.ts";
import { bureau, penaltyFields } from "#tests/kit/entries.ts";
import { mandated, type TimedNode } from "#tests/kit/notices.ts";
import { enterRecord, listNode, marketOfficer, newOrganisation } from "#tests/kit/proceedings.ts";

/** A node on a day, with repair and the ledger over its clock. */
export async function repairNode(node: Node, day: string): Promise<TimedNode> {
  const moved = await listNode(node, day);
  const { registry, agencies } = { registry: moved.registry, agencies: await openAgencyNames(node.app) };
  const directory = {
    findPublic: registry.subjects.findPublic.bind(registry.subjects),
    findByNumber: registry.subjects.findByNumber.bind(registry.subjects),
    findById: registry.subjects.findById.bind(registry.subjects),
    head: registry.subjects.head.bind(registry.subjects),
    labels: registry.subjects.labels.bind(registry.subjects),
    agency: (code: string) => agencies.nameOf(code),
    kindsOfAgency: (code: string) => agencies.kindsOf(code),
    agenciesOfKinds: (kinds: readonly string[]) => agencies.ofKinds(kinds),
  };
  const ledger = openLedger({ ...moved, directory });
  return { ...moved, ledger, repair: openRepair({ ...moved, ledger, agencies }) };
}

/** Asks an operation of a room as an actor, past http. */
export async function asking<T>(
  node: Node,
  endpoint: Endpoint,
  actor: Actor,
  given: { params?: object; body?: object; query?: object; file?: Buffer; key?: string } = {},
): Promise<Outcome<T>> {
  const routes = [...node.repair.routes, ...node.ledger.routes, ...node.notices.routes, ...node.measures.routes];
  const route = routes.find((one) => one.endpoint.id === endpoint.id);
  if (!route) throw new Error(`no route ${endpoint.id}`);
  const answer = await route.handle({
    actor,
    params: given.params,
    query: given.query ?? {},
    body: given.body,
    session: null,
    file: given.file ? Readable.from([given.file]) : null,
    mediaType: "application/octet-stream",
    idempotencyKey: given.key ?? randomUUID(),
    signal: new AbortController().signal,
  } as never);
  if (!answer.ok) return answer;
  const { value: told, text } = answer.value;
  return { ok: true, value: (text === undefined ? told : JSON.parse(text)) as T };
}

export const receiptOfPayment = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1");
export const reasons = "缴款凭证与罚没收据号码一致，整改现场复查合格，承诺书内容完整，三项条件均已具备。";

/** An organisation with a penalty and somebody who may act for it. */
export interface Punished {
  readonly subjectId: string;
  readonly code: string;
  readonly name: string;
  readonly recordId: string;
  readonly representative: Extract<Actor, { kind: "representative" }>;
  readonly revoke: () => Promise<void>;
}

/** Enters a penalty decided on a day about a new organisation. */
export async function punished(node: TimedNode, over: Record<string, unknown> = {}): Promise<Punished> {
  const { subjectId, code, name } = await newOrganisation(node);
  const entered = await enterPenalty(node, { subjectName: name, unifiedCode: code, ...over });
  const agency = {
    agencyCode: bureau.code,
    nameZh: bureau.name,
    nameEn: "",
    kinds: ["market-regulation"],
    division: "880000",
  };
  const { actor, revoke } = await mandated(node, { subject: subjectId, agency: agency as never, until: "2027-12-31" });
  return { subjectId, code, name, recordId: entered, representative: actor, revoke };
}

/** Enters a penalty. @returns its record's id */
export async function enterPenalty(node: TimedNode, over: Record<string, unknown>): Promise<string> {
  const fields = penaltyFields({ validTo: "2028-06-30", ...over });
  const { decidedOn } = fields as { decidedOn: string };
  const result = value(
    await enterRecord(node, marketOfficer(), { item: "cn/penalty", fields: { ...fields, decidedOn } }),
  );
  if (!result.record) throw new Error(`the penalty was not recorded: ${JSON.stringify(result)}`);
  return result.record.recordId;
}

/** Brings a piece of evidence. @returns its id */
export async function bring(node: Node, actor: Actor, subjectId: string, shows = "payment"): Promise<string> {
  const given = { params: { subjectId, shows }, file: receiptOfPayment };
  return value(await asking<{ documentId: string }>(node, contract.attachRepairEvidence, actor, given)).documentId;
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
  return asking<Applied>(node, contract.applyForRepair, actor, {
    body: { subjectId, recordId, words, commitment: true, ...body, documents },
    ...(key === undefined ? {} : { key }),
  });
}
