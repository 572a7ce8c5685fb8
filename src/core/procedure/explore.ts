/**
 * Every state a proceeding can come to, walked breadth first: all acts by three officers, with everything they could bring
 * or leave out, in every order with what the subject and time can do meanwhile. What must never happen is judged by a
 * witness that remembers what was really served, answered, weighed and signed, and asks none of the guards.
 *
 * Worlds that differ only by days that decide nothing are one: what is kept of days is whether terms have passed. So the
 * walk ends by itself, and what it says holds without a bound on the number of acts.
 */
import { addDays, addMonths, type IsoDate, isoDate } from "../time/date.ts";
import { decideAct, nothingGiven, type Who } from "./decide.ts";
import { followed, stateOn } from "./fold.ts";
import {
  type DoneAct,
  type Facts,
  type Given,
  isInForce,
  type ListTerms,
  type NoticeFacts,
  notOpened,
  type Procedure,
  type Standing,
  stateOf,
} from "./procedure.ts";
import { waitingOn } from "./waiting.ts";

/** What was found. */
export interface Explored {
  /** Distinct worlds reached. */
  readonly worlds: number;
  /** Acts tried, and how many of them were refused. */
  readonly tried: number;
  readonly refused: number;
  /** Events of the subject, of service and of time. */
  readonly events: number;
  /** Pairs of acts decided on one and the same standing, by whoever came first and second. */
  readonly pairs: number;
  /** Acts in the longest of the shortest ways. */
  readonly depth: number;
  /** Everything that must not be; empty for a sound procedure. */
  readonly faults: readonly string[];
}

/** What really happened, as the witness saw it. */
interface Witness {
  /** The time to answer was over when it was decided, or given up. */
  readonly heard: boolean;
  readonly weighed: boolean;
  readonly reasoned: boolean;
  readonly decidedBy: string | null;
  readonly confirmedBy: string | null;
  readonly served: boolean;
  /** Who sent the last decision back, and whether what was decided was given up by one hand alone. */
  readonly returnedBy: string | null;
  readonly givenUpByOne: boolean;
  /** Who last moved that it be undone, and whether what two brought about was undone by one hand alone. */
  readonly movedBy: string | null;
  readonly undoneByOne: boolean;
  readonly proposedBy: string | null;
  /** It was decided though a hearing that was asked for was not held since. */
  readonly unheardAtHearing: boolean;
  readonly hearingHeldOn: IsoDate | null;
  /** An honour was taken away, after notice and answer or not. */
  readonly revoked: "no" | "heard" | "unheard";
}

interface World {
  readonly standing: Standing;
  readonly facts: Facts;
  readonly today: IsoDate;
  readonly witness: Witness;
  readonly depth: number;
}

export type Decide = typeof decideAct;

/** A list's terms for the walk; `calendarReaches` false: no notice rules on the last day to answer yet. */
export interface Exploring {
  readonly procedure: Procedure;
  readonly terms: ListTerms;
  /** The machine to be tried; the real one unless a test wants to see the witness catch a broken one. */
  readonly decide?: Decide;
  /** Walks no further once a fault was found that says so: a broken machine is caught, not walked to its end. */
  readonly until?: RegExp;
}

const officers: readonly Who[] = [
  { by: "officer:a", offices: ["propose", "decide", "confirm"] },
  { by: "officer:b", offices: ["propose", "decide", "confirm"] },
  // Who neither proposes nor decides: where two did, a third confirms.
  { by: "officer:c", offices: ["confirm"] },
];

/** Three officers, and service: by whomever it was recorded or read, it decides nothing. */
const hands: readonly Who[] = [...officers, { by: "service", offices: ["service"] }];

const firstDay = isoDate("2026-03-02");
const nobody: Witness = {
  heard: false,
  weighed: true,
  reasoned: false,
  decidedBy: null,
  confirmedBy: null,
  served: false,
  returnedBy: null,
  givenUpByOne: false,
  movedBy: null,
  undoneByOne: false,
  proposedBy: null,
  unheardAtHearing: false,
  hearingHeldOn: null,
  revoked: "no",
};

/** Walks every reachable world. */
export function explore({ procedure, terms, decide = decideAct, until }: Exploring): Explored {
  const walk = new Walk(procedure, terms, decide);
  walk.run(until);
  return walk.found();
}

class Walk {
  readonly #procedure: Procedure;
  readonly #terms: ListTerms;
  readonly #decide: Decide;
  readonly #known = new Map<string, World>();
  readonly #into = new Map<string, Set<string>>();
  readonly #faults = new Set<string>();
  #tried = 0;
  #refused = 0;
  #events = 0;
  #pairs = 0;
  #depth = 0;

