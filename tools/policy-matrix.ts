/**
 * Writes `policies/matrix.md`: every action of the schema, in every situation policies can tell apart, against every
 * role. Asked of the policies themselves, so that a reviewer sees what they permit, not what they say.
 *
 * Run: npm run -s node -- tools/policy-matrix.ts, or `node --import ./tools/tsx.ts tools/policy-matrix.ts`
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { type Actor, clientScopes, loadPolicies, type Policies, type Role, visitor } from "#src/access/index.ts";
import { inProject } from "#src/platform/config.ts";

export const matrixFile = inProject("policies", "matrix.md");

const ownAgency = "agency-a";
const otherAgency = "agency-b";
const ownKind = "kind-a";

type Value = string | boolean | readonly string[] | undefined;

/** Every value that can make a difference, by attribute. A schema with an attribute that is not here does not pass. */
const situations: Readonly<Record<string, readonly (readonly [words: string, value: Value])[]>> = {
  agency: [
    ["own agency", ownAgency],
    ["other agency", otherAgency],
  ],
  code: [
    ["own agency", ownAgency],
    ["other agency", otherAgency],
  ],
  decidedBy: [
    ["a matter of the own body", [ownKind]],
    ["a matter of others", ["kind-b"]],
  ],
  keepers: [
    ["a list of the own body", [ownKind]],
    ["a list of others", ["kind-b"]],
  ],
  subjectKind: [
    ["organisation", "organisation"],
    ["individual business", "individual-business"],
    ["person", "person"],
  ],
  own: [
    ["the subject represented", true],
    ["another subject", false],
  ],
  self: [
    ["own appointment", true],
    ["another's appointment", false],
  ],
  ownEntry: [
    ["own entry", true],
    ["another's entry", false],
  ],
  audience: [
    ["as a body", "body"],
    ["as the subject", "subject"],
    ["from inside", "inside"],
  ],
  purpose: [
    ["purpose stated", "purpose"],
    ["no purpose", undefined],
  ],
  basis: [
    ["basis stated", "law"],
    ["no basis", ""],
  ],
  by: [
    ["by number", "number"],
    ["by name", "name"],
  ],
  registers: [
    ["registered by the agency", true],
    ["not registered by it", false],
  ],
  inForce: [
    ["consent in force", true],
    ["no consent", false],
  ],
  roles: [
    ["officer", ["officer"]],
    ["supervisor", ["supervisor"]],
    ["officer and supervisor", ["officer", "supervisor"]],
    ["operator", ["operator"]],
    ["auditor", ["auditor"]],
    ["operator and officer", ["operator", "officer"]],
    ["auditor and supervisor", ["auditor", "supervisor"]],
  ].map(([words, roles]) => [words as string, roles as string[]] as const),
  scopes: [["any scope", ["records:send"]]],
};

const officer = (role: Role, assurance: "basic" | "substantial"): Actor => ({
  kind: "officer",
  id: role,
  name: "",
  agency: ownAgency,
  agencyKinds: [ownKind],
  roles: [role],
  assurance,
});
const client = (...scopes: string[]): Actor => ({
  kind: "client",
  id: "client",
  name: "",
  agency: ownAgency,
  agencyKinds: [ownKind],
  scopes,
});
const representative = (assurance: "basic" | "substantial"): Actor => ({
  kind: "representative",
  id: "representative",
  name: "",
  subjects: [],
  assurance,
});

type Verdict = "yes" | "no" | "forbidden";
type Ask = (actor: Actor) => Verdict;

const columns: Readonly<Record<string, (ask: Ask) => string>> = {
  visitor: (ask) => said(ask(visitor)),
  officer: (ask) => bySignIn(ask, (assurance) => officer("officer", assurance)),
  supervisor: (ask) => bySignIn(ask, (assurance) => officer("supervisor", assurance)),
  operator: (ask) => bySignIn(ask, (assurance) => officer("operator", assurance)),
  auditor: (ask) => bySignIn(ask, (assurance) => officer("auditor", assurance)),
  "service client": (ask) => byScope(ask),
  representative: (ask) => bySignIn(ask, representative),
  "command line": (ask) => said(ask({ kind: "job", id: "command-line" })),
  "job of batches": (ask) => said(ask({ kind: "job", id: "intake-batch" })),
  "other jobs": (ask) => said(ask({ kind: "job", id: "any-other" })),
};

function said(verdict: Verdict): string {
  return { yes: "yes", no: "·", forbidden: "✗" }[verdict];
}

function bySignIn(ask: Ask, make: (assurance: "basic" | "substantial") => Actor): string {
  const [basic, substantial] = [ask(make("basic")), ask(make("substantial"))];
  return substantial === "yes" && basic !== "yes" ? "sure sign-in" : said(substantial);
}

function byScope(ask: Ask): string {
  const [none, all] = [ask(client()), ask(client(...clientScopes))];
  if (none === "yes" || all !== "yes") return said(none === "yes" ? none : all);
  return clientScopes.filter((scope) => ask(client(scope)) === "yes").join(" or ") || "several scopes";
}

interface Action {
  readonly name: string;
  readonly resourceType: string;
  /** Attributes of resource and context, in the schema's order. */
  readonly resource: readonly string[];
  readonly context: readonly string[];
}

