/** The operations of checks: contract in, act or view, contract out. */
import * as contract from "#contract/checks.ts";
import { type Route, reply, route } from "#src/access/index.ts";
import { askCheck, reportOutcome } from "./acts.ts";
import type { Desk } from "./desk.ts";
import type { MeasureRooms } from "./parts.ts";
import { countChecks, getReceipt, listChecks, listFlags, listOwnChecks, ownMatters } from "./views.ts";

/** Routes over a node's desk. A receipt leaves as the text that was signed, byte for byte. */
export function measureRoutes(rooms: MeasureRooms, desk: Desk): Route[] {
  return [
    route(contract.askCheck, async ({ actor, body }) => {
      const asked = await askCheck(rooms, desk, actor, body);
      return asked.ok ? asWritten(asked.value.text) : asked;
    }),
    route(contract.getCheck, async ({ actor, params }) => {
      const read = await getReceipt(rooms, actor, params.check);
      return read.ok ? asWritten(read.value.text, `receipt-${params.check}.json`) : read;
    }),
    route(contract.reportOutcome, async ({ actor, params, body, idempotencyKey }) => {
      const reported = await reportOutcome(rooms, { actor, idempotencyKey }, { ...body, check: params.check });
      return reported.ok ? reply(reported.value) : reported;
    }),
    route(contract.listChecks, async ({ actor, query }) => {
      const listed = await listChecks(rooms, actor, query);
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.listCheckFlags, async ({ actor, params, query }) => {
      const listed = await listFlags(rooms, actor, { ...query, agency: params.code });
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.countChecks, async ({ actor, params, query }) => {
      const counted = await countChecks(rooms, actor, { ...query, agency: params.code });
      return counted.ok ? reply(counted.value) : counted;
    }),
    route(contract.listOwnMatters, async ({ actor }) => {
      const listed = await ownMatters(rooms, actor);
      return listed.ok ? reply(listed.value) : listed;
    }),
    route(contract.listOwnChecks, async ({ actor, query }) => {
      const listed = await listOwnChecks(rooms, actor, query);
      return listed.ok ? reply(listed.value) : listed;
    }),
  ];
}

/** The text as it was written; whoever asks for the value reads it from there. */
function asWritten(text: string, fileName?: string) {
  return reply(undefined as never, { text, ...(fileName ? { fileName } : {}) });
}
