/** Agencies and people for tests. */
import { randomInt, randomUUID } from "node:crypto";
import type { Outcome } from "#core/refusal.ts";
import { isoDate } from "#core/time/date.ts";
import { type Actor, type Agency, registerAgency } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";

/** Whoever works at the node's own machine. */
export const commandLine: Actor = { kind: "job", id: "command-line" };

/** A code of the invented division 88 that no other test uses. */
export function newAgencyCode(): string {
  return `11880000MB${String(randomInt(10_000_000)).padStart(7, "0")}A`;
}

/** Registers an agency of its own for a test. */
export async function addAgency(node: Node, given: Partial<Agency> = {}): Promise<Agency> {
  const agency = {
    agencyCode: given.agencyCode ?? newAgencyCode(),
    nameZh: given.nameZh ?? "临江省测试局",
    nameEn: given.nameEn ?? "Linjiang Bureau of Tests",
    kinds: given.kinds ?? ["market-regulation"],
    division: given.division ?? "880000",
    superiorCode: given.superiorCode ?? null,
    since: given.since ?? isoDate("2020-01-01"),
  };
  return value(await registerAgency(node, once(commandLine), { agency, reason: "a test" }));
}

/** An actor and a key nobody used. */
export function once(actor: Actor): { actor: Actor; idempotencyKey: string } {
  return { actor, idempotencyKey: randomUUID() };
}

/** What was done; throws with the refusal where it was refused. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** The code of a refusal; throws where nothing was refused. */
export function refusalOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) throw new Error("nothing was refused");
  return outcome.refusal.code;
}

/** An officer of an agency, as sign-in would make one. */
export function officerOf(agency: Agency, given: Partial<Extract<Actor, { kind: "officer" }>> = {}): Actor {
  return {
    kind: "officer",
    id: randomUUID(),
    name: "测试员",
    agency: agency.agencyCode,
    agencyKinds: agency.kinds,
    roles: ["officer"],
    assurance: "substantial",
    ...given,
  };
}
