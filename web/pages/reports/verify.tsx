/** Verifying a report: by its code, by its file, and by oneself. */
import type { VNode } from "preact";
import { verifyConsent } from "#contract/consents.ts";
import { getKeys, verifyReportCode, verifyReportFile } from "#contract/reports.ts";
import type { Answer, Page, Visit } from "#web/page.ts";
import { ActForm, Submit } from "#web/parts/act-form.tsx";
import { ConsentVerdictPart } from "#web/parts/consent.tsx";
import { ErrorSummary, type FieldError, FileField, TextField } from "#web/parts/form.tsx";
import { Tag } from "#web/parts/tag.tsx";
import { tones, Verdict } from "#web/parts/verdict.tsx";
import { errorsOf } from "#web/refused.ts";
import { byOpenssl, byProgram } from "#web/verify-by-hand.ts";
import type { Voice } from "#web/voice.ts";

const verdicts = ["genuine", "superseded", "altered", "unknown"] as const;

function show(visit: Visit, errors: readonly FieldError[] = []): Answer {
  const { voice } = visit;
  const { say } = voice;
  return {
    title: say("verify.title"),
    section: "verify",
    description: say("verify.lead"),
    status: errors.length > 0 ? 422 : 200,
    body: (
      <div class="wide">
        <ErrorSummary voice={voice} errors={errors} />
        <h1>{say("verify.title")}</h1>
        <p class="lead prose-width">{say("verify.lead")}</p>
        <Forms visit={visit} errors={errors} />
        <h2>{say("verify.means.title")}</h2>
        <dl class="verdict-facts verdict-means">
          {verdicts.map((verdict) => (
            <div key={verdict}>
              <dt>
                <Tag tone={tones[verdict]} text={say(`verify.verdict.${verdict}`)} />
              </dt>
              <dd>{say(`verify.means.${verdict}`)}</dd>
            </div>
          ))}
        </dl>
        <ByHand voice={voice} />
      </div>
    ),
  };
}

function Forms({ visit, errors }: { visit: Visit; errors: readonly FieldError[] }) {
  const { voice } = visit;
  const { say } = voice;
  return (
    <div class="verify-ways">
      <section class="box" aria-labelledby="by-code">
        <h2 id="by-code">{say("verify.code.title")}</h2>
        <ActForm visit={visit} action="/verify" id="code-form">
          <TextField
            voice={voice}
            id="code"
            label={say("verify.code.label")}
            hint={say("verify.code.hint")}
            value=""
            errors={errors}
            autocomplete="off"
            spellcheck={false}
            maxlength={60}
          />
          <Submit text={say("verify.code.button")} />
        </ActForm>
      </section>
      <section class="box" aria-labelledby="by-file">
        <h2 id="by-file">{say("verify.file.title")}</h2>
        <ActForm visit={visit} action="/verify" id="form" files>
          <FileField
            voice={voice}
            id="file"
            label={say("verify.file.label")}
            hint={say("verify.file.hint")}
            accept=".pdf,.json,application/pdf,application/json"
            errors={errors}
          />
          <Submit text={say("verify.file.button")} />
        </ActForm>
      </section>
    </div>
  );
}

/** How to verify a report without us. */
function ByHand({ voice: { say } }: { voice: Voice }) {
  return (
    <section class="prose" aria-labelledby="by-hand">
      <h2 id="by-hand">{say("verify.hand.title")}</h2>
      <p>{say("verify.hand.text")}</p>
      <ol class="steps">
        <li>
          {say("verify.hand.keys")} <a href={getKeys.path}>{getKeys.path}</a>
        </li>
        <li>{say("verify.hand.signature")}</li>
        <li>
          {say("verify.hand.program")}
          <pre class="commands">
            <code>{byProgram.join("\n")}</code>
          </pre>
        </li>
        <li>
          {say("verify.hand.openssl")}
          <pre class="commands">
            <code>{byOpenssl.join("\n")}</code>
          </pre>
        </li>
      </ol>
      <p>{say("verify.hand.since")}</p>
    </section>
  );
}

/** A code as it goes into an address; null where what was typed cannot be one: it may be anything, a person's number too (C13). */
function codeForAddress(typed: string): string | null {
  const plain = typed.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
  return /^[0-9A-Z]{16}$/.test(plain) && /[A-Z]/.test(plain) ? plain.replace(/.{4}(?=.)/g, "$&-") : null;
}

async function byCode(visit: Visit): Promise<Answer> {
  const code = codeForAddress(visit.form.get("code") ?? "");
  if (code !== null) return { goTo: `/verify/${code}` };
  return show(visit, [{ field: "code", text: visit.voice.say("verify.code.error") }]);
}

export const verifyPage: Page = {
  path: "/verify",
  takesFile: true,
  get: (visit) => show(visit),
  post: async (visit) => {
    const { voice, file, form } = visit;
    if (form.has("code")) return byCode(visit);
    if (!file) return show(visit, [{ field: "file", text: voice.say("verify.file.error") }]);
    const found = await visit.upload(verifyReportFile, file.content);
    if (!found.ok) return show(visit, errorsOf(voice, found.problem, ["file"], "file"));
    return result(visit, <Verdict voice={voice} found={found.value} />);
  },
};

export const verdictPage: Page = {
  path: "/verify/:code",
  get: async (visit) => {
    const found = await visit.call(verifyReportCode, { params: { code: visit.params["code"] ?? "" } });
    if (!found.ok) return { problem: found.problem };
    if (found.value.verdict === "unknown") {
      // Codes of reports and of consents look alike: whoever has one need not know of what it is.
      const consent = await visit.call(verifyConsent, { params: { code: visit.params["code"] ?? "" } });
      if (consent.ok && consent.value.verdict !== "unknown")
        return result(visit, <ConsentVerdictPart voice={visit.voice} found={consent.value} />);
    }
    return result(visit, <Verdict voice={visit.voice} found={found.value} />);
  },
};

function result({ voice, path }: Visit, verdict: VNode): Answer {
  const { say, to } = voice;
  return {
    title: say("verify.result"),
    section: "verify",
    indexed: false,
    path,
    body: (
      <div class="wide">
        {verdict}
        <p>
          <a href={to("/verify")}>{say("verify.again")}</a>
        </p>
      </div>
    ),
  };
}
