/** Bundles of one's body: which there are, what is owed, and having one made; for auditors, journals that are overdue. */
import { listBundles, listOverdueJournals, makeBundle } from "#contract/bundles.ts";
import { listOwnMatters } from "#contract/checks.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BundleTable } from "#web/parts/bundle.tsx";
import { Checkboxes, ErrorSummary, type FieldError, TextArea } from "#web/parts/form.tsx";
import { Empty } from "#web/parts/notice.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { errorsOf } from "#web/refused.ts";
import type { OwnMatters } from "./ask.tsx";

const tab = "/check/bundles";

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, me, query, path } = visit;
  const { say } = voice;
  const cursor = query.get("cursor");
  const [found, own] = await Promise.all([
    call(listBundles, { query: { limit: 20, ...(cursor ? { cursor } : {}) } }),
    call(listOwnMatters, {}),
  ]);
  if (!found.ok) return { problem: found.problem };
  const { items, next } = found.value;
  const overdue = items.filter(({ state }) => state === "overdue");
  return {
    title: say("area.check.bundles"),
    tab,
    indexed: false,
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("area.check.bundles")}</h1>
        <p class="prose-width">{say("bundle.lead")}</p>
        {overdue.length > 0 && (
          <div class="govuk-inset-text">
            <p>
              <strong>{say("bundle.overdue", { count: overdue.length })}</strong>
            </p>
            <p>{say("bundle.overdue.text")}</p>
          </div>
        )}
        {items.length === 0 ? (
          <Empty title={say("bundle.none")} text={say("bundle.none.text")} />
        ) : (
          <BundleTable voice={voice} bundles={items} />
        )}
        <Pager voice={voice} path={path} next={next} first={cursor === null} />
        {own.ok && me?.roles.includes("supervisor") && (
          <Make visit={visit} matters={own.value.matters} errors={errors} />
        )}
      </div>
    ),
  };
}

/** Matters with their purposes, for organisations: what a bundle may be of. */
function choicesOf(matters: OwnMatters) {
  return matters.flatMap((one) =>
    one.purposes
      .filter(({ subjects }) => subjects.includes("organisation"))
      .map((purpose) => ({ matter: one, purpose, value: `${one.matter} ${purpose.purpose}` })),
  );
}

function Make({ visit, matters, errors }: { visit: Visit; matters: OwnMatters; errors: readonly FieldError[] }) {
  const { voice, form } = visit;
  const { say, tell } = voice;
  const choices = choicesOf(matters);
  return (
    <section aria-labelledby="make">
      <h2 id="make">{say("bundle.make")}</h2>
      <p class="prose-width">{say("bundle.make.text")}</p>
      {choices.length === 0 ? (
        <Empty title={say("check.no-matters")} text={say("check.no-matters.text")} />
      ) : (
        <ActForm visit={visit} action={tab}>
          <Checkboxes
            voice={voice}
            id="matters"
            label={say("bundle.matters")}
            hint={say("bundle.matters.hint")}
            values={form.getAll("matters")}
            options={choices.map(({ matter, purpose, value }) => ({
              value,
              text: `${tell(matter.title)} · ${tell(purpose.title)}`,
            }))}
            errors={errors}
          />
          <TextArea
            voice={voice}
            id="deskKey"
            label={say("bundle.key")}
            hint={say("bundle.key.hint")}
            value={form.get("deskKey") ?? ""}
            errors={errors}
            rows={2}
            maxlength={400}
          />
          <Submit text={say("bundle.make.button")} />
        </ActForm>
      )}
    </section>
  );
}

/** The public key as the desk's tool writes it, or its `x` alone; null where it is neither, or holds a private one. */
function readKey(text: string): { kty: "OKP"; crv: "Ed25519"; x: string } | null {
  const plain = text.trim();
  if (/^[A-Za-z0-9_-]{43}$/.test(plain)) return { kty: "OKP", crv: "Ed25519", x: plain };
  try {
    const { kty, crv, x, ...more } = JSON.parse(plain);
    return kty === "OKP" && crv === "Ed25519" && typeof x === "string" && Object.keys(more).length === 0
      ? { kty, crv, x }
      : null;
  } catch {
    return null;
  }
}

async function make(visit: Visit): Promise<Answer> {
  const { voice, call, form } = visit;
  const { say } = voice;
  const own = await call(listOwnMatters, {});
  if (!own.ok) return { problem: own.problem };
  const chosen = choicesOf(own.value.matters).filter(({ value }) => form.getAll("matters").includes(value));
  const [purpose, ...more] = new Set(chosen.map((one) => one.purpose.purpose));
  const deskKey = readKey(form.get("deskKey") ?? "");
  const errors: FieldError[] = [];
  if (purpose === undefined) errors.push({ field: "matters", text: say("bundle.matters.error") });
  if (more.length > 0) errors.push({ field: "matters", text: say("bundle.purpose.error") });
  if (!deskKey) errors.push({ field: "deskKey", text: say("bundle.key.error") });
  if (!deskKey || errors.length > 0 || purpose === undefined) return show(visit, errors);
  const made = await call(makeBundle, {
    body: { matters: chosen.map(({ matter }) => matter.matter), purpose, deskKey },
  });
  if (!made.ok) return show(visit, errorsOf(voice, made.problem, ["matters", "deskKey"], "matters"));
  return { goTo: `${tab}/${made.value.bundle}?done=made` };
}

export const bundlesPage: Page = { path: tab, signedIn: true, get: (visit) => show(visit), post: make };

export const auditJournalsPage: Page = {
  path: "/audit/journals",
  signedIn: true,
  get: async ({ voice, call, query, path }) => {
    const { say } = voice;
    const cursor = query.get("cursor");
    const found = await call(listOverdueJournals, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });
    if (!found.ok) return { problem: found.problem };
    const { items, next } = found.value;
    return {
      title: say("area.audit.journals"),
      tab: "/audit/journals",
      indexed: false,
      body: (
        <div class="wide">
          <h1>{say("area.audit.journals")}</h1>
          <p class="prose-width">{say("bundle.audit.lead")}</p>
          {items.length === 0 ? (
            <Empty title={say("bundle.audit.none")} />
          ) : (
            <BundleTable voice={voice} bundles={items} whose />
          )}
          <Pager voice={voice} path={path} next={next} first={cursor === null} />
        </div>
      ),
    };
  },
};
