/** The ledger's operations: contract in, view, contract out. */
import {
  countDecisions,
  downloadDecisions,
  getPublicFile,
  getPublicRecord,
  listDecisions,
  readFile,
  readOwnFile,
} from "#contract/ledger.ts";
import { countEntries, countLists, downloadEntries, listEntries } from "#contract/list-entries.ts";
import { done, type Outcome } from "#core/refusal.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { Decisions } from "./decisions.ts";
import type { Files } from "./files.ts";
import type { KeptFiles } from "./kept-files.ts";
import type { Lists } from "./lists.ts";

interface Readers {
  readonly files: Files;
  readonly kept: KeptFiles;
  readonly decisions: Decisions;
  readonly lists: Lists;
}

/** Routes over the readers of files, of public decisions and of public lists. */
export function ledgerRoutes({ files, kept, decisions, lists }: Readers): Route[] {
  return [
    route(getPublicFile, async ({ params, query }) => {
      const found = await kept.get({ ...query, code: params.code });
      if (!found.ok) return found;
      const { file, text, etag } = found.value;
      return reply(file, { text, publicForSeconds: sharedForSeconds, ...(etag === null ? {} : { etag }) });
    }),
    route(getPublicRecord, async ({ params }) => shared(await files.getPublicRecord(params))),
    route(readFile, async ({ actor, body }) => answered(await files.readForBody(actor, body))),
    route(readOwnFile, async ({ actor, body }) => answered(await files.readOwn(actor, body))),
    route(listDecisions, async ({ query }) => shared(await decisions.list(query))),
    route(downloadDecisions, async ({ query }) => answered(await decisions.download(query))),
    route(listEntries, async ({ params, query }) => shared(await lists.entries(params, query))),
    route(downloadEntries, async ({ params, query }) => answered(await lists.download(params, query))),
    route(countEntries, async ({ params, query }) => shared(await lists.count(params, query.months ?? 24))),
    route(countLists, async () => shared(done(await lists.totals()))),
    route(countDecisions, async ({ query }) => shared(done(await decisions.count(query.months ?? 12)))),
  ];
}

/** Visitors see what came in within a second (issue 2), so an answer that is anybody's may be shared for one. */
const sharedForSeconds = 1;

function shared<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value, { publicForSeconds: sharedForSeconds }) : outcome;
}

function answered<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
