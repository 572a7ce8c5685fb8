/** An organisation's file: who it is, what is recorded, on what law, until when; today or as of another day. */
import { type FileView, getPublicFile } from "#contract/ledger.ts";
import type { RepairableView } from "#contract/repair.ts";
import { typedDay } from "#web/formats.ts";
import type { Page, Visit } from "#web/page.ts";
import { AsOfForm, AsOfNotice } from "#web/parts/as-of.tsx";
import { type Entails, entailsOf } from "#web/parts/entails.tsx";
import { FileHead, FileNames } from "#web/parts/file-head.tsx";
import { FileSectors, FileSummary } from "#web/parts/file-summary.tsx";
import { ErrorSummary, type FieldError } from "#web/parts/form.tsx";
import { Pager } from "#web/parts/pager.tsx";
import { RecordCard } from "#web/parts/record.tsx";
import { TimelineChart } from "#web/parts/timeline-chart.tsx";
import { waysOutOf } from "#web/parts/way-out.tsx";
import { errorsOf } from "#web/refused.ts";
import type { Voice } from "#web/voice.ts";

const recordsOnPage = 20;

/** The days a visitor asked for, as typed and as understood. */
export interface AskedDays {
  readonly typed: { readonly effectiveAt: string; readonly knownAt: string };
  readonly effectiveAt: string | undefined;
  readonly knownAt: string | undefined;
  readonly errors: readonly FieldError[];
}

/** Reads the days out of the address; what cannot be read is an error beside what was typed, never a guess. */
export function askedDays({ query, voice }: Visit): AskedDays {
  const typed = { effectiveAt: query.get("effectiveAt")?.trim() ?? "", knownAt: query.get("knownAt")?.trim() ?? "" };
  const errors: FieldError[] = [];
  const read = (field: "effectiveAt" | "knownAt") => {
    if (typed[field] === "") return undefined;
    const day = typedDay(typed[field]);
    if (!day) errors.push({ field, text: voice.say("form.day.error") });
    return day ?? undefined;
  };
  return { typed, effectiveAt: read("effectiveAt"), knownAt: read("knownAt"), errors };
}

/** The days as the API takes them. */
export function understood({ effectiveAt, knownAt }: AskedDays) {
  return { ...(effectiveAt ? { effectiveAt } : {}), ...(knownAt ? { knownAt } : {}) };
}

export const filePage: Page = {
  path: "/organisations/:code",
  get: async (visit) => {
    const { voice, params, query, call, path } = visit;
    const code = params["code"] ?? "";
    const cursor = query.get("cursor") ?? undefined;
    const sector = sectorOf(query);
    const ask = (asOf: { effectiveAt?: string; knownAt?: string }) =>
      call(getPublicFile, {
        params: { code },
        query: { limit: recordsOnPage, ...(cursor ? { cursor } : {}), ...(sector ? { sector } : {}), ...asOf },
      });
    let days = askedDays(visit);
    let found = await ask(days.errors.length > 0 ? {} : understood(days));
    if (!found.ok && found.problem.code === "ledger.date") {
      days = { ...days, errors: errorsOf(voice, found.problem, ["effectiveAt", "knownAt"], "effectiveAt") };
      found = await ask({});
    }
    if (!found.ok) return { problem: found.problem };
    const file = found.value;
    const { subject } = file;
    const [entails, ways] = await Promise.all([entailsOf(call, file), waysOutOf(call, subject.code)]);
    const title = voice.say("file.title", { name: subject.name });
    return {
      title,
      section: "search",
      status: days.errors.length > 0 ? 422 : 200,
      description: voice.say("file.description", { name: subject.name, code: subject.code }),
      // An individual business is in no search engine (C12); nor is a file as of another day, or a further page of one.
      indexed: subject.kind === "organisation" && query.size === 0,
      body: (
        <FileBody
          voice={voice}
          file={file}
          entails={entails}
          ways={days.effectiveAt || days.knownAt ? new Map() : ways}
          days={days}
          path={path}
          sector={sector}
          first={cursor === undefined}
        />
      ),
    };
  },
};

interface FileProps {
  readonly voice: Voice;
  readonly file: FileView;
  /** What follows from listings, by catalogue item. */
  readonly entails: ReadonlyMap<string, Entails>;
  /** When each adverse record can be repaired, as of today, by record. */
  readonly ways: ReadonlyMap<string, RepairableView>;
  readonly days: AskedDays;
  readonly path: string;
  readonly sector: number | undefined;
  readonly first: boolean;
}

/** The sector a visitor chose; what is none of the 34 chooses nothing. */
function sectorOf(query: URLSearchParams): number | undefined {
  const sector = Number(query.get("sector"));
  return Number.isInteger(sector) && sector >= 1 && sector <= 34 ? sector : undefined;
}

function FileBody({ voice, file, entails, ways, days, path, sector, first }: FileProps) {
  const { say } = voice;
  const address = `/organisations/${file.subject.code}`;
  return (
    <div class="wide">
      <ErrorSummary voice={voice} errors={days.errors} />
      <FileHead voice={voice} file={file} />
      <AsOfNotice voice={voice} file={file} address={address} />
      <div class="file">
        <div class="file-main">
          <FileSummary voice={voice} file={file} />
          {file.months.length > 0 && (
            <section aria-labelledby="timeline">
              <h2 id="timeline">{say("file.timeline.title")}</h2>
              <TimelineChart voice={voice} months={file.months} />
            </section>
          )}
          <FileSectors voice={voice} file={file} path={path} chosen={sector} />
          <section aria-labelledby="records">
            <h2 id="records">{say("file.records.title")}</h2>
            {file.total === 0 ? (
              <div class="empty">
                <p>
                  <strong>{say("file.records.none.title")}</strong>
                </p>
                <p>{say("file.records.none.text")}</p>
              </div>
            ) : (
              <>
                <RecordCount voice={voice} file={file} path={path} sector={sector} />
                <ol class="records">
                  {file.records.map((record) => (
                    <RecordCard
                      key={record.recordId}
                      voice={voice}
                      subject={file.subject}
                      file={file}
                      record={record}
                      entails={entails.get(file.items[record.item]?.itemId ?? "")}
                      way={ways.get(record.recordId)}
                    />
                  ))}
                </ol>
                <Pager voice={voice} path={path} next={file.next} first={first} />
              </>
            )}
          </section>
        </div>
        <aside class="file-aside">
          <p class="file-report">
            <a class="govuk-button" href={voice.to(`${address}/report`)}>
              {say("report.take")}
            </a>
          </p>
          <AsOfForm voice={voice} address={address} days={days} />
          <FileNames voice={voice} subject={file.subject} />
        </aside>
      </div>
    </div>
  );
}

/** How many there are, or how many of the chosen sector and the way back to all. */
function RecordCount({ voice, file, path, sector }: Pick<FileProps, "voice" | "file" | "path" | "sector">) {
  const { say, tell, to } = voice;
  if (sector === undefined) return <p class="quiet">{say("file.records.count", { total: file.total })}</p>;
  const chosen = file.sectors.find((one) => one.sector === sector);
  const all = new URL(path, "http://here");
  for (const name of ["sector", "cursor"]) all.searchParams.delete(name);
  return (
    <p>
      {say("file.sectors.only", { sector: chosen ? tell(chosen.title) : sector, count: chosen?.total ?? 0 })}{" "}
      <a href={`${to(all.pathname + all.search)}#records`}>{say("file.sectors.all", { total: file.total })}</a>
    </p>
  );
}
