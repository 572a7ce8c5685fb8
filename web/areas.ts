/** The consoles: which there are, whose they are, and the pages each begins with. */
import type { Me } from "#contract/access.ts";
import type { Word } from "./words.ts";

interface Area {
  /** Pages of its navigation, the first of which is where it begins. */
  readonly tabs: readonly (readonly [path: string, label: Word])[];
  readonly isFor: (me: Me) => boolean;
}

export const areas: readonly Area[] = [
  {
    tabs: [
      ["/intake", "area.intake.home"],
      ["/intake/send", "area.intake.send"],
      ["/intake/enter", "area.intake.enter"],
      ["/intake/batches", "area.intake.batches"],
      ["/intake/held", "area.intake.held"],
      ["/intake/timeliness", "area.intake.timeliness"],
    ],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [["/notices", "area.notices"]],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [
      ["/objections", "area.objections"],
      ["/objections/told", "area.objections.told"],
      ["/repairs", "area.repairs"],
      ["/repairs/told", "area.repairs.told"],
      ["/questions", "area.questions"],
      ["/counter/inbox", "area.inbox.counter"],
    ],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [
      ["/consents", "area.consents"],
      ["/consents/counter", "area.consents.counter"],
    ],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [
      ["/cases", "area.cases.inbox"],
      ["/cases/candidates", "area.cases.candidates"],
    ],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [
      ["/check", "area.check.ask"],
      ["/check/all", "area.check.all"],
      ["/check/watches", "area.check.watches"],
      ["/check/report", "area.check.report"],
      ["/check/bundles", "area.check.bundles"],
    ],
    isFor: ({ kind, roles }) => kind === "officer" && (roles.includes("officer") || roles.includes("supervisor")),
  },
  {
    tabs: [
      ["/team", "area.team.officers"],
      ["/team/clients", "area.team.clients"],
      ["/team/webhooks", "area.team.webhooks"],
      ["/team/flags", "area.team.flags"],
      ["/team/lateness", "area.team.lateness"],
      ["/team/looks", "area.team.looks"],
      ["/team/refusals", "area.team.refusals"],
    ],
    isFor: ({ roles }) => roles.includes("supervisor"),
  },
  {
    tabs: [["/oversight/questions", "area.oversight.questions"]],
    isFor: ({ roles, agency }) =>
      roles.includes("supervisor") && (agency?.kinds.includes("development-reform") ?? false),
  },
  {
    tabs: [["/operate", "area.operate.agencies"]],
    isFor: ({ roles }) => roles.includes("operator"),
  },
  {
    tabs: [
      ["/audit", "area.audit.looks"],
      ["/audit/refusals", "area.audit.refusals"],
      ["/audit/batches", "area.audit.batches"],
      ["/audit/lateness", "area.team.lateness"],
      ["/audit/journals", "area.audit.journals"],
    ],
    isFor: ({ roles }) => roles.includes("auditor"),
  },
  {
    tabs: [
      ["/mine", "area.mine.file"],
      ["/mine/inbox", "area.mine.inbox"],
      ["/mine/notices", "area.mine.notices"],
      ["/mine/objections", "area.mine.objections"],
      ["/mine/repairs", "area.mine.repairs"],
      ["/mine/consents", "area.mine.consents"],
      ["/mine/report", "area.mine.report"],
      ["/mine/looks", "area.mine.looks"],
      ["/mine/mandates", "area.mine.mandates"],
    ],
    isFor: ({ kind }) => kind === "representative",
  },
];

/** Where somebody's work begins; the start page where nothing is theirs. */
export function homeOf(me: Me): string {
  return areas.find((area) => area.isFor(me))?.tabs[0]?.[0] ?? "/";
}

/** Whether a page is about the visitor's own agency, so that whoever acts for none has nothing there. */
export function isOfAgency(path: string): boolean {
  return path === "/team" || path.startsWith("/team/");
}

/** Leads whoever signed in to where their work begins. */
export const deskPath = "/desk";
