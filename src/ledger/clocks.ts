/** Clocks of records: the last day of publication, and of what follows from a listing. They end by themselves (C8). */
import { foldRecord } from "#core/record/fold.ts";
import type { ClockSource, SubjectClock } from "#src/access/index.ts";
import type { FileParts } from "./files.ts";
import { readVersions } from "./store.ts";

export function ledgerClocks({ app, clock }: Pick<FileParts, "app" | "clock">): ClockSource {
  return {
    async of(scope, subjectId) {
      const today = clock.today();
      const { firsts, changes } = await readVersions(app, scope, [subjectId]);
      return firsts.flatMap((first): SubjectClock[] => {
        const record = foldRecord(first, changes.get(first.recordId) ?? [], null);
        if (record?.state !== "standing" || !first.adverse) return [];
        const { publishedUntil, effectiveTo, disclosure } = record.content;
        const about = { subjectId, id: first.recordId, authority: first.authority, itemId: first.itemId };
        const ends = [
          { kind: "publication-end", on: disclosure === "public" ? publishedUntil : null },
          { kind: "effect-end", on: first.listing ? effectiveTo : null },
        ] as const;
        return ends.flatMap(({ kind, on }) => (on !== null && on >= today ? [{ kind, on, ...about }] : []));
      });
    },
  };
}
