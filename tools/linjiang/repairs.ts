/**
 * Repairs in the invented province: a builder's fine that its authority repaired. What is done, by whom, when; whether it is
 * lawful the acts themselves decide.
 */
import { type IsoDate, isoDate } from "#core/time/date.ts";
import { storyOf } from "./stories.ts";

export interface RepairStory {
  /** Of the subject, and which of its public records. */
  readonly code: string;
  readonly item: string;
  readonly authority: string;
  readonly decidedOn: IsoDate;
  readonly applies: { readonly on: IsoDate; readonly by: string; readonly words: string };
  readonly grants: { readonly on: IsoDate; readonly by: string; readonly reasons: string };
}

export const repairStories: readonly RepairStory[] = [
  {
    code: storyOf("builder").code,
    item: "cn/penalty",
    authority: "11880100MB8800520H",
    decidedOn: isoDate("2026-02-10"),
    applies: {
      on: isoDate("2026-09-08"),
      by: "zhou-ran",
      words: "罚款已于当月缴清，工地安全防护全部整改完毕，附缴款凭证。",
    },
    grants: {
      on: isoDate("2026-09-10"),
      by: "jiang-he",
      reasons: "缴款凭证与罚没收据号码一致；九月九日到工地复查，临边防护已经补齐；承诺书已公示，三项条件具备。",
    },
  },
];
