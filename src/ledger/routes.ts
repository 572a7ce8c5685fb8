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
import type { Outcome } from "#core/refusal.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import type { Decisions } from "./decisions.ts";
import type { Files } from "./files.ts";

/** Routes over the readers of files and of public decisions. */
export function ledgerRoutes({ files, decisions }: { files: Files; decisions: Decisions }): Route[] {
  return [
    route(getPublicFile, async ({ params, query }) => answered(await files.getPublic({ ...query, code: params.code }))),
    route(getPublicRecord, async ({ params }) => answered(await files.getPublicRecord(params))),
    route(readFile, async ({ actor, body }) => answered(await files.readForBody(actor, body))),
    route(readOwnFile, async ({ actor, body }) => answered(await files.readOwn(actor, body))),
    route(listDecisions, async ({ query }) => answered(await decisions.list(query))),
    route(downloadDecisions, async ({ query }) => answered(await decisions.download(query))),
    route(countDecisions, async ({ query }) => reply(await decisions.count(query.months ?? 12))),
  ];
}

function answered<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}
