/** What verifying a report came to: the verdict in plain words, what is known of the report, what followed. */
import type { ComponentChildren } from "preact";
import { getReportSignature, type Verification } from "#contract/reports.ts";
import type { Voice } from "#web/voice.ts";
import { Tag, type Tone } from "./tag.tsx";

export const tones: Readonly<Record<Verification["verdict"], Tone>> = {
  genuine: "honour",
  superseded: "notice",
  altered: "adverse",
  unknown: "quiet",
};

export function Verdict({ voice, found }: { voice: Voice; found: Verification }) {
  const { say, tell } = voice;
  const { verdict, plain, remedy, report, certificate, followed } = found;
  return (
    <>
      <section class={`verdict verdict-${verdict}`} role="status">
        <p>
          <Tag tone={tones[verdict]} text={say(`verify.verdict.${verdict}`)} />
        </p>
        <h1>{tell(plain)}</h1>
        <p>{tell(remedy)}</p>
      </section>
      {report && <ReportFacts voice={voice} report={report} />}
      {certificate && <CertificateFacts voice={voice} certificate={certificate} />}
      {followed && <FollowedList voice={voice} followed={followed} />}
    </>
  );
}

function ReportFacts({ voice, report }: { voice: Voice; report: NonNullable<Verification["report"]> }) {
  const { say, day, moment, to } = voice;
  const { subject, code, format } = report;
  return (
    <section aria-labelledby="report">
      <h2 id="report">{say("verify.facts.title")}</h2>
      <dl class="verdict-facts">
        {subject && (
          <Fact name={say("verify.facts.subject")}>
            <span lang={voice.chinese(subject.name)}>{subject.name}</span> <span class="code">{subject.code}</span>
          </Fact>
        )}
        <Fact name={say("verify.facts.code")}>
          <span class="code">{code}</span>
        </Fact>
        <Fact name={say("verify.facts.edition")}>{say(`verify.edition.${report.audience}`)}</Fact>
        <Fact name={say("verify.facts.issued")}>{moment(report.issuedAt)}</Fact>
        <Fact name={say("verify.facts.use-before")}>
          {day(report.useBefore)} {report.expired && say("verify.facts.expired")}
        </Fact>
        <Fact name={say("verify.facts.key")}>
          <span class="code">{report.keyId}</span>
        </Fact>
        <Fact name={say(`verify.facts.sha256.${format}`)}>
          <span class="code verdict-digest">{report.sha256}</span>
        </Fact>
      </dl>
      <ul class="verdict-ways">
        {subject && (
          <li>
            <a href={to(`/organisations/${subject.code}`)}>{say("verify.way.file")}</a>
          </li>
        )}
        {subject && (
          <li>
            <a href={to(`/organisations/${subject.code}/report`)}>{say("verify.way.new")}</a>
          </li>
        )}
        {format === "pdf" && (
          <li>
            <a href={getReportSignature.path.replace(":code", code)} download>
              {say("verify.way.signature")}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

function CertificateFacts(props: { voice: Voice; certificate: NonNullable<Verification["certificate"]> }) {
  const { voice, certificate } = props;
  const { say, tell, moment } = voice;
  const { authority } = certificate;
  return (
    <section aria-labelledby="certificate">
      <h2 id="certificate">{say("verify.certificate.title")}</h2>
      <dl class="verdict-facts">
        <Fact name={say("verify.facts.code")}>
          <span class="code">{certificate.code}</span>
        </Fact>
        <Fact name={say("verify.certificate.by")}>{tell({ zh: authority.nameZh, en: authority.nameEn })}</Fact>
        <Fact name={say("verify.facts.issued")}>{moment(certificate.issuedAt)}</Fact>
        <Fact name={say("verify.facts.key")}>
          <span class="code">{certificate.keyId}</span>
        </Fact>
        <Fact name={say("verify.facts.sha256.json")}>
          <span class="code verdict-digest">{certificate.sha256}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function FollowedList({ voice, followed }: { voice: Voice; followed: NonNullable<Verification["followed"]> }) {
  const { say, tell, day } = voice;
  return (
    <section aria-labelledby="followed">
      <h2 id="followed">{say("verify.followed.title")}</h2>
      <p>{say("verify.followed.lead")}</p>
      {followed.length === 0 ? (
        <p class="quiet">{say("verify.followed.none")}</p>
      ) : (
        <ul>
          {followed.map(({ kind, at, item, recordId }) => (
            <li key={kind + recordId + at}>{say(`verify.followed.${kind}`, { at: day(at), item: tell(item) })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
