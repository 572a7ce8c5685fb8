/** Records typed in a form, for tests that come as the demo's officer does. */
import { randomUUID } from "node:crypto";
import { inventedCode } from "#tests/kit/intake.ts";
import type { Visitor } from "#tests/kit/visitor.ts";

/** The demo officer's agency: the market regulator of the invented province. */
export const bureau = { code: "11880000MB88001255", name: "临江省市场监督管理局" };

let serial = 0;

/** Fields of a penalty that keeps every rule, about a new organisation, unless a test says otherwise. */
export function penaltyFields(over: Record<string, unknown> = {}): Record<string, unknown> {
  serial++;
  return {
    subjectName: `临江市虚拟${serial}号商贸有限公司`,
    subjectCategory: "法人及非法人组织",
    unifiedCode: inventedCode(),
    documentNumber: `临市监处〔2026〕表${serial}号`,
    violationType: "销售不符合标准的产品",
    facts: "经查，当事人销售的产品不符合国家标准",
    basis: "《中华人民共和国产品质量法》第四十九条",
    penaltyKinds: ["罚款"],
    content: "罚款2万元",
    fineAmount: "20000",
    decidedOn: "2026-11-10",
    validTo: "2027-11-10",
    authorityName: bureau.name,
    authorityCode: bureau.code,
    sourceName: bureau.name,
    sourceCode: bureau.code,
    ...over,
  };
}

/** Asks an operation of intake with a key of its own, unless the test gives one. */
export async function act<T>(
  visitor: Visitor,
  operation: string,
  body: object,
  key: string = randomUUID(),
): Promise<{ status: number; body: T & { code?: string; field?: string } }> {
  const answer = await visitor.act(`/api/v1/intake/${operation}`, body, { "idempotency-key": key });
  return { status: answer.status, body: answer.body as T & { code?: string; field?: string } };
}
