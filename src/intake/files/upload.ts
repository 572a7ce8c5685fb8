/** Taking in a file's bytes, before anything is said of what they are. */
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { Upload } from "#contract/uploads.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, agencyOf, signature } from "#src/access/index.ts";
import { batchPermit } from "../acts/send.ts";
import type { IntakeRooms } from "../parts.ts";
import { FileRefused } from "../read/refused.ts";
import { insertUpload } from "./store.ts";

/** Keeps a file encrypted until its batch has ended. Refuses an empty one and one beyond the limit; nothing stays of it. */
export async function keepUpload(rooms: IntakeRooms, actor: Actor, content: Readable | null): Promise<Outcome<Upload>> {
  const uploadId = randomUUID();
  const permit = await batchPermit(rooms, actor, { action: "send-records", batchId: uploadId });
  if (!permit.ok) return permit;
  if (!content) return refuse("intake.file-empty");
  try {
    const { bytes, digest } = await rooms.uploads.store(uploadId, content);
    const enteredAt = rooms.clock.now();
    await insertUpload(rooms.app, permit.value, {
      uploadId,
      agencyCode: agencyOf(actor) ?? "",
      digest,
      bytes,
      enteredBy: signature(actor),
      enteredAt,
    });
    const value = { uploadId, bytes, sha256: digest.toString("hex"), enteredAt: enteredAt.toISOString() };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}
