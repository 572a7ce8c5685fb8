/** Proceedings in tests: a bureau's officers and organisations. */
import { randomInt, randomUUID } from "node:crypto";
import { enterRecord as entering, type RowResult } from "#contract/entries.ts";
import * as noticeContract from "#contract/notices.ts";
import type { ProceedingView } from "#contract/proceedings.ts";
import * as contract from "#contract/proceedings.ts";
import type { Outcome } from "#core/refusal.ts";
import type { Actor } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { foundSubjects, newSubjectId } from "#src/registry/index.ts";
import { value } from "#tests/kit/access.ts";
import { ask } from "#tests/kit/ask.ts";
import { bureau } from "#tests/kit/entries.ts";
import { organisation, provenance, sendingPermit, unified } from "#tests/kit/registry.ts";

export const marketList = "cn/market-serious-list";

/** An officer of the invented province's market regulator. */
export function marketOfficer(roles: readonly ("officer" | "supervisor")[] = ["officer"]): Actor {
  return {
    kind: "officer",
    id: randomUUID(),
    name: "测试员",
    agency: bureau.code,
    agencyKinds: ["market-regulation"],
    roles,
    assurance: "substantial",
  };
}

/** The case system of a body, which sends what it has concluded as its registered service client. */
export function caseSystem(agency = bureau.code, agencyKinds: readonly string[] = ["market-regulation"]): Actor {
  const scopes = ["records:send", "records:change"];
  return { kind: "client", id: randomUUID(), name: "办案系统", agency, agencyKinds, scopes };
}

/** An organisation that nobody else has. */
export async function newOrganisation(node: Node): Promise<{ subjectId: string; code: string; name: string }> {
  const identifier = unified(`91880100MA${String(randomInt(10 ** 6)).padStart(6, "0")}`);
  const name = `临江市虚拟${randomInt(10 ** 6)}号商贸有限公司`;
  const subject = organisation(name, identifier);
  await foundSubjects(node.app, await sendingPermit(node), [subject], { ...provenance, at: node.clock.now() });
  return { subjectId: newSubjectId(subject), code: identifier.value, name };
}

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "latin1");

/** Attaches a paper to a notice. @returns its id */
export async function attach(node: Pick<Node, "lists" | "notices">, actor: Actor, noticeId: string): Promise<string> {
  const given = { params: { noticeId }, file: pdf };
  return value(await ask<{ documentId: string }>(node, noticeContract.attachToNotice, actor, given)).documentId;
}

/** A ground of each adverse list that tests propose for. */
const grounds: Readonly<Record<string, string>> = {
  [marketList]: "质量安全领域",
  "cn/abnormal-operation": "未按规定期限公示年度报告",
};

/** Why a listing is undone: the keeper's reasons, and the ruling it follows. */
interface Undoing {
  readonly reasons: string;
  readonly ruling?: { readonly number: string; readonly body: string; readonly on: string };
}

/** A bureau at work: an officer who proposes, one who decides, a supervisor who confirms. */
export class Bureau {
  readonly node: Node;
  readonly officer = marketOfficer();
  readonly decider = marketOfficer();
  readonly supervisor = marketOfficer(["supervisor"]);

  constructor(node: Node) {
    this.node = node;
  }

  open(code: string, over: object = {}, { actor = this.officer, key = randomUUID() as string } = {}) {
    const list = "list" in over ? String(over.list) : marketList;
    const ground = "criterion" in over ? undefined : grounds[list];
    const body = {
      list: marketList,
      ...(ground ? { ground } : {}),
      documents: ["云市监处罚〔2026〕12号"],
      subject: { scheme: "unified-code", value: code },
      facts: "经查，当事人生产销售不符合国家强制性标准的产品，被处以较重行政处罚。",
      reasons: "性质恶劣、情节严重、社会危害较大，拟列入严重违法失信名单。",
      ...over,
    };
    return ask<ProceedingView>(this.node, contract.openProceeding, actor, { body, key });
  }

