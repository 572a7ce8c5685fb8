/** Notices in tests: an authority's officers, a subject with a proven representative. */
import { randomInt, randomUUID } from "node:crypto";
import type { NoticeContent } from "#contract/notices.ts";
import { isoDate } from "#core/time/date.ts";
import { type Actor, type Agency, acceptMandate, grantMandate, revokeMandate } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import type { Draft } from "#src/notices/index.ts";
import { once, value } from "#tests/kit/access.ts";
import { foundSubjects, newSubjectId, organisation, provenance, sendingPermit, unified } from "#tests/kit/registry.ts";

/** An organisation that nobody else has. @returns its id */
export async function foundOrganisation(node: Node, name = "临江市虚拟告知商贸有限公司"): Promise<string> {
  const code = unified(`91880100MA${String(randomInt(10 ** 6)).padStart(6, "0")}`);
  const subject = organisation(name, code);
  await foundSubjects(node.app, await sendingPermit(node), [subject], provenance);
  return newSubjectId(subject);
}

/** A supervisor of an agency, as sign-in would make one. */
export function supervisorOf(agency: Agency): Actor {
  return {
    kind: "officer",
    id: randomUUID(),
    name: "测试主管",
    agency: agency.agencyCode,
    agencyKinds: agency.kinds,
    roles: ["supervisor"],
    assurance: "substantial",
  };
}

/** Somebody with an accepted mandate for a subject, as sign-in would make them, and the mandate. */
export async function mandated(
  node: Node,
  { subject, agency, until }: { subject: string; agency: Agency; until: string },
): Promise<{ actor: Extract<Actor, { kind: "representative" }>; mandateId: string; revoke: () => Promise<void> }> {
  const supervisor = supervisorOf(agency);
  const given = { subject, until: isoDate(until), reason: "测试" };
  const granted = value(await grantMandate(node, once(supervisor), given));
  const token = new URL(granted.link).searchParams.get("invitation") ?? "";
  const identity = { issuer: "urn:test", subject: randomUUID() };
  const mandate = value(await acceptMandate(node, { token, ...identity }));
  const actor = {
    kind: "representative",
    id: mandate.representative ?? "",
    name: "受托人",
    subjects: [subject],
    assurance: "substantial",
  } as const;
  const revoke = async () => {
    value(await revokeMandate(node, once(supervisor), { mandateId: mandate.id, reason: "测试" }));
  };
  return { actor, mandateId: mandate.id, revoke };
}

const law = { title: { zh: "测试条例", en: "Regulation of Tests" }, article: "第一条" };

export const noticeContent: NoticeContent = {
  title: { zh: "拟列入严重违法失信名单告知书", en: "Notice of intended listing" },
  intended: { zh: "拟将你单位列入名单，期限三年。", en: "We intend to list you for three years." },
  facts: "经查，2026年9月，你单位销售不符合标准的产品。",
  basis: [law],
  effects: [
    {
      id: "cn/no-award",
      title: { zh: "限制评先评优", en: "No awards" },
      plain: { zh: "列入期间不得参评。", en: "No award while listed." },
      law: [law],
    },
  ],
  howToAnswer: { zh: "可在线、到窗口或邮寄书面提出陈述、申辩。", en: "Answer online, at the counter or by post." },
  remedies: [
    { zh: "满一年可以申请信用修复。", en: "Repair can be applied for after a year." },
    { zh: "不服决定可以申请行政复议或者提起行政诉讼。", en: "Reconsideration or suit against a decision." },
  ],
};

/** A notice of intended listing with five working days to answer and to ask for a hearing. */
export function draft(subjectId: string, given: Partial<Draft> = {}): Draft {
  return {
    subjectId,
    kind: "intended-listing",
    about: { kind: "proceeding", id: randomUUID() },
    answer: { days: 5, unit: "working" },
    hearing: { days: 5, unit: "working" },
    content: noticeContent,
    ...given,
  };
}