function readActions(): Action[] {
  const folder = inProject("policies");
  const text = readdirSync(folder)
    .filter((name) => name.endsWith(".cedarschema"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const answer = cedar.schemaToJson(text);
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  const { entityTypes, actions } = (answer.json as Record<string, Namespace>)[""] as Namespace;
  return Object.entries(actions).flatMap(([name, { appliesTo }]) =>
    (appliesTo?.resourceTypes ?? []).map((resourceType) => ({
      name,
      resourceType,
      resource: Object.keys(entityTypes[resourceType]?.shape?.attributes ?? {}),
      context: Object.keys(appliesTo?.context?.attributes ?? {}),
    })),
  );
}

interface Namespace {
  readonly entityTypes: Readonly<Record<string, { readonly shape?: { readonly attributes?: object } }>>;
  readonly actions: Readonly<
    Record<
      string,
      { readonly appliesTo?: { readonly resourceTypes: string[]; readonly context?: { readonly attributes?: object } } }
    >
  >;
}

interface Row {
  readonly words: readonly string[];
  readonly cells: readonly string[];
}

function rowsOf(action: Action, policies: Policies): Row[] {
  const names = [...action.resource, ...action.context];
  for (const name of names)
    if (!situations[name]) throw new Error(`${action.name}: no situations are known for ${name}`);
  let combinations: (readonly [words: string, value: Value])[][] = [[]];
  for (const name of names) {
    combinations = combinations.flatMap((before) => (situations[name] ?? []).map((one) => [...before, one]));
  }
  const rows = combinations.map((combination) => {
    const given = Object.fromEntries(names.map((name, i) => [name, combination[i]?.[1]]));
    const part = (keys: readonly string[]) =>
      Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
    const ask: Ask = (actor) => {
      const decision = policies.decide({
        actor,
        action: action.name,
        resource: { type: action.resourceType, id: "any", attributes: part(action.resource) as Record<string, string> },
        context: part(action.context),
      });
      if (decision.allowed) return "yes";
      return decision.policy === "absence-denies" ? "no" : "forbidden";
    };
    return { words: combination.map(([words]) => words), cells: Object.values(columns).map((column) => column(ask)) };
  });
  return withoutIdle(rows, names.length);
}

/** Drops the situations that make no difference to anybody. */
function withoutIdle(rows: Row[], width: number): Row[] {
  let kept = rows;
  for (let position = width - 1; position >= 0; position--) {
    const merged = new Map<string, Row[]>();
    for (const row of kept) {
      const words = row.words.toSpliced(position, 1);
      const key = words.join("|");
      merged.set(key, [...(merged.get(key) ?? []), { words, cells: row.cells }]);
    }
    const groups = [...merged.values()];
    const idle = groups.every((group) => group.every((row) => row.cells.join() === group[0]?.cells.join()));
    if (idle) kept = groups.flatMap((group) => group.slice(0, 1));
  }
  return kept;
}

/** Joins rows that differ in one situation and in nothing they permit. */
function joined(rows: readonly Row[], { width, all }: { width: number; all: readonly Row[] }): Row[] {
  const possible = (position: number) => new Set(all.map((row) => row.words[position])).size;
  let kept = [...rows];
  for (let position = width - 1; position >= 0; position--) {
    const groups = Map.groupBy(kept, (row) => JSON.stringify([row.words.toSpliced(position, 1), row.cells]));
    kept = [...groups.values()].map((group) => ({
      words: (group[0] as Row).words.with(
        position,
        group.length === possible(position) ? "" : group.map((row) => row.words[position]).join(" or "),
      ),
      cells: (group[0] as Row).cells,
    }));
  }
  return kept;
}

/** The whole file as text. */
export function renderMatrix(): string {
  const policies = loadPolicies(inProject("policies"));
  const lines = [
    "# Who may do what",
    "",
    "Generated from the policies by `tools/policy-matrix.ts`; a test compares. **yes**: permitted. **sure sign-in**:",
    "permitted after sign-in with substantial assurance. A scope: permitted to a client that has it. **✗**: forbidden by a",
    "charter policy, whatever else permits it. **·**: nothing permits it. Situations that change nothing are left out;",
    "rows that nobody may do are joined as *anything else*.",
    "",
  ];
  for (const action of readActions()) {
    lines.push(`## ${action.name}`, "", `| ${action.resourceType} | ${Object.keys(columns).join(" | ")} |`);
    lines.push(`|${"---|".repeat(Object.keys(columns).length + 1)}`);
    const rows = rowsOf(action, policies);
    const open = rows.filter((row) => row.cells.some((cell) => cell !== "·" && cell !== "✗"));
    for (const row of joined(open, { width: rows[0]?.words.length ?? 0, all: rows }))
      lines.push(`| ${row.words.filter(Boolean).join("; ") || "any"} | ${row.cells.join(" | ")} |`);
    if (open.length < rows.length) lines.push(`| ${open.length ? "*anything else*" : "anything"} | ${closed(rows)} |`);
    lines.push("");
  }
  lines.push("## Policies", "", "| policy | article | it says |", "|---|---|---|");
  for (const { id, article, reason } of policies.list)
    lines.push(`| \`${id}\` | ${article} | ${reason.zh} / ${reason.en} |`);
  return `${lines.join("\n")}\n`;
}

/** The joined row: a cell is ✗ only where every situation is forbidden. */
function closed(rows: readonly Row[]): string {
  const shut = rows.filter((row) => row.cells.every((cell) => cell === "·" || cell === "✗"));
  return Object.keys(columns)
    .map((_, i) => (shut.every((row) => row.cells[i] === "✗") ? "✗" : "·"))
    .join(" | ");
}

if (process.argv[1] === import.meta.filename) writeFileSync(matrixFile, renderMatrix());
