import type { FileView, SubjectView } from "#contract/ledger.ts";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";
import { Code } from "./code.tsx";
import { Tag } from "./tag.tsx";

/** Who the file is about: name, code and what its check digit says, form, place, former names. */
export function FileHead({ voice, file: { subject, asOf } }: { voice: Voice; file: FileView }) {
  const { say, tell, day } = voice;
  const former = subject.names.filter((one) => one.role === "legal" && one.name !== subject.name);
  const exception = subject.codeVerdict === "checksum-exception";
  return (
    <header class="file-head">
      <p class="file-kind">{subject.form ? tell(subject.form) : say(`file.kind.${subject.kind}`)}</p>
      <h1 lang={voice.chinese(subject.name)}>{subject.name}</h1>
      {former.length > 0 && (
        <p class="quiet">{say("file.former", { names: voice.row(former.map((one) => one.name)) })}</p>
      )}
      <dl class="file-facts">
        <div>
          <dt>{say(subject.code.length === 18 ? "file.code" : "file.code.number")}</dt>
          <dd>
            <Code value={subject.code} />{" "}
            <Tag tone={exception ? "notice" : "quiet"} text={say(`file.verdict.${subject.codeVerdict}`)} />
          </dd>
        </div>
        {subject.division && (
          <div>
            <dt>{say("file.division")}</dt>
            <dd lang={voice.chinese(subject.division.name)}>
              {subject.division.name}
              {subject.division.abolished && say("file.division.abolished")}
            </dd>
          </div>
        )}
      </dl>
      {exception && <p class="quiet">{say("file.verdict.exception.text")}</p>}
      {subject.kind === "individual-business" && <p class="notice">{say("file.individual")}</p>}
      <p class="file-asof">{say("file.asof", { day: day(asOf.effectiveAt) })}</p>
    </header>
  );
}

/** Every number and name it has or had, with their days. */
export function FileNames({ voice, subject }: { voice: Voice; subject: SubjectView }) {
  const { say, day } = voice;
  const days = ({ validFrom, validUntil }: { validFrom: string | null; validUntil: string | null }) =>
    [
      validFrom && say("file.names.since", { from: day(validFrom) }),
      validUntil && say("file.names.until", { until: day(validUntil) }),
    ]
      .filter(Boolean)
      .join(" ");
  return (
    <section class="box" aria-labelledby="names">
      <h2 id="names">{say("file.names.title")}</h2>
      <dl class="names">
        {subject.names.map((one) => (
          <div key={one.name}>
            <dt>{say(`file.names.${one.role}`)}</dt>
            <dd>
              <span lang={voice.chinese(one.name)}>{one.name}</span> <span class="quiet">{days(one)}</span>
            </dd>
          </div>
        ))}
        {subject.identifiers.map((one) => (
          <div key={one.scheme + one.value}>
            <dt>{schemeName(voice, one.scheme)}</dt>
            <dd>
              <Code value={one.value} /> <span class="quiet">{days(one)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {subject.aliases.map(({ code, since }) => (
        <p key={code} class="quiet">
          {say("file.names.alias", { code, since: day(since) })}
        </p>
      ))}
    </section>
  );
}

function schemeName({ say }: Voice, scheme: string): string {
  const key = `file.scheme.${scheme}`;
  return isWord(key) ? say(key) : scheme;
}
