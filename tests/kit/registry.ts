/** Founding subjects in tests: an officer's permit, and short ways to write numbers, names and subjects. */
import assert from "node:assert/strict";
import { organisationCheckDigit } from "#core/code/organisation.ts";
import { unifiedCheckCharacter } from "#core/code/unified.ts";
import type { Actor, Permit } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import {
  foundSubjects,
  type GivenName,
  type Identifier,
  type NewSubject,
  newSubjectId,
  type Scheme,
} from "#src/registry/index.ts";

export const sender = "11440000006939748X";

export const officer: Actor = {
  kind: "officer",
  id: "00000000-0000-4000-8000-000000000001",
  name: "测试",
  agency: sender,
  agencyKinds: ["market-regulation"],
  roles: ["officer"],
};

export const provenance = { source: sender, at: new Date() };

/** Leave to send, as founding needs it. */
export async function sendingPermit(node: Node): Promise<Permit> {
  const permit = await node.door.permit(officer, "send-records", {
    type: "Batch",
    id: "b",
    attributes: { agency: sender },
  });
  assert.ok(permit.ok);
  return permit.value;
}

export function number(scheme: Scheme, value: string): Identifier {
  return { scheme, value, verdict: "valid", validFrom: null, validUntil: null };
}

/** A valid unified code made of its first 16 characters: an invented one. */
export function unified(body: string): Identifier {
  const coded = body.slice(0, 16) + (organisationCheckDigit(body.slice(8, 16)) ?? "");
  return number("unified-code", coded + (unifiedCheckCharacter(coded) ?? ""));
}

export function legal(name: string, more: Partial<GivenName> = {}): GivenName {
  return { name, role: "legal", validFrom: null, validUntil: null, former: false, ...more };
}

export function organisation(name: string, ...identifiers: Identifier[]): NewSubject {
  return { kind: "organisation", identifiers, names: [legal(name)], division: null, operatorName: null };
}

export function business(name: string, operatorName: string | null, identifier: Identifier): NewSubject {
  return {
    kind: "individual-business",
    identifiers: [identifier],
    names: [legal(name, { role: "trade" })],
    division: null,
    operatorName,
  };
}

/** Organisations with invented codes, by name; the codes in the order of the names. */
export async function foundNamed(node: Node, names: readonly string[], from = 0): Promise<string[]> {
  const permit = await sendingPermit(node);
  const subjects = names.map((name, at) => organisation(name, unified(`91880100MA${100000 + from + at}`)));
  await foundSubjects(node.app, permit, subjects, provenance);
  return subjects.map((subject) => subject.identifiers[0]?.value ?? "");
}

export { foundSubjects, newSubjectId };
