/** Clocks of repair: until when a recogniser has to decide, and from when a record can be repaired. */
import { foldRecord } from "#core/record/fold.ts";
import { isOwed } from "#core/repair/request.ts";
import { type IsoDate, isoDate } from "#core/time/date.ts";
import type { ClockSource, Scope, SubjectClock } from "#src/access/index.ts";
import { readVersions } from "#src/ledger/index.ts";
import { standingOf } from "./commit.ts";
import { repairableView } from "./facts.ts";
import type { RepairParts } from "./parts.ts";
import { listOfSubject } from "./store.ts";

export function repairClocks(parts: RepairParts): ClockSource {
  return {
    async of(scope, subjectId) {
      const standings = (await listOfSubject(parts.app, scope, subjectId)).map(standingOf);
      const owed = standings.filter(({ now }) => isOwed(now.state));
      return [
        ...owed.map(({ head }) => clockOf("repair-decision", head, { id: head.requestId, on: head.decideBy })),
        ...(await repairableFrom(parts, scope, subjectId)),
      ];
    },
  };
}

/** Days that are still to come: what can be repaired today is no clock. */
async function repairableFrom(parts: RepairParts, scope: Scope, subjectId: string): Promise<SubjectClock[]> {
  const today = parts.clock.today();
  const { firsts, changes } = await readVersions(parts.app, scope, [subjectId]);
  return firsts.flatMap((first) => {
    const record = foldRecord(first, changes.get(first.recordId) ?? [], null);
    if (!record || record.state === "erased") return [];
    const { is, from } = repairableView(parts, record, { waiting: null, today });
    return is === "from" && from !== null
      ? [clockOf("repairable-from", first, { id: first.recordId, on: isoDate(from) })]
      : [];
  });
}

function clockOf(
  kind: SubjectClock["kind"],
  { subjectId, authority, itemId }: Pick<SubjectClock, "subjectId" | "authority" | "itemId">,
  { id, on }: { id: string; on: IsoDate },
): SubjectClock {
  return { kind, subjectId, id, on, authority, itemId };
}
