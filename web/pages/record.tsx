/** One record, alone: what a link to it leads to. Once its publication ended the API answers 410, and so does this. */
import { getPublicRecord } from "#contract/ledger.ts";
import type { Page } from "#web/page.ts";
import { Code } from "#web/parts/code.tsx";
import { entailsOf } from "#web/parts/entails.tsx";
import { RecordCard } from "#web/parts/record.tsx";
import { waysOutOf } from "#web/parts/way-out.tsx";

export const recordPage: Page = {
  path: "/organisations/:code/records/:recordId",
  get: async ({ voice, params, call }) => {
    const { say, tell, to } = voice;
    const found = await call(getPublicRecord, {
      params: { code: params["code"] ?? "", recordId: params["recordId"] ?? "" },
    });
    if (!found.ok) return { problem: found.problem };
    const { subject, record, item, authority } = found.value;
    const file = { items: { [record.item]: item }, authorities: { [record.authority]: authority } };
    const [entails, ways] = await Promise.all([
      entailsOf(call, { records: [record], items: file.items }),
      waysOutOf(call, subject.code),
    ]);
    const [pack, name] = item.itemId.split("/");
    return {
      title: say("record.page.title", { name: subject.name, item: tell(item.title) }),
      section: "search",
      // Adverse records are found from the file, not from a search engine that would keep them past their end.
      indexed: false,
      body: (
        <div class="wide">
          <header class="file-head">
            <p class="file-kind">{tell(item.title)}</p>
            <h1 lang={voice.chinese(subject.name)}>{subject.name}</h1>
            <p>
              <Code value={subject.code} />
            </p>
          </header>
          <p class="prose-width">{tell(item.plain)}</p>
          <ol class="records">
            <RecordCard
              voice={voice}
              subject={subject}
              file={file}
              record={record}
              level="h2"
              entails={entails.get(item.itemId)}
              way={ways.get(record.recordId)}
            />
          </ol>
          <p class="actions">
            <a href={to(`/organisations/${subject.code}`)}>{say("record.page.file", { name: subject.name })}</a>
            <a href={to(`/rules/items/${pack}/${name}`)}>{say("record.page.law")}</a>
          </p>
        </div>
      ),
    };
  },
};
