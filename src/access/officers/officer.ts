/** An officer's appointment: the fold of its acts, and what may follow from where it stands. Pure. */
import Type, { type Static, type TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import type { IsoDate } from "#core/time/date.ts";
import type { StoredAct, Stream } from "../act-store.ts";
import type { Role } from "../actor.ts";

/** Where the acts of officers are kept, and the action each needs leave for. */
export const officerStream: Stream = {
  table: "access.officer_act",
  id: "officer_id",
  about: "agency_code",
  actions: {
    invite: "invite-officer",
    accept: "accept-invitation",
    deputise: "deputise-officer",
    "end-deputy": "end-deputy",
    "hand-over": "hand-over-office",
    "take-over": "hand-over-office",
    extend: "extend-officer",
    lapse: "lapse-officer",
    suspend: "suspend-officer",
    resume: "resume-officer",
  },
};

const Day = Type.Unsafe<IsoDate>(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }));
const Roles = Type.Array(
  Type.Union([Type.Literal("officer"), Type.Literal("supervisor"), Type.Literal("operator"), Type.Literal("auditor")]),
  { minItems: 1, uniqueItems: true },
);
const closed = { additionalProperties: false };

const details = {
  invite: Type.Object(
    { roles: Roles, until: Day, invitationHash: Type.String(), invitationUntil: Type.String() },
    closed,
  ),
  accept: Type.Object({ issuer: Type.String(), subject: Type.String() }, closed),
  deputise: Type.Object({ deputy: Type.String(), from: Day, until: Day }, closed),
  "end-deputy": Type.Object({ deputy: Type.String() }, closed),
  "hand-over": Type.Object({ to: Type.String() }, closed),
  "take-over": Type.Object({ from: Type.String(), roles: Roles, until: Day }, closed),
  extend: Type.Object({ until: Day }, closed),
  lapse: Type.Object({}, closed),
  suspend: Type.Object({}, closed),
  resume: Type.Object({}, closed),
} as const satisfies Record<string, TSchema>;

export type OfficerActName = keyof typeof details;
type Detail<A extends OfficerActName> = Static<(typeof details)[A]>;

const shapes = Object.fromEntries(
  Object.entries(details).map(([act, shape]) => [act, Compile(shape)]),
) as unknown as Readonly<Record<string, Validator>>;

/** A deputy, and the days on which the deputy may stand in. */
export interface Deputising {
  readonly deputy: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/** Where an appointment stands by its acts; what the day makes of it is {@link standing}'s to say. */
export interface Officer {
  readonly id: string;
  readonly agency: string;
  readonly roles: readonly Role[];
  /** Last day of the appointment. */
  readonly until: IsoDate;
  readonly state: "invited" | "appointed" | "suspended" | "ended";
  readonly sealedName: Buffer;
  readonly invitationHash: string;
  /** Instant on the machine's clock. */
  readonly invitationUntil: string;
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  readonly deputies: readonly Deputising[];
  /** When the officer was last heard of other than by signing in: acceptance, resumption. */
  readonly heardOfAt: Date | null;
  readonly lastSeq: number;
}

/** The state after these acts; null where there are none. Throws where a row is of another shape or out of order. */
export function foldOfficer(acts: readonly StoredAct[]): Officer | null {
  let officer: Officer | null = null;
  for (const act of acts) {
    const shape = shapes[act.act];
    if (!shape?.Check(act.detail)) throw new Error(`officer act ${act.act} of another shape`);
    officer = officer === null ? founded(act) : { ...after(officer, act), lastSeq: act.seq };
  }
  return officer;
}

function founded(act: StoredAct): Officer {
  if (act.act !== "invite" || !act.sealed) throw new Error("an officer's first act is not an invitation");
  const { roles, until, invitationHash, invitationUntil } = act.detail as Detail<"invite">;
  return {
    id: act.id,
    agency: act.about,
    roles,
    until,
    state: "invited",
    sealedName: act.sealed,
    invitationHash,
    invitationUntil,
    identity: null,
    deputies: [],
    heardOfAt: null,
    lastSeq: act.seq,
  };
}

function after(officer: Officer, act: StoredAct): Officer {
  const name = act.act as OfficerActName;
  switch (name) {
    case "invite":
      throw new Error("an officer is invited once");
    case "accept":
      return { ...officer, state: "appointed", identity: act.detail as Detail<"accept">, heardOfAt: act.actedAt };
    case "deputise": {
      const named = act.detail as Detail<"deputise">;
      return { ...officer, deputies: [...without(officer, named.deputy), named] };
    }
    case "end-deputy":
      return { ...officer, deputies: without(officer, (act.detail as Detail<"end-deputy">).deputy) };
    case "take-over": {
      const { roles, until } = act.detail as Detail<"take-over">;
      const joined = [...new Set([...officer.roles, ...roles])];
      return { ...officer, roles: joined, until: until > officer.until ? until : officer.until };
    }
    case "extend":
      return { ...officer, until: (act.detail as Detail<"extend">).until };
    case "hand-over":
    case "lapse":
      return { ...officer, state: "ended", deputies: [] };
    case "suspend":
      return { ...officer, state: "suspended" };
    case "resume":
      return { ...officer, state: officer.identity ? "appointed" : "invited", heardOfAt: act.actedAt };
    default:
      return name satisfies never;
  }
}

function without(officer: Officer, deputy: string): Deputising[] {
  return officer.deputies.filter((one) => one.deputy !== deputy);
}

/** What an appointment is worth on a day. */
export type Standing = "invited" | "invitation-expired" | "standing" | "dormant" | "suspended" | "ended";

/** The present, of what only the caller knows: the law's day, the machine's clock, the last sign-in. */
export interface Present {
  readonly today: IsoDate;
  readonly now: Date;
  readonly lastSignInAt: Date | null;
  /** Days without signing in after which a supervisor must resume; null: never. */
  readonly dormantAfterDays: number | null;
}

export function standing(officer: Officer, present: Present): Standing {
  if (officer.state === "ended" || officer.until < present.today) return "ended";
  if (officer.state === "suspended") return "suspended";
  if (officer.state === "invited")
    return officer.invitationUntil < present.now.toISOString() ? "invitation-expired" : "invited";
  return isDormant(officer, present) ? "dormant" : "standing";
}

function isDormant({ heardOfAt }: Officer, { now, lastSignInAt, dormantAfterDays }: Present): boolean {
  if (dormantAfterDays === null) return false;
  const last = Math.max(heardOfAt?.getTime() ?? 0, lastSignInAt?.getTime() ?? 0);
  return now.getTime() - last > dormantAfterDays * 86_400_000;
}

/** Whether `deputy` may stand in for the officer on a day. */
export function standsIn(officer: Officer, deputy: string, today: IsoDate): boolean {
  return officer.deputies.some((one) => one.deputy === deputy && one.from <= today && today <= one.until);
}

/** Which acts may follow in a state; every other is refused. */
const mayFollow: Readonly<Record<Officer["state"], readonly OfficerActName[]>> = {
  invited: ["accept", "lapse", "extend"],
  appointed: ["deputise", "end-deputy", "hand-over", "take-over", "extend", "lapse", "suspend", "resume"],
  suspended: ["resume", "lapse", "extend", "end-deputy"],
  ended: [],
};

/** Whether an act may follow on that day: nothing follows an appointment that has ended, by act or by date. */
export function canFollow(officer: Officer, act: OfficerActName, today: IsoDate): boolean {
  return officer.until >= today && mayFollow[officer.state].includes(act);
}
