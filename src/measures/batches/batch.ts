/** A batch as it is carried out: who asks, in what, and what its answers have in common. */
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { checkFileType } from "#core/receipt/check-file.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { SubjectKind } from "#core/record/record.ts";
import { done, type Outcome } from "#core/refusal.ts";
import type { Actor, Role, Scope } from "#src/access/index.ts";
import { type Body, barredBy, type Ground, headOf, purposeOf, readGround } from "../acts.ts";
import type { AskedHead } from "../compose.ts";
import { issuerOf } from "../desk.ts";
import type { MeasureRooms } from "../parts.ts";
import type { BatchRow } from "./store.ts";

const closed = { additionalProperties: false };
const actorShape = Compile(
  Type.Union([
    Type.Object(
      {
        kind: Type.Literal("officer"),
        id: Type.String(),
        roles: Type.Array(Type.Unsafe<Role>({ type: "string" })),
        deputyOf: Type.Optional(Type.String()),
        assurance: Type.Optional(Type.Union([Type.Literal("basic"), Type.Literal("substantial")])),
      },
      closed,
    ),
    Type.Object({ kind: Type.Literal("client"), id: Type.String(), scopes: Type.Array(Type.String()) }, closed),
  ]),
);
/** An actor as it is kept for a job: who the door knows, and no name. */
export type KeptActor = Static<ReturnType<(typeof actorShape)["Type"]>>;

/** What is kept of who asks, for the job that carries it out. */
export function keptActor(actor: Body): KeptActor {
  if (actor.kind === "client") return { kind: "client", id: actor.id, scopes: [...actor.scopes] };
  const { id, roles, deputyOf, assurance } = actor;
  return {
    kind: "officer",
    id,
    roles: [...roles],
    ...(deputyOf === undefined ? {} : { deputyOf }),
    ...(assurance === undefined ? {} : { assurance }),
  };
}

/** Who asked, again. The kinds of the agency are those it has now: what it no longer is, it may no longer ask as. */
export function actorAgain(kept: unknown, agency: { readonly code: string; readonly kinds: readonly string[] }): Body {
  if (!actorShape.Check(kept)) throw new Error("a kept actor of another shape");
  return { ...kept, name: "", agency: agency.code, agencyKinds: agency.kinds };
}

/** What a batch is answered with. */
export interface Carrying extends Ground {
  readonly actor: Body;
  readonly head: AskedHead;
  /** As it was when the file was handed in: one file has one issuer, whatever address the node is given meanwhile. */
  readonly issuer: string;
  /** Leave to ask about subjects of a kind, asked for once. */
  scopeFor(kind: SubjectKind): Promise<Outcome<Scope>>;
}

/** Asks the door anew, as who handed the file in. */
export function carrying(
  rooms: MeasureRooms,
  actor: Body,
  { issuer = issuerOf(rooms), ...ground }: Ground & { readonly issuer?: string },
): Carrying {
  const { matter, purpose } = ground;
  const asked = new Map<SubjectKind, Promise<Outcome<Scope>>>();
  return {
    ...ground,
    actor,
    head: headOf(rooms, actor, ground),
    issuer,
    scopeFor(kind) {
      const known = asked.get(kind) ?? askDoor(rooms, actor, { matter, purpose, kind });
      asked.set(kind, known);
      return known;
    },
  };
}

/** Asks the door about subjects of a kind. What is refused before policy is asked, the caller logs. */
export async function askDoor(
  rooms: MeasureRooms,
  actor: Actor,
  { matter, purpose, kind }: Ground & { kind: SubjectKind },
): Promise<Outcome<Scope>> {
  const barred = barredBy(rooms, actor, { matter, purpose, target: { kind } });
  if (barred) return barred;
  const resource = {
    type: "Check",
    id: matter.matter,
    // Of many subjects: nobody's own.
    attributes: { subjectKind: kind, decidedBy: matter.agencyKinds, subject: "" },
  };
  return rooms.door.scope(actor, "ask-check", resource, { audience: "body", purpose: purposeOf(purpose, matter) });
}

/** A batch taken up again: its ground is read from the rules in force. */
export function carryAgain(
  rooms: MeasureRooms & { kindsOf(agency: string): readonly string[] },
  batch: BatchRow,
): Outcome<Carrying> {
  const ground = readGround(rooms, { matter: batch.matter, purpose: batch.purpose });
  if (!ground.ok) return ground;
  const actor = actorAgain(batch.actor, { code: batch.agencyCode, kinds: rooms.kindsOf(batch.agencyCode) });
  return done(carrying(rooms, actor, { ...ground.value, issuer: JSON.parse(batch.head).issuer }));
}

/** The first line of a file: what its answers have in common. */
export function headLine(
  rooms: MeasureRooms,
  { file, sort, head, more = {} }: { file: string; sort: "batch"; head: AskedHead; more?: { [key: string]: Json } },
): string {
  const { body, by, matter, purpose } = head;
  return canonicalJson({
    ...more,
    asked: { body, by, matter, purpose },
    file,
    issuer: issuerOf(rooms),
    sort,
    type: checkFileType,
  });
}
