/**
 * Consents in the invented province: a farmers' cooperative lends its file to one bank for a month, and takes it back; later
 * the bank asks again, and waits. Whether a deed is lawful the acts themselves decide.
 */
import { type IsoDate, isoDate } from "#core/time/date.ts";
import { storyOf } from "./stories.ts";

/** Something done about a consent. */
export type Consenting =
  | {
      readonly ask: {
        readonly items: Readonly<Record<string, readonly string[]>>;
        readonly until: IsoDate;
        readonly times: number;
        readonly words: string;
      };
    }
  | { readonly give: Readonly<Record<string, readonly string[]>> }
  | { readonly does: "use" | "withdraw" };

export interface ConsentStory {
  readonly code: string;
  readonly purpose: string;
  readonly deeds: readonly { readonly on: IsoDate; readonly by: string; readonly does: Consenting }[];
}

const items = {
  "cn/registration": ["businessScope", "foundedOn", "registeredType", "status"],
  "cn/permit": ["decidedOn", "documentNumber", "validTo"],
  "cn/penalty": ["decidedOn", "documentNumber", "fineAmount", "penaltyKinds"],
};

export const consentStories: readonly ConsentStory[] = [
  {
    code: storyOf("cooperative").code,
    purpose: "credit-granting",
    deeds: [
      {
        on: isoDate("2026-08-10"),
        by: "shen-yan",
        does: {
          ask: {
            items,
            until: isoDate("2026-09-08"),
            times: 5,
            words: "贵社申请秋粮收购贷款，需了解登记、许可和处罚情况。",
          },
        },
      },
      // Part of what was asked for: penalties are not lent.
      {
        on: isoDate("2026-08-12"),
        by: "tian-he",
        does: { give: { "cn/registration": items["cn/registration"], "cn/permit": items["cn/permit"] } },
      },
      { on: isoDate("2026-08-13"), by: "shen-yan", does: { does: "use" } },
      { on: isoDate("2026-08-27"), by: "tian-he", does: { does: "withdraw" } },
      {
        on: isoDate("2026-09-15"),
        by: "shen-yan",
        does: { ask: { items, until: isoDate("2026-10-14"), times: 5, words: "贷款审批需要复核，请再次授权一个月。" } },
      },
    ],
  },
];
