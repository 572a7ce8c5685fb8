/** Watches for tests: a clock that the test moves, keepers who hold an office, listings that begin and end. */
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { addYears } from "#core/time/date.ts";
import {
  type Actor,
  type Agency,
  acceptInvitation,
  actorForAgency,
  inviteOfficer,
  openLookLog,
  type Role,
} from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { openMeasures, openReach } from "#src/measures/index.ts";
import { standingClock } from "#src/platform/clock.ts";
import { openPool } from "#src/platform/database.ts";
import { commandLine, once, value } from "#tests/kit/access.ts";

/** Measures and watches of a node on a clock of the test's own. */
export function watchesOn(node: Node) {
  const clock = standingClock(node.clock.now());
  const pool = openPool(
    { ...node.owner, user: "cx_app", password: node.keys.rolePasswords.cx_app },
    { max: 2, pipeline: true, durable: false },
  );
  const looks = openLookLog({ pool, durable: node.app, clock, log: node.log });
  after(() => looks.close());
  const measures = openMeasures({ ...node.measures.rooms, clock, looks });
  const { jobs, kindsOf } = node.reach.rooms;
  const { watches } = openReach({ ...measures.rooms, jobs, kindsOf });
  return { clock, measures, watches };
}

/** A program of an agency that may ask. */
export async function programOf(node: Node, agency: Agency): Promise<Actor> {
  return value(await actorForAgency(node, agency.agencyCode));
}

/** An officer who was invited and accepted. */
export async function appointed(node: Node, agency: Agency, roles: readonly Role[] = ["officer"]): Promise<Actor> {
  const until = addYears(node.clock.today(), 1);
  const given = { agency: agency.agencyCode, name: "某某", roles, until };
  const invited = value(await inviteOfficer(node, once(commandLine), given));
  const token = new URL(invited.link).searchParams.get("invitation") ?? "";
  const officer = value(await acceptInvitation(node, { token, issuer: "urn:test", subject: randomUUID() }));
  return {
    kind: "officer",
    id: officer.id,
    name: "某某",
    agency: agency.agencyCode,
    agencyKinds: agency.kinds,
    roles,
    assurance: "substantial",
  };
}

/** The usual question of a watch. */
export function watching(code: string, endsOn: string, over: object = {}) {
  return {
    subject: { scheme: "unified-code", value: code },
    matter: "cn/government-procurement",
    purpose: "procurement-review",
    endsOn,
    ...over,
  };
}
