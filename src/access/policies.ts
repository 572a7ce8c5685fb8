/** Loads `policies/*.cedar`, each annotated with its article and reason, and decides with them. Absence denies. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { Bilingual } from "#core/refusal.ts";
import { type Actor, signature } from "./actor.ts";

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
  article: "数据安全法 27",
  reason: { zh: "没有政策允许这一行为", en: "no policy permits this" },
} as const;

let loaded = 0;

/** Reads every policy; throws naming the file where one is none or lacks its article. */
export function loadPolicies(folder: string): Policies {
  const { schema, list, staticPolicies } = readFolder(folder);
  // Cedar keeps what it has parsed under a name of ours; two sets in one process must not share one.
  const name = `chengxin-${++loaded}`;
  mustHold(cedar.preparsePolicySet(name, { staticPolicies }));
  mustHold(cedar.preparseSchema(name, schema));
  return { list, decide: decider(name, new Map(list.map((policy) => [policy.id, policy]))) };
}

/**
 * Checks every policy strictly against the schema; throws saying what is wrong. Policies are part of the program, so
 * its tests ask this and its start does not: a policy that speaks of what there is not fails closed where it is asked.
 */
export function checkPolicies(folder: string): void {
  const { schema, list, staticPolicies } = readFolder(folder);
  for (const { id, article, reason, text } of list) {
    const read = cedar.policyToJson(text);
    const told = read.type === "success" ? read.json.annotations : {};
    if (!isDeepStrictEqual({ ...told }, { id, article, ...reason })) throw new Error(`${id}: annotations misread`);
  }
  mustHold(cedar.validate({ validationSettings: { mode: "strict" }, schema, policies: { staticPolicies } }));
}