  act(
    proceedingId: string,
    act: string,
    more: object = {},
    { actor = this.decider, key = randomUUID() as string } = {},
  ) {
    const given = { params: { proceedingId }, body: { act, ...more }, key };
    return ask<ProceedingView>(this.node, contract.actOnProceeding, actor, given);
  }

  view(proceedingId: string, actor: Actor = this.officer) {
    return ask<ProceedingView>(this.node, contract.getProceeding, actor, { params: { proceedingId } });
  }

  /** Draws a notice up, unless there is one, and serves it on paper on a day. @returns its id */
  async serve(
    proceedingId: string,
    kind: "intended-listing" | "decision",
    servedOn: string,
    { drawn, facts }: { drawn?: string | undefined; facts?: string } = {},
  ): Promise<string> {
    const noticeId = drawn ?? (await this.draw(proceedingId, kind, facts));
    await this.serveDrawn(noticeId, servedOn);
    return noticeId;
  }

  /** Serves a notice that was drawn up, on paper on a day, with its proof. */
  async serveDrawn(noticeId: string, servedOn: string): Promise<void> {
    value(await this.recordService(noticeId, servedOn));
  }

  /** The same, whatever comes of it. */
  async recordService(
    noticeId: string,
    servedOn: string,
    { proof, key = randomUUID() as string }: { proof?: string; key?: string } = {},
  ): Promise<Outcome<unknown>> {
    const { node, officer: actor } = this;
    const body = { mode: "direct", servedOn, proof: proof ?? (await attach(node, actor, noticeId)) };
    return ask(node, noticeContract.serveNotice, actor, { params: { noticeId }, body, key });
  }

  async draw(proceedingId: string, kind: "intended-listing" | "decision", facts?: string): Promise<string> {
    const given = { params: { proceedingId }, body: { kind, ...(facts ? { facts } : {}) } };
    return value(await ask<{ noticeId: string }>(this.node, contract.drawUpProceedingNotice, this.officer, given))
      .noticeId;
  }

  /** Fields the decision leaves to be typed. */
  fields(over: object = {}): object {
    return {
      documentNumber: `临江失信列字〔2026〕${randomInt(10 ** 9)}号`,
      ground: "质量安全领域",
      ...over,
    };
  }

  /** A proceeding whose notice was served on the present day. */
  async notified(code: string, over: object = {}): Promise<string> {
    const { proceedingId } = value(await this.open(code, over));
    await this.serve(proceedingId, "intended-listing", this.node.clock.today());
    return proceedingId;
  }

  decide(proceedingId: string, over: object = {}) {
    const body = { reasons: "事实清楚，证据确凿，当事人未提出申辩。", months: 36, fields: this.fields(), ...over };
    return this.act(proceedingId, "decide", body);
  }

  /** Moves that a listing be undone, and has the other officer do it. */
  async undo(proceedingId: string, act: "annul" | "correct-error", { reasons, ruling }: Undoing) {
    const moved = await this.act(proceedingId, "move-undoing", { reasons, ...(ruling ? { ruling } : {}) });
    return moved.ok ? this.act(proceedingId, act, { reasons }, { actor: this.supervisor }) : moved;
  }

  /** A decision confirmed and served on the present day, and in force. */
  async inForce(proceedingId: string): Promise<ProceedingView> {
    value(await this.decide(proceedingId));
    value(await this.act(proceedingId, "confirm", { reasons: "同意列入。" }, { actor: this.supervisor }));
    await this.serve(proceedingId, "decision", this.node.clock.today());
    return value(await this.view(proceedingId));
  }
}

/** Enters a record as an agency's form does, past http. */
export function enterRecord(node: Node, actor: Actor, body: object): Promise<Outcome<RowResult>> {
  return ask<RowResult>(node, entering, actor, { body });
}
