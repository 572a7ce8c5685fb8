/** One bundle: taking it to the desk, what to do when the line is down, handing its journal in, and what came of it. */
import { type BundleView, getBundle, getBundleFile, handInJournal, writeOffBundle } from "#contract/bundles.ts";
import { number } from "#web/formats.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { BundleState, Differences, LineDown } from "#web/parts/bundle.tsx";
import { ErrorSummary, type FieldError, FileField, TextArea } from "#web/parts/form.tsx";
import { Done } from "#web/parts/notice.tsx";
import { errorsOf } from "#web/refused.ts";

const tab = "/check/bundles";
const bundleOf = ({ params }: Visit) => ({ bundle: params["bundle"] ?? "" });

async function show(visit: Visit, errors: readonly FieldError[] = []): Promise<Answer> {
  const { voice, call, query } = visit;
  const { say, to, moment } = voice;
  const found = await call(getBundle, { params: bundleOf(visit) });
  if (!found.ok) return { problem: found.problem };
  const { bundle, differences } = found.value;
  const done = (["made", "handed-in", "again", "written-off"] as const).find((one) => one === query.get("done"));
  return {
    title: say("bundle.title", { at: moment(bundle.knownAt) }),
    tab,
    indexed: false,
    path: `${tab}/${bundle.bundle}`,
    status: errors.length > 0 ? 422 : 200,
    islands: ["print"],
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        {done && errors.length === 0 && <Done text={say(`bundle.done.${done}`)} />}
        <p class="back no-print">
          <a href={to(tab)}>{say("area.check.bundles")}</a>
        </p>
        <h1>{say("bundle.title", { at: moment(bundle.knownAt) })}</h1>
        <Facts visit={visit} bundle={bundle} />
        <Acts visit={visit} bundle={bundle} errors={errors} />
        <Differences voice={voice} differences={differences} />
        <LineDown voice={voice} bundle={bundle} />
        <p class="no-print">
          <button type="button" class="link-button" data-print hidden>
            {say("bundle.print")}
          </button>
        </p>
      </div>
    ),
  };
}

function Facts({ visit, bundle }: { visit: Visit; bundle: BundleView }) {
  const { voice, me } = visit;
  const { say, moment, day } = voice;
  const [kind, id = ""] = (me?.session?.hat ?? "").split(":");
  const facts = [
    ["bundle.entries", number(bundle.entries)],
    ["bundle.known", number(bundle.known)],
    ["bundle.looks", number(bundle.looks)],
    ["bundle.size", say("bundle.size.bytes", { bytes: number(bundle.bytes) })],
  ] as const;
  return (
    <>
      <p>
        <BundleState voice={voice} bundle={bundle} />{" "}
        {say("bundle.dates", { until: moment(bundle.answersUntil), due: day(bundle.handInBy) })}
      </p>
      <dl class="tallies">
        {facts.map(([word, text]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {kind === "officer" && (
        <p>
          {say("bundle.officer")} <code>{id.slice(0, 8)}</code>
        </p>
      )}
      <p class="quiet">
        SHA-256 <code class="digest">{bundle.sha256}</code>
      </p>
    </>
  );
}

interface ActsProps {
  readonly visit: Visit;
  readonly bundle: BundleView;
  readonly errors: readonly FieldError[];
}

function Acts({ visit, bundle, errors }: ActsProps) {
  const { voice, me, form } = visit;
  const { say } = voice;
  const action = `${tab}/${bundle.bundle}`;
  return (
    <section class="no-print" aria-label={say("bundle.acts")}>
      {bundle.state === "answers" && (
        <ActForm visit={visit} id="take" action={action} files>
          <input type="hidden" name="act" value="take" />
          <p>{say("bundle.take.text")}</p>
          <Submit text={say("bundle.take")} tone="secondary" />
        </ActForm>
      )}
      {bundle.state !== "handed-in" && (
        <ActForm visit={visit} id="hand-in" action={action} files>
          <input type="hidden" name="act" value="hand-in" />
          <FileField
            voice={voice}
            id="journal"
            label={say("bundle.journal")}
            hint={say("bundle.journal.hint")}
            errors={errors}
          />
          <Submit text={say("bundle.hand-in")} />
        </ActForm>
      )}
      {bundle.state === "overdue" && me?.roles.includes("supervisor") && (
        <ActForm visit={visit} id="write-off" action={action} files>
          <input type="hidden" name="act" value="write-off" />
          <TextArea
            voice={voice}
            id="reason"
            label={say("bundle.reason")}
            hint={say("bundle.reason.hint")}
            value={form.get("reason") ?? ""}
            errors={errors}
            rows={2}
            maxlength={500}
          />
          <Submit text={say("bundle.write-off")} tone="warning" />
        </ActForm>
      )}
    </section>
  );
}

async function act(visit: Visit): Promise<Answer> {
  const { voice, form, file, call } = visit;
  const params = bundleOf(visit);
  const to = (done: string) => ({ goTo: `${tab}/${params.bundle}?done=${done}` });
  if (form.get("act") === "take") {
    const taken = await visit.take(getBundleFile, { params });
    return taken.ok ? { file: taken.file } : { problem: taken.problem };
  }
  if (form.get("act") === "write-off") {
    const reason = form.get("reason")?.trim() ?? "";
    if (reason === "") return show(visit, [{ field: "reason", text: voice.say("form.reason.error") }]);
    const done = await call(writeOffBundle, { params, body: { reason } });
    return done.ok ? to("written-off") : show(visit, errorsOf(voice, done.problem, ["reason"], "reason"));
  }
  if (!file) return show(visit, [{ field: "journal", text: voice.say("bundle.journal.error") }]);
  const taken = await visit.upload(handInJournal, file.content, params);
  if (!taken.ok) return show(visit, errorsOf(voice, taken.problem, ["journal"], "journal"));
  return to(taken.value.taken === 0 && taken.value.known > 0 ? "again" : "handed-in");
}

export const bundlePage: Page = {
  path: `${tab}/:bundle`,
  signedIn: true,
  takesFile: true,
  get: (visit) => show(visit),
  post: act,
};
