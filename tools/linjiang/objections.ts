/**
 * Objections in the invented province: one that was upheld, one rejected with a statement beside the record, one that nobody
 * answered in time so that the record fell silent by itself, one whose clock runs. What is done, by whom, when; whether it
 * is lawful the acts themselves decide.
 */
import { type IsoDate, isoDate } from "#core/time/date.ts";
import { storyOf } from "./stories.ts";

/** Something done about an objection. What is said at a counter has its basis. */
export type Objecting =
  | { readonly file: { readonly ground: string; readonly wanted: "correct" | "withdraw"; readonly words: string } }
  | { readonly correct: { readonly fields: Readonly<Record<string, string>>; readonly reasons: string } }
  | { readonly reject: string }
  | { readonly statement: string };

export interface ObjectionStory {
  /** Of the subject, and which of its public records of an authority. */
  readonly code: string;
  readonly item: string;
  readonly authority: string;
  /** How it stands on the demo's day: held by a test. */
  readonly stands: "upheld" | "rejected" | "silent" | "open";
  readonly deeds: readonly { readonly on: IsoDate; readonly by: string; readonly does: Objecting }[];
}

/** Who comes to a counter shows these. */
export const counterBasis = "法定代表人持营业执照和身份证件到场（演示）";

export const objectionStories: readonly ObjectionStory[] = [
  {
    code: storyOf("bakery").code,
    item: "cn/penalty",
    authority: "11880100MB8800512N",
    stands: "upheld",
    deeds: [
      {
        on: isoDate("2026-09-14"),
        by: "he-miao",
        does: {
          file: {
            ground: "wrong-fact",
            wanted: "correct",
            words: "处罚决定书写明罚款6000元，这条记录写成了60000元，多了一个零。",
          },
        },
      },
      {
        on: isoDate("2026-09-16"),
        by: "zhao-ning",
        does: {
          correct: {
            fields: { fineAmount: "6000", content: "罚款6000元。" },
            reasons: "调取处罚决定书原件，罚款为六千元，报送时多录一个零；缴款凭证金额一致，现更正为六千元。",
          },
        },
      },
    ],
  },
  {
    code: "91880721MA8800YQ81",
    item: "cn/abnormal-operation",
    authority: "11880000MB88001255",
    stands: "rejected",
    deeds: [
      {
        on: isoDate("2026-08-06"),
        by: "chen-lan",
        does: {
          file: {
            ground: "should-not-be-held",
            wanted: "withdraw",
            words: "我公司一直在登记的住所经营，执法人员来时正在装修，门口没有挂牌。",
          },
        },
      },
      {
        on: isoDate("2026-08-14"),
        by: "mu-qiao",
        does: {
          reject:
            "两次实地核查相隔十六日，均有现场照片和物业书面说明，当日该地址由另一家单位使用；装修合同载明的地址与登记住所不同，故维持原记录。",
        },
      },
      {
        on: isoDate("2026-08-17"),
        by: "chen-lan",
        does: { statement: "我公司已于八月中旬办理住所变更登记，现址可以联系。" },
      },
    ],
  },
  {
    code: "91880803MA8800Q630",
    item: "cn/penalty",
    authority: "11880000MB88001923",
    stands: "silent",
    deeds: [
      {
        on: isoDate("2026-08-10"),
        by: "wu-tong",
        does: {
          file: { ground: "not-me", wanted: "withdraw", words: "决定书上的纳税人不是我公司，名称相近，代码不同。" },
        },
      },
    ],
  },
  {
    code: "91880123MA88016Y84",
    item: "cn/penalty",
    authority: "11880000MB8800213K",
    stands: "open",
    deeds: [
      {
        on: isoDate("2026-09-10"),
        by: "luo-xi",
        does: { file: { ground: "wrong-fact", wanted: "correct", words: "人数与仲裁调解书所载不一致，请核对。" } },
      },
    ],
  },
];