  constructor(procedure: Procedure, terms: ListTerms, decide: Decide) {
    this.#procedure = procedure;
    this.#terms = terms;
    this.#decide = decide;
  }

  run(until?: RegExp): void {
    const start = { standing: notOpened, facts: { notice: null }, today: firstDay, witness: nobody, depth: 0 };
    const waiting: World[] = [start];
    this.#known.set(this.#key(start), start);
    for (let world = waiting.shift(); world; world = waiting.shift()) {
      this.#judge(world);
      if (until && [...this.#faults].some((fault) => until.test(fault))) return;
      for (const next of [...this.#afterActs(world), ...this.#afterEvents(world)]) {
        const key = this.#key(next);
        const before = this.#into.get(key) ?? new Set();
        this.#into.set(key, before.add(this.#key(world)));
        if (this.#known.has(key)) continue;
        this.#known.set(key, next);
        waiting.push(next);
      }
    }
    this.#everyWorldMustEnd();
  }

  found(): Explored {
    return {
      worlds: this.#known.size,
      tried: this.#tried,
      refused: this.#refused,
      events: this.#events,
      pairs: this.#pairs,
      depth: this.#depth,
      faults: [...this.#faults],
    };
  }

  #stateOf({ standing, today }: Pick<World, "standing" | "today">): string | null {
    return stateOn(this.#procedure, standing, today);
  }

  /** What must hold of every world. */
  #judge(world: World): void {
    const { witness, standing } = world;
    this.#depth = Math.max(this.#depth, world.depth);
    const state = this.#stateOf(world);
    const say = (what: string) => this.#faults.add(`${state}: ${what}`);
    if (witness.revoked === "unheard")
      say("taken away without notice served and the time to answer over or waived (C6)");
    this.#judgeTurn(world, say);
    if (this.#procedure.adverse && witness.givenUpByOne) say("what was decided was given up by one hand alone (C5)");
    if (this.#procedure.adverse && witness.undoneByOne) say("undone by one hand alone (C5)");
    if (this.#procedure.adverse && witness.unheardAtHearing) say("decided before the hearing that was asked for (C6)");
    if (!isInForce(this.#procedure, state)) return;
    if (this.#terms.confirmed && witness.confirmedBy !== null && witness.confirmedBy === witness.proposedBy)
      say("confirmed by who proposed it (C5)");
    if (witness.decidedBy === null) say("in force without a decision");
    if (!witness.reasoned) say("in force without reasons (C5)");
    if (this.#procedure.adverse && !witness.served) say("in force before the decision was served (C6)");
    if (this.#procedure.adverse && !witness.heard)
      say("in force without notice served and the time to answer over or waived (C6)");
    if (this.#procedure.adverse && !witness.weighed) say("in force though an answer was not weighed (C6)");
    if (this.#terms.confirmed && (witness.confirmedBy === null || witness.confirmedBy === witness.decidedBy))
      say("in force without a second officer (C5)");
    if (this.#procedure.adverse && standing.endsOn === null) say("in force without an end (C8)");
  }

  /** What an inbox says of a world must be so: the keeper's turn has a lawful act, the subject's has no decision. */
  #judgeTurn(world: World, say: (what: string) => void): void {
    const { facts } = world;
    const { for: turn } = waitingOn({ ...world, procedure: this.#procedure });
    if (turn !== "keeper" && turn !== "answer") return;
    const bringings = this.#bringings(world);
    const possible = [...new Set(this.#procedure.acts.map(({ act }) => act))].filter((act) =>
      hands.some((who) => {
        const asked = { ...world, procedure: this.#procedure, terms: this.#terms };
        return bringings.some((given) => decideAct(asked, who, act, given).ok);
      }),
    );
    if (turn === "answer" && possible.some((act) => act === "decide" || act === "revoke"))
      say("said to wait for the subject, and may be decided");
    // A hearing is asked for only where the procedure holds one; the walk's subject asks anywhere.
    // Nor is one held before the subject was summoned in time: the keeper's turn is to summon.
    const askedOn = facts.notice?.hearingAskedOn ?? null;
    const isSummoning = askedOn !== null && world.today < addDays(askedOn, 7);
    const isStuck =
      isSummoning || (askedOn !== null && !this.#procedure.acts.some(({ act }) => act === "hold-hearing"));
    const isMoved = world.standing.undoing !== null;
    const onward = possible.some(
      (act) =>
        !["drop", "extend-answer", "move-undoing"].includes(act) &&
        (isMoved || !["annul", "correct-error"].includes(act)),
    );
    if (turn === "keeper" && !onward && !isStuck && facts.notice?.servedOn != null)
      say("said to be ready, and nothing leads on");
  }

  /** Acts that may be done from a world, and what two at once would do. */
  #afterActs(world: World): World[] {
    const links: { link: DoneAct; given: Given }[] = [];
    const bringings = this.#bringings(world);
    for (const act of new Set(this.#procedure.acts.map((one) => one.act)))
      for (const who of hands)
        for (const given of bringings) {
          this.#tried++;
          const decided = this.#decide({ ...world, procedure: this.#procedure, terms: this.#terms }, who, act, given);
          if (decided.ok) links.push({ link: decided.value, given });
          else {
            this.#refused++;
            // Not of this state: nothing brought along changes that.
            if (decided.refusal.code === "lists.act-not-now") break;
          }
        }
    const once = [...new Map(links.map((one) => [JSON.stringify([one.link, one.given]), one])).values()];
    const after = once.map(({ link, given }) => this.#done(world, link, given));
    const distinct = new Map(links.map(({ link }) => [`${link.act} ${link.to} ${link.by}`, link]));
    this.#race([...distinct.values()], world);
    return after;
  }

  /** Two acts decided on the same standing: whoever writes second finds that their link fits nowhere. */
  #race(links: readonly DoneAct[], { standing }: World): void {
    for (const first of links) {
      const then = followed(this.#procedure, standing, first);
      for (const second of links) {
        this.#pairs++;
        try {
          followed(this.#procedure, then, second);
          this.#faults.add(`${second.act} was added after ${first.act}, though both were decided on one standing`);
        } catch {
          // The chain has no place for it: as it must be.
        }
      }
    }
  }

  #done(world: World, link: DoneAct, given: Given): World {
    const { facts, today, witness, depth } = world;
    const standing = followed(this.#procedure, world.standing, link);
    // An honour that is kept may be put in question again, by another notice.
    return {
      standing,
      facts: link.act === "keep" ? { notice: null } : facts,
      today,
      witness: saw(witness, { link, given, facts, today }),
      depth: depth + 1,
    };
  }

  /** Everything, nothing, and everything but one thing. */
  #bringings({ today, standing }: World): Given[] {
    const { duration, earlyExit } = this.#terms;
    const all: Given = {
      reasons: true,
      weighed: true,
      months: duration?.monthsMax ?? null,
      servedOn: today,
      heldOn: today,
      summonedOn: addDays(today, -7),
      conditions: Array.from({ length: earlyExit?.conditions ?? 0 }, (_, at) => at),
      ruling: { number: "〔2026〕1号", body: "某区人民法院", on: today },
    };
    const before = standing.decision ? addDays(standing.decision.on, -1) : addDays(today, 1);
    return [
      all,
      nothingGiven,
      { ...all, reasons: false },
      { ...all, weighed: false },
      { ...all, months: null },
      { ...all, months: (duration?.monthsMax ?? 0) + 1 },
      { ...all, months: 0 },
      { ...all, servedOn: null },
      { ...all, servedOn: before },
      { ...all, summonedOn: addDays(today, -6) },
      { ...all, heldOn: addDays(today, -7), summonedOn: addDays(today, -14) },
      { ...all, conditions: [] },
      { ...all, ruling: null },
    ];
  }

  /** What the subject, the post and time can do. */
  #afterEvents(world: World): World[] {
    const { facts, today } = world;
    const after = [
      ...this.#noticeEvents(facts.notice, today).map((notice) => ({ ...world, facts: { notice } })),
      ...this.#times(world).map((day) => ({ ...world, today: day })),
    ];
    this.#events += after.length;
    return after;
  }

  #noticeEvents(notice: NoticeFacts | null, today: IsoDate): NoticeFacts[] {
    if (notice === null) return [unserved];
    if (notice.servedOn === null) {
      const due = this.#terms.due("answer", today);
      return [{ ...notice, servedOn: today, answerDueOn: due === "unknown" ? null : due }];
    }
    const runs = notice.answerDueOn === null || today <= notice.answerDueOn;
    if (!runs) return [];
    return [
      { ...notice, answeredOn: notice.answeredOn ?? today },
      { ...notice, waivedOn: notice.waivedOn ?? today },
      { ...notice, hearingAskedOn: notice.hearingAskedOn ?? today },
    ];
  }

  /** The next day, and the days on which something passes. */
  #times({ facts: { notice }, standing, today }: World): IsoDate[] {
    const asked = notice?.hearingAskedOn ?? null;
    const passes = [
      asked && addDays(asked, 6),
      notice?.answerDueOn ?? null,
      standing.endsOn,
      lastDayBeforeExit(standing, this.#terms),
    ];
    const days = passes.flatMap((day) => (day !== null && day >= today ? [addDays(day, 1)] : []));
    return [...new Set([addDays(today, 1), ...days])];
  }

  /** A world by what decides about it. */
  #key(world: World): string {
    const { standing, facts, today, witness } = world;
    const { notice } = facts;
    const exit = lastDayBeforeExit(standing, this.#terms);
    return officersAlike([
      standing.state,
      standing.openedBy,
      standing.noticeServed,
      standing.hearingHeldOn !== null && [standing.hearingHeldOn >= (notice?.hearingAskedOn ?? "")],
      standing.undoing && [standing.undoing.by, standing.undoing.ruling !== null],
      standing.decision && [standing.decision.by, standing.decision.months, standing.decision.on < today],
      standing.confirmedBy,
      standing.returnedBy,
      standing.listedFrom !== null,
      standing.endsOn && standing.endsOn < today,
      standing.exit && standing.exit.acceptedOn !== null,
      exit && exit < today,
      notice && [
        notice.servedOn !== null,
        notice.answerDueOn && notice.answerDueOn < today,
        notice.answeredOn !== null,
        notice.waivedOn !== null,
        notice.hearingAskedOn && [addDays(notice.hearingAskedOn, 7) <= today],
      ],
      // The rest of what it remembers stands above.
      { ...witness, hearingHeldOn: null, movedBy: null, proposedBy: null },
    ]);
  }

  /** Backwards from the ends: whatever is not met has none. */
  #everyWorldMustEnd(): void {
    const ends = [...this.#known].filter(([, world]) => {
      const state = this.#stateOf(world);
      return state !== null && stateOf(this.#procedure, state).final;
    });
    const met = new Set(ends.map(([key]) => key));
    const waiting = [...met];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
      for (const before of this.#into.get(key) ?? [])
        if (!met.has(before)) {
          met.add(before);
          waiting.push(before);
        }
    for (const [key, { standing }] of this.#known)
      if (!met.has(key)) this.#faults.add(`${standing.state}: no way leads to an end (C8)`);
  }
}

/** Officers hold the same offices: which of the two is called a or b decides nothing. */
function officersAlike(world: unknown): string {
  const met: string[] = [];
  return JSON.stringify(world).replaceAll(/officer:[ab]/g, (name) => {
    if (!met.includes(name)) met.push(name);
    return `officer:${met.indexOf(name)}`;
  });
}

const unserved: NoticeFacts = {
  servedOn: null,
  answerDueOn: null,
  answeredOn: null,
  waivedOn: null,
  hearingAskedOn: null,
};

function lastDayBeforeExit({ listedFrom }: Standing, { earlyExit }: ListTerms): IsoDate | null {
  if (listedFrom === null || earlyExit === null) return null;
  return addDays(addMonths(listedFrom, earlyExit.afterMonths), -1);
}

/** What the witness writes down of an act that was let through. */
function saw(
  witness: Witness,
  { link, given, facts: { notice }, today }: { link: DoneAct; given: Given; facts: Facts; today: IsoDate },
): Witness {
  switch (link.act) {
    case "decide":
      return {
        ...nobody,
        proposedBy: witness.proposedBy,
        hearingHeldOn: witness.hearingHeldOn,
        unheardAtHearing:
          notice !== null && notice.hearingAskedOn !== null && (witness.hearingHeldOn ?? "") < notice.hearingAskedOn,
        heard: isHeard(notice, today),
        weighed: notice === null || notice.answeredOn === null || given.weighed,
        reasoned: given.reasons,
        decidedBy: link.by,
      };
    case "revoke":
      return { ...witness, revoked: isHeard(notice, today) && given.reasons ? "heard" : "unheard" };
    case "confirm":
      return { ...witness, confirmedBy: link.by };
    case "return":
      return {
        ...nobody,
        returnedBy: link.by,
        proposedBy: witness.proposedBy,
        hearingHeldOn: witness.hearingHeldOn,
      };
    case "hold-hearing":
      return { ...witness, hearingHeldOn: link.heldOn };
    case "keep":
      return { ...witness, hearingHeldOn: null };
    case "move-undoing":
      return { ...witness, movedBy: link.by };
    case "annul":
    case "correct-error":
      return { ...witness, undoneByOne: witness.movedBy === null || witness.movedBy === link.by };
    case "drop":
      return { ...witness, givenUpByOne: link.by === (witness.decidedBy ?? witness.returnedBy) };
    case "serve-decision":
      return { ...witness, served: given.servedOn !== null && given.servedOn <= today };
    case "propose":
      return { ...nobody, proposedBy: link.by };
    default:
      return witness;
  }
}

function isHeard(notice: NoticeFacts | null, today: IsoDate): boolean {
  if (notice === null || notice.servedOn === null || notice.servedOn > today) return false;
  return notice.waivedOn !== null || (notice.answerDueOn !== null && notice.answerDueOn < today);
}
