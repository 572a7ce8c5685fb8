/** SQL of uploads and mappings. Writing needs a Permit, reading a Scope or the Permit of the act that reads. */
import type { Mapping } from "#contract/intake.ts";
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

/** Writes down that a file lies in the vault. */
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

/** A version of a mapping an agency keeps. */
export interface MappingRow {
  readonly mappingId: string;
  readonly version: number;
  readonly itemId: string;
  readonly body: Mapping;
  readonly savedBy: string;
  readonly savedAt: Date;
}

const mappingColumns = `mapping_id AS "mappingId", version, item_id AS "itemId", body, saved_by AS "savedBy", saved_at AS "savedAt"`;

function mustMayReadMappings(leave: Permit | Scope): void {
  if ("audience" in leave) leave.mustBe("inside");
  else leave.mustBeFor("send-records", "save-mapping");
}

/** The newest version of a kept mapping, or of those that say the same as `body`; null where there is none. */
export async function findMapping(
  sql: Sql,
  leave: Permit | Scope,
  given: { agencyCode: string; mappingId: string; body: Mapping | null },
): Promise<MappingRow | null> {
  mustMayReadMappings(leave);
  const found = await sql.query<MappingRow>(
    `SELECT ${mappingColumns} FROM intake.mapping
     WHERE agency_code = $1 AND mapping_id = $2 AND ($3::jsonb IS NULL OR body = $3) ORDER BY version DESC LIMIT 1`,
    [given.agencyCode, given.mappingId, given.body === null ? null : JSON.stringify(given.body)],
  );
  return found.rows[0] ?? null;
}

/** The newest versions of all mappings an agency keeps, by id. */
export async function listNewestMappings(
  sql: Sql,
  scope: Scope,
  asked: { agencyCode: string; itemId: string | null },
): Promise<MappingRow[]> {
  scope.mustBe("inside");
  const found = await sql.query<MappingRow>(
    `SELECT * FROM (
       SELECT DISTINCT ON (mapping_id) ${mappingColumns} FROM intake.mapping WHERE agency_code = $1
       ORDER BY mapping_id, version DESC) newest
     WHERE $2::text IS NULL OR "itemId" = $2 ORDER BY "mappingId" LIMIT 500`,
    [asked.agencyCode, asked.itemId],
  );
  return found.rows;
}

/** Keeps a mapping as its next version. False: another version came first; look and try again. */
export async function insertMapping(sql: Sql, permit: Permit, agencyCode: string, row: MappingRow): Promise<boolean> {
  permit.mustBeFor("save-mapping");
  const added = await sql.query(
    `INSERT INTO intake.mapping (agency_code, mapping_id, version, item_id, body, saved_by, saved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [agencyCode, row.mappingId, row.version, row.itemId, JSON.stringify(row.body), row.savedBy, row.savedAt],
  );
  return added.rowCount === 1;
}
