/** Operations on single records. */

import type { Endpoint } from "#contract/endpoint.ts";
import {
  correctRecord as correcting,
  enterRecord as entering,
  openOwnRecord as opening,
  releaseText as releasing,
  suggestRelease as suggesting,
  withdrawRecord as withdrawing,
} from "#contract/entries.ts";
import {
  attachDocument as attaching,
  downloadDocument as downloading,
  downloadTemplate,
  listSendable as listing,
  sendNilReturn as returning,
  getTimeliness as timing,
} from "#contract/sending-aids.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Asking, type FileAnswer, type Reply, type Route, reply, route } from "#src/access/index.ts";
import type { IntakeRooms } from "../parts.ts";
import { correctRecord, withdrawRecord } from "./change.ts";
import { type Acting, channelOf } from "./commit.ts";
import { attachDocument, downloadDocument } from "./documents.ts";
import { enterRecord } from "./enter.ts";
import { listSendable } from "./items.ts";
import { openOwnRecord } from "./own.ts";
import { releaseText, suggestRelease } from "./release.ts";
import { templateCsv, templateXlsx } from "./template.ts";
import { getTimeliness, sendNilReturn } from "./timeliness.ts";

export function entryRoutes(rooms: IntakeRooms): Route[] {
  return [
    route(attaching, async (asking) => replied(await attachDocument(rooms, actingOf(asking), asking.file))),
    route(downloading, async ({ actor, params }) => replied(await downloadDocument(rooms, actor, params.documentId))),
    route(entering, async (asking) => replied(await enterRecord(rooms, actingOf(asking), asking.body))),
    route(opening, async ({ actor, body }) => replied(await openOwnRecord(rooms, actor, body))),
    route(correcting, async (asking) => replied(await correctRecord(rooms, actingOf(asking), asking.body))),
    route(suggesting, async ({ actor, body }) => replied(await suggestRelease(rooms, actor, body))),
    route(releasing, async (asking) => replied(await releaseText(rooms, actingOf(asking), asking.body))),
    route(listing, async ({ actor }) => replied(await listSendable(rooms, actor))),
    route(timing, async ({ actor, query }) => replied(await getTimeliness(rooms, actor, query))),
    route(returning, async (asking) => replied(await sendNilReturn(rooms, actingOf(asking), asking.body))),
    route(downloadTemplate, async ({ params, query }) => template(rooms, params, query.format ?? "xlsx")),
    route(withdrawing, async (asking) => replied(await withdrawRecord(rooms, actingOf(asking), asking.body))),
  ];
}

function actingOf(asking: Pick<Asking<Endpoint>, "actor" | "idempotencyKey" | "session">): Acting {
  const { actor, idempotencyKey } = asking;
  return { actor, idempotencyKey, channel: channelOf(asking) };
}

function replied<T>(outcome: Outcome<T>) {
  return outcome.ok ? reply(outcome.value) : outcome;
}

/** How long a template may be kept: it changes with the catalogue only. */
const publicForSeconds = 300;

async function template(
  { catalogue, clock }: IntakeRooms,
  { pack, name }: { pack: string; name: string },
  format: "xlsx" | "csv",
): Promise<Outcome<Reply<FileAnswer>>> {
  const id = `${pack}/${name}`;
  const item = catalogue.itemInForce(id, clock.today());
  if (!item?.item.switchedOn) return refuse("catalogue.unknown-item");
  const fileName = `${pack}-${name}-${item.item.version}.${format}`;
  const file =
    format === "csv"
      ? { bytes: templateCsv(item), mediaType: "text/csv; charset=utf-8", fileName }
      : {
          bytes: await templateXlsx(item, new Date(`${item.item.effectiveFrom}T00:00:00Z`)),
          mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          fileName,
        };
  return reply(file, { etag: `${catalogue.stamp.slice(0, 16)}${format}`, publicForSeconds });
}
