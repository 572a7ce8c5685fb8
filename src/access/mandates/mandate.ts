/** A representative's mandate for a subject: the fold of its acts. Pure. */
import Type, { type Static, type TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { IsoDate } from "#core/time/date.ts";
import type { StoredAct, Stream } from "../act-store.ts";

/** Where the acts of mandates are kept, and the action each needs leave for. */
export const mandateStream: Stream = {
  table: "access.mandate_act",
  id: "mandate_id",
  about: "subject_id",
  actions: { grant: "grant-mandate", accept: "accept-invitation", limit: "limit-mandate", revoke: "revoke-mandate" },
};

const Day = Type.Unsafe<IsoDate>(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }));
const closed = { additionalProperties: false };

const details = {
  grant: Type.Object({ until: Day, invitationHash: Type.String(), invitationUntil: Type.String() }, closed),
  accept: Type.Object({ issuer: Type.String(), subject: Type.String(), representative: Type.String() }, closed),
  limit: Type.Object({ until: Day }, closed),
  revoke: Type.Object({}, closed),
} as const satisfies Record<string, TSchema>;

type MandateActName = keyof typeof details;
type Detail<A extends MandateActName> = Static<(typeof details)[A]>;

const shapes = Object.fromEntries(
  Object.entries(details).map(([act, shape]) => [act, Compile(shape)]),
) as unknown as Readonly<Record<string, Validator>>;

export interface Mandate {
  readonly id: string;
  readonly subject: string;
  /** Last day. */
  readonly until: IsoDate;
  readonly state: "granted" | "accepted" | "revoked";
  readonly invitationUntil: string;
  /** Who accepted it; one representative may hold several mandates. */
  readonly representative: string | null;
  /** Signature of whoever granted it. */
  readonly grantedBy: string;
  readonly lastSeq: number;
}

/** The state after these acts; null where there are none. Throws where a row is of another shape. */
export function foldMandate(acts: readonly StoredAct[]): Mandate | null {
  let mandate: Mandate | null = null;
  for (const act of acts) {
    if (!shapes[act.act]?.Check(act.detail)) throw new Error(`mandate act ${act.act} of another shape`);
    mandate = mandate === null ? founded(act) : { ...after(mandate, act), lastSeq: act.seq };
  }
  return mandate;
}

function founded(act: StoredAct): Mandate {
  if (act.act !== "grant") throw new Error("a mandate's first act is not its grant");
  const { until, invitationUntil } = act.detail as Detail<"grant">;
  return {
    id: act.id,
    subject: act.about,
    until,
    state: "granted",
    invitationUntil,
    representative: null,
    grantedBy: act.actedBy,
    lastSeq: act.seq,
  };
}

function after(mandate: Mandate, act: StoredAct): Mandate {
  const name = act.act as MandateActName;
  switch (name) {
    case "grant":
      throw new Error("a mandate is granted once");
    case "accept":
      return { ...mandate, state: "accepted", representative: (act.detail as Detail<"accept">).representative };
    case "limit":
      return { ...mandate, until: (act.detail as Detail<"limit">).until };
    case "revoke":
      return { ...mandate, state: "revoked" };
    default:
      return name satisfies never;
  }
}

/** Whether a mandate lets its representative act on a day. */
export function isInForce(mandate: Mandate, today: IsoDate): boolean {
  return mandate.state === "accepted" && today <= mandate.until;
}
