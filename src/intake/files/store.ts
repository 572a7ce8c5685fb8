/** SQL of uploads and mappings. Writing needs a Permit, reading a Scope or the Permit of the act that reads. */
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

/** A file that was uploaded; its bytes lie in the vault under this id. */
export interface UploadRow {
  readonly uploadId: string;
  readonly agencyCode: string;
  readonly digest: Buffer;
  readonly bytes: number;
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

export async function insertUpload(sql: Sql, permit: Permit, row: UploadRow): Promise<void> {
  permit.mustBeFor("send-records");
  await sql.query(
    `INSERT INTO intake.upload (upload_id, agency_code, file_digest, file_bytes, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [row.uploadId, row.agencyCode, row.digest, row.bytes, row.enteredBy, row.enteredAt],
  );
}

/** An upload of an agency; null where there is none of this id, or it is another agency's. */
export async function findUpload(
  sql: Sql,
  leave: Permit | Scope,
  given: { uploadId: string; agencyCode: string },
): Promise<UploadRow | null> {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("send-records");
  const found = await sql.query<UploadRow>(
    `SELECT upload_id AS "uploadId", agency_code AS "agencyCode", file_digest AS digest, file_bytes AS bytes,
       entered_by AS "enteredBy", entered_at AS "enteredAt"
     FROM intake.upload WHERE upload_id = $1 AND agency_code = $2`,
    [given.uploadId, given.agencyCode],
  );
  return found.rows[0] ?? null;
}
