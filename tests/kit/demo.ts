/** What journeys know of the invented province: organisations by their story, records in a certain state. */
import type { Node } from "#src/cli/node.ts";
import { openPool } from "#src/platform/database.ts";
import { type Story, stories } from "#tools/linjiang/stories.ts";

/** An organisation of the province by the story it stands for. */
export function storied(story: Story["story"]): Story {
  const found = stories.find((one) => one.story === story);
  if (!found) throw new Error(`no organisation stands for ${story}`);
  return found;
}

/** A record that was public and is not any more, with the code of the organisation it is about. */
export async function endedRecord(node: Node): Promise<{ code: string; recordId: string }> {
  const owner = openPool(node.owner, { max: 1 });
  try {
    const found = await owner.query<{ code: string; recordId: string }>(
      `SELECT i.value AS code, r.record_id AS "recordId" FROM ledger.record r
       JOIN registry.identifier i ON i.subject_id = r.subject_id AND i.scheme = 'unified-code'
       WHERE r.disclosure = 'public' AND r.subject_kind = 'organisation' AND r.published_until < $1 LIMIT 1`,
      [node.clock.today()],
    );
    const [row] = found.rows;
    if (!row) throw new Error("the province has no record whose publication ended");
    return row;
  } finally {
    await owner.end();
  }
}