function readFolder(folder: string) {
  const files = readdirSync(folder).sort();
  const schema = files
    .filter((name) => name.endsWith(".cedarschema"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const list = files.filter((name) => name.endsWith(".cedar")).flatMap((name) => readPolicies(join(folder, name)));
  const staticPolicies = Object.fromEntries(list.map(({ id, text }) => [id, text]));
  if (Object.keys(staticPolicies).length !== list.length) throw new Error("two policies share an id");
  return { schema, list, staticPolicies };
}

function readPolicies(file: string): PolicyText[] {
  const parts = cedar.policySetTextToParts(readFileSync(file, "utf8"));
  if (parts.type === "failure") throw new Error(`${file}: ${parts.errors.map((error) => error.message).join("; ")}`);
  return parts.policies.map((text) => {
    const { id, article, zh, en } = annotationsOf(text);
    if (!id || !article || !zh || !en) throw new Error(`${file}: a policy lacks @id, @article, @zh or @en`);
    return { id, article, reason: { zh, en }, text };
  });
}

/**
 * The annotations that stand before a policy. Cedar would tell them with the whole policy as JSON, which costs a start
 * half a second; {@link checkPolicies} holds that it reads the same.
 */
function annotationsOf(text: string): Partial<Record<string, string>> {
  const [head = ""] = text.split(/^(?:permit|forbid)\b/m);
  return Object.fromEntries([...head.matchAll(/@(\w+)\("((?:[^"\\]|\\.)*)"\)/g)].map(([, name, said]) => [name, said]));
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

/** What policies see in place of what they must not see: a yes or no about the actor. */
const answeredForPolicies: Readonly<
  Record<string, readonly [seen: string, answer: (actor: Actor, value: unknown) => boolean]>
> = {
  subject: ["own", (actor, subject) => actor.kind === "representative" && actor.subjects.includes(String(subject))],
  officer: [
    "self",
    (actor, officer) => actor.kind === "officer" && (actor.id === officer || actor.deputyOf === officer),
  ],
  enteredBy: ["ownEntry", (actor, enteredBy) => signature(actor) === enteredBy],
};

function asPoliciesSee(actor: Actor, given: Readonly<Record<string, unknown>>): Record<string, cedar.CedarValueJson> {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        const [seen, answer] = answeredForPolicies[name] ?? [];
        return seen && answer ? [seen, answer(actor, value)] : [name, value as cedar.CedarValueJson];
      }),
  );
}

/** A question as policies see it: equal questions have equal answers, whoever and whatever they are about. */
interface Question {
  readonly principal: Record<string, cedar.CedarValueJson>;
  readonly action: string;
  readonly resourceType: string;
  readonly resource: Record<string, cedar.CedarValueJson>;
  readonly context: Record<string, cedar.CedarValueJson>;
}

/** Decisions are pure in the question, so they are remembered: some 80 us each otherwise, on every request. */
function decider(name: string, byId: ReadonlyMap<string, PolicyText>): Policies["decide"] {
  const remembered = new Map<string, Decision>();
  return ({ actor, action, resource, context }) => {
    const who = attributesOf(actor);
    const question: Question = {
      principal: who.attributes,
      action,
      resourceType: resource.type,
      resource: asPoliciesSee(actor, resource.attributes ?? {}),
      context: asPoliciesSee(actor, context),
    };
    const key = `${who.key} ${action} ${resource.type} ${JSON.stringify(question.resource)} ${JSON.stringify(question.context)}`;
    let decision = remembered.get(key);
    if (!decision) {
      decision = ask(name, question, byId);
      if (remembered.size >= 20_000) remembered.clear();
      remembered.set(key, decision);
    }
    return decision;
  };
}

function ask(name: string, question: Question, byId: ReadonlyMap<string, PolicyText>): Decision {
  const principal = { type: "Actor", id: "asking" };
  const resource = { type: question.resourceType, id: "asked" };
  const answer = cedar.statefulIsAuthorized({
    principal,
    action: { type: "Action", id: question.action },
    resource,
    context: question.context,
    preparsedSchemaName: name,
    validateRequest: true,
    preparsedPolicySetId: name,
    entities: [
      { uid: principal, attrs: question.principal, parents: [] },
      { uid: resource, attrs: question.resource, parents: [] },
    ],
  });
  if (answer.type === "failure")
    throw new Error(`policy question ${question.action}: ${answer.errors.map((error) => error.message).join("; ")}`);
  const { decision, diagnostics } = answer.response;
  const [evaluationError] = diagnostics.errors;
  if (evaluationError) throw new Error(`policy ${evaluationError.policyId}: ${evaluationError.error.message}`);
  // Cedar names determining policies in no order; we say the same sentence every time.
  const policies = diagnostics.reason.toSorted();
  if (decision === "allow") return { allowed: true, policies };
  const forbidding = byId.get(policies[0] ?? "");
  return forbidding
    ? { allowed: false, policy: forbidding.id, article: forbidding.article, reason: forbidding.reason }
    : { allowed: false, ...absence };
}

interface Who {
  readonly attributes: Record<string, cedar.CedarValueJson>;
  readonly key: string;
}

const known = new WeakMap<Actor, Who>();

/** An actor object lives as long as its session is remembered, so its attributes are made once. */
function attributesOf(actor: Actor): Who {
  let who = known.get(actor);
  if (!who) {
    const attributes = actorAttributes(actor);
    who = { attributes, key: JSON.stringify(attributes) };
    known.set(actor, who);
  }
  return who;
}

/** What policies may know of an actor: never a name, never which subjects. */
function actorAttributes(actor: Actor): Record<string, cedar.CedarValueJson> {
  const body = actor.kind === "officer" || actor.kind === "client" ? actor : null;
  const person = actor.kind === "officer" || actor.kind === "representative" ? actor : null;
  return {
    kind: actor.kind,
    agency: body?.agency ?? "",
    agencyKinds: [...(body?.agencyKinds ?? [])],
    roles: actor.kind === "officer" ? [...actor.roles] : [],
    scopes: actor.kind === "client" ? [...actor.scopes] : [],
    assurance: person ? (person.assurance ?? "basic") : "none",
    deputy: actor.kind === "officer" && actor.deputyOf !== undefined,
    job: actor.kind === "job" ? actor.id : "",
  };
}
