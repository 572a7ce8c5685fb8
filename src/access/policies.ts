/** Loads `policies/*.cedar`, each annotated with its article and reason, and decides with them. Absence denies. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { Bilingual } from "#core/refusal.ts";
import type { Actor } from "./actor.ts";

/** What is acted on: an entity type of `policies/*.cedarschema`, its id and the attributes policies look at. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly attributes?: Readonly<Record<string, string | boolean | number | readonly string[]>>;
}

export interface Asking {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: Resource;
  readonly context: Readonly<Record<string, unknown>>;
}

export type Decision =
  | { readonly allowed: true; readonly policies: readonly string[] }
  | { readonly allowed: false; readonly policy: string; readonly article: string; readonly reason: Bilingual };

/** One policy as published (C18). */
export interface PolicyText {
  readonly id: string;
  readonly article: string;
  readonly reason: Bilingual;
  readonly text: string;
}

export interface Policies {
  readonly list: readonly PolicyText[];
  decide(asking: Asking): Decision;
}

const absence = {
  policy: "absence-denies",
  article: "ARCHITECTURE 3",
  reason: { zh: "没有政策允许这一行为", en: "no policy permits this" },
} as const;

/** Reads and checks every policy against the schema; throws naming the file where one is wrong or lacks its article. */
export function loadPolicies(folder: string): Policies {
  const files = readdirSync(folder).sort();
  const schema = files
    .filter((name) => name.endsWith(".cedarschema"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const list = files.filter((name) => name.endsWith(".cedar")).flatMap((name) => readPolicies(join(folder, name)));
  const staticPolicies = Object.fromEntries(list.map(({ id, text }) => [id, text]));
  if (Object.keys(staticPolicies).length !== list.length) throw new Error("two policies share an id");
  mustHold(cedar.validate({ validationSettings: { mode: "strict" }, schema, policies: { staticPolicies } }));
  mustHold(cedar.preparsePolicySet("chengxin", { staticPolicies }));
  mustHold(cedar.preparseSchema("chengxin", schema));
  return { list, decide: decider(new Map(list.map((policy) => [policy.id, policy]))) };
}

function readPolicies(file: string): PolicyText[] {
  const parts = cedar.policySetTextToParts(readFileSync(file, "utf8"));
  if (parts.type === "failure") throw new Error(`${file}: ${parts.errors.map((error) => error.message).join("; ")}`);
  return parts.policies.map((text) => {
    const json = cedar.policyToJson(text);
    if (json.type === "failure") throw new Error(`${file}: ${json.errors[0]?.message}`);
    const { id, article, zh, en } = json.json.annotations ?? {};
    if (!id || !article || !zh || !en) throw new Error(`${file}: a policy lacks @id, @article, @zh or @en`);
    return { id, article, reason: { zh, en }, text };
  });
}

function mustHold(answer: {
  type: string;
  errors?: cedar.DetailedError[];
  validationErrors?: cedar.ValidationError[];
}): void {
  const errors = [...(answer.errors ?? []), ...(answer.validationErrors ?? []).map((found) => found.error)];
  if (answer.type === "failure" || errors.length > 0) {
    throw new Error(`policies: ${errors.map((error) => error.message).join("; ")}`);
  }
}

/** Decisions are pure in what is asked, so equal questions are answered from memory. */
function decider(byId: ReadonlyMap<string, PolicyText>): Policies["decide"] {
  const remembered = new Map<string, Decision>();
  return (asking) => {
    const key = JSON.stringify([asking.actor, asking.action, asking.resource, asking.context]);
    let decision = remembered.get(key);
    if (!decision) {
      decision = ask(asking, byId);
      if (remembered.size >= 20_000) remembered.clear();
      remembered.set(key, decision);
    }
    return decision;
  };
}

function ask({ actor, action, resource, context }: Asking, byId: ReadonlyMap<string, PolicyText>): Decision {
  const principal = { type: "Actor", id: "asking" };
  const answer = cedar.statefulIsAuthorized({
    principal,
    action: { type: "Action", id: action },
    resource: { type: resource.type, id: resource.id },
    context: context as cedar.Context,
    preparsedSchemaName: "chengxin",
    validateRequest: true,
    preparsedPolicySetId: "chengxin",
    entities: [
      { uid: principal, attrs: actorAttributes(actor), parents: [] },
      {
        uid: { type: resource.type, id: resource.id },
        attrs: { ...resource.attributes } as Record<string, cedar.CedarValueJson>,
        parents: [],
      },
    ],
  });
  if (answer.type === "failure")
    throw new Error(`policy question ${action}: ${answer.errors.map((error) => error.message).join("; ")}`);
  const { decision, diagnostics } = answer.response;
  const [evaluationError] = diagnostics.errors;
  if (evaluationError) throw new Error(`policy ${evaluationError.policyId}: ${evaluationError.error.message}`);
  if (decision === "allow") return { allowed: true, policies: diagnostics.reason };
  const forbidding = byId.get(diagnostics.reason[0] ?? "");
  return forbidding
    ? { allowed: false, policy: forbidding.id, article: forbidding.article, reason: forbidding.reason }
    : { allowed: false, ...absence };
}

/** What policies may know of an actor: never a name. */
function actorAttributes(actor: Actor): Record<string, cedar.CedarValueJson> {
  return {
    kind: actor.kind,
    agency: actor.kind === "officer" || actor.kind === "client" ? actor.agency : "",
    agencyKinds: actor.kind === "officer" || actor.kind === "client" ? [...actor.agencyKinds] : [],
    roles: actor.kind === "officer" ? [...actor.roles] : [],
    scopes: actor.kind === "client" ? [...actor.scopes] : [],
    subjects: actor.kind === "representative" ? [...actor.subjects] : [],
  };
}
