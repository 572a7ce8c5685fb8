/**
 * The policy door (ARCHITECTURE rule 3). A store function that writes takes a Permit, one that reads takes a Scope;
 * only this file can make either, so forgetting to ask does not compile. Absence denies; a refusal names its policy
 * and article and is logged.
 */
import { type Outcome, refuse } from "#core/refusal.ts";
import type { Actor } from "./actor.ts";
import type { Policies, Resource } from "./policies.ts";

const minted = Symbol("minted");

/** Leave to do one act, given by the policies named. */
export class Permit {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: Resource;
  /** Ids of the policies that allowed it. */
  readonly policies: readonly string[];
  readonly #mark = minted;

  constructor(mark: typeof minted, grant: Grant) {
    if (mark !== minted) throw new TypeError("a permit is given by the door only");
    this.actor = grant.actor;
    this.action = grant.action;
    this.resource = grant.resource;
    this.policies = grant.policies;
  }

  /** Throws unless this permit is for one of `actions`: a store function names what it writes for. */
  mustBeFor(...actions: string[]): void {
    if (this.#mark !== minted || !actions.includes(this.action)) {
      throw new TypeError(`a permit for ${this.action} was shown where ${actions.join(" or ")} is needed`);
    }
  }
}

/** What a reader may see: the audience decides which classes of disclosure are shown. */
export type Audience = "public" | "body" | "subject" | "inside";

/** Leave to read as one audience, for a stated purpose. */
export class Scope {
  readonly actor: Actor;
  readonly audience: Audience;
  readonly action: string;
  readonly resource: Resource;
  readonly policies: readonly string[];
  /** Purpose and basis of a look by a body (C15); null where no look is logged. */
  readonly purpose: Purpose | null;
  readonly #mark = minted;

  constructor(mark: typeof minted, grant: Grant & { audience: Audience; purpose: Purpose | null }) {
    if (mark !== minted) throw new TypeError("a scope is given by the door only");
    this.actor = grant.actor;
    this.audience = grant.audience;
    this.action = grant.action;
    this.resource = grant.resource;
    this.policies = grant.policies;
    this.purpose = grant.purpose;
  }

  /** Throws unless this scope is for one of `audiences`. */
  mustBe(...audiences: Audience[]): void {
    if (this.#mark !== minted || !audiences.includes(this.audience)) {
      throw new TypeError(`a scope of ${this.audience} was shown where ${audiences.join(" or ")} is needed`);
    }
  }
}

/** Why a body looks: a purpose of the catalogue, and the matter or case it is for. */
export interface Purpose {
  readonly purpose: string;
  readonly basis: string;
  readonly onBehalfOf?: string;
}

interface Grant {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: Resource;
  readonly policies: readonly string[];
}

/** What policy refused. */
export interface Refused {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: Resource;
  /** What a look was to be for; null where nothing was said. */
  readonly purpose: Purpose | null;
  readonly policy: string;
}

/** Where refusals go: a durable log. */
export type RefusalLog = (refused: Refused) => Promise<void>;

export interface Door {
  /** Leave to act, or a logged refusal naming policy and article. */
  permit(actor: Actor, action: string, resource: Resource, context?: Record<string, unknown>): Promise<Outcome<Permit>>;
  /** Leave to read, or a logged refusal. */
  scope(
    actor: Actor,
    action: string,
    resource: Resource,
    given: { audience: Audience; purpose?: Purpose | null; context?: Record<string, unknown> },
  ): Promise<Outcome<Scope>>;
  /** The scope every visitor has: public views, nothing logged of the visitor (C15). */
  readonly publicScope: Scope;
}

/** Opens the door over a set of policies and a refusal log. */
export function openDoor(policies: Policies, log: RefusalLog): Door {
  const decide = async (
    actor: Actor,
    action: string,
    resource: Resource,
    { context, purpose }: { context: Record<string, unknown>; purpose: Purpose | null },
  ): Promise<Outcome<readonly string[]>> => {
    const decision = policies.decide({ actor, action, resource, context });
    if (decision.allowed) return { ok: true, value: decision.policies };
    if (actor.kind === "visitor") return refuse("access.sign-in");
    await log({ actor, action, resource, purpose, policy: decision.policy });
    return refuse("access.denied", {
      params: { policy: decision.policy, article: decision.article, zh: decision.reason.zh, en: decision.reason.en },
    });
  };
  return {
    async permit(actor, action, resource, context = {}) {
      const decision = await decide(actor, action, resource, { context, purpose: null });
      if (!decision.ok) return decision;
      return { ok: true, value: new Permit(minted, { actor, action, resource, policies: decision.value }) };
    },
    async scope(actor, action, resource, { audience, purpose = null, context = {} }) {
      const asked = { audience, ...(purpose ? { purpose: purpose.purpose } : {}), ...context };
      const decision = await decide(actor, action, resource, { context: asked, purpose });
      if (!decision.ok) return decision;
      return {
        ok: true,
        value: new Scope(minted, { actor, action, resource, audience, purpose, policies: decision.value }),
      };
    },
    publicScope: new Scope(minted, {
      actor: { kind: "visitor" },
      action: "read-public",
      resource: { type: "PublicRecord", id: "all" },
      audience: "public",
      purpose: null,
      policies: ["public-is-public"],
    }),
  };
}
