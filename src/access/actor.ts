/** Who acts. Made by sign-in, by a service client's token, or by main.ts for jobs; never from a request's own words. */

/** Roles of officers (GLOSSARY.md). */
export type Role = "officer" | "supervisor" | "operator" | "auditor";

/** What a service client may be allowed to do, beyond which its agency's officers may not go either. */
export const clientScopes = ["records:send", "records:change", "files:read", "persons:read", "checks:ask"] as const;
export type ClientScope = (typeof clientScopes)[number];

/** How surely a person was recognised at sign-in: by one factor, or by two of them or a certificate. */
export type Assurance = "basic" | "substantial";

export type Actor =
  | { readonly kind: "visitor" }
  | {
      readonly kind: "officer";
      readonly id: string;
      readonly name: string;
      readonly agency: string;
      readonly agencyKinds: readonly string[];
      readonly roles: readonly Role[];
      /** The officer this one stands in for, while deputised. The deputy acts, and answers, as themself. */
      readonly deputyOf?: string;
      /** Absent: basic. */
      readonly assurance?: Assurance;
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
      readonly assurance?: Assurance;
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
