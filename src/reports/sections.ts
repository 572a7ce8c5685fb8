/** What every rendering of a report says in the same words: its sections with their meaning, and its notes. Pure. */
import type { FileView } from "#contract/ledger.ts";
import type { ReportNote, ReportSection } from "#contract/reports.ts";
import type { Report } from "./report.ts";
import { sayBoth, type Values } from "./words.ts";

/** Every category of the national catalogue: what it means, and how much is recorded, or that nothing is. */
export function sectionsOf(file: FileView): ReportSection[] {
  return file.categories.map(({ category, title, total, adverse }) => {
    const counted = adverse > 0 ? "contents.adverse" : total > 0 ? "contents.total" : "contents.none";
    return {
      category,
      title,
      meaning: sayBoth(`category.${category}`),
      total,
      adverse,
      statement: sayBoth(counted, { n: String(total), m: String(adverse) }),
    };
  });
}

const notes = ["not", "read", "object", "verify", "sources"] as const;

/** What "nothing recorded" means; on paper it stands beside the counts. */
export function nothingNote(): ReportNote {
  return { title: sayBoth("contents.none"), text: sayBoth("contents.plain") };
}

/** What a report is not, how to read, object to and verify it, where it comes from. */
export function notesOf(values: Values): ReportNote[] {
  return notes.map((name) => ({ title: sayBoth(`notes.${name}.title`), text: sayBoth(`notes.${name}`, values) }));
}

/** What the notes are filled with: where to verify, by which key, whose document lists the keys. */
export function noteValues({ verifyUrl, keyId, issuer }: Pick<Report, "verifyUrl" | "keyId" | "issuer">): Values {
  return { url: verifyUrl.replace(/\/[^/]*$/, ""), key: keyId, issuer: issuer.id };
}
