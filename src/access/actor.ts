/** Who acts. Made by sign-in, by a service client's token, or by main.ts for jobs; never from a request's own words. */

/** Roles of officers (GLOSSARY.md). */
export type Role = "officer" | "supervisor" | "operator" | "auditor";

export type Actor =
  | { readonly kind: "visitor" }
  | {
      readonly kind: "officer";
      readonly id: string;
      readonly name: string;
      readonly agency: string;
      readonly agencyKinds: readonly string[];
      readonly roles: readonly Role[];
      /** The officer this one stands in for, while deputised. */
      readonly deputyOf?: string;
    }
  | {
      readonly kind: "client";
      readonly id: string;
      readonly name: string;
      readonly agency: string;
      readonly agencyKinds: readonly string[];
      readonly scopes: readonly string[];
    }
  | {
      readonly kind: "representative";
      readonly id: string;
      readonly name: string;
      readonly subjects: readonly string[];
    }
  | { readonly kind: "job"; readonly id: string };

export const visitor: Actor = { kind: "visitor" };

/** The agency an actor acts for; null for visitors, representatives and jobs. */
export function agencyOf(actor: Actor): string | null {
  return actor.kind === "officer" || actor.kind === "client" ? actor.agency : null;
}

/** How an actor is written into acts and logs: `officer:<id>`. Never a name. */
export function signature(actor: Actor): string {
  return actor.kind === "visitor" ? "visitor" : `${actor.kind}:${actor.id}`;
}
