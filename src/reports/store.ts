/** The one file that speaks SQL of reports. What was issued is never changed (sql/0007_reports.sql). */
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { InstantShape, oneOf } from "#contract/shapes.ts";
import type { Permit, Scope } from "#src/access/index.ts";
import type { Sql } from "#src/platform/database.ts";

const IssuedRow = Type.Object({
  subjectId: Type.String(),
  subjectKind: oneOf("organisation", "individual-business", "person"),
  reportCode: Type.String(),
  audience: oneOf("public", "body", "subject"),
  format: oneOf("pdf", "json"),
  language: oneOf("zh", "en"),
  effectiveAt: Type.String(),
  /** With the microseconds the ledger may have recorded at. */
  knownAt: InstantShape,
  issuedAt: InstantShape,
  useBefore: Type.String(),
  issuedTo: Type.String(),
  digest: Type.Unsafe<Buffer>({}),
  stateDigest: Type.Unsafe<Buffer>({}),
  keyId: Type.String(),
  signature: Type.String(),
});
/** A report as it is remembered. */
export type IssuedRow = Static<typeof IssuedRow>;
const issuedRow = Compile(IssuedRow);

/** Remembers an issued report: a public one by the scope every visitor has, any other by a permit to issue it. */
export async function insertReport(sql: Sql, leave: Permit | Scope, row: IssuedRow): Promise<void> {
  if (row.audience === "public" && "audience" in leave) leave.mustBe("public");
  else if ("mustBeFor" in leave) leave.mustBeFor("issue-report");
  else throw new TypeError("a report that is not public needs a permit to issue it");
  await sql.query(
    `WITH owner AS (INSERT INTO reports.code_owner (report_code, subject_id) VALUES ($3, $1))
     INSERT INTO reports.report (subject_id, subject_kind, report_code, audience, format, language, effective_at, known_at,
       issued_at, use_before, issued_to, digest, state_digest, key_id, signature)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      row.subjectId,
      row.subjectKind,
      row.reportCode,
      row.audience,
      row.format,
      row.language,
      row.effectiveAt,
      row.knownAt,
      row.issuedAt,
      row.useBefore,
      row.issuedTo,
      row.digest,
      row.stateDigest,
      row.keyId,
      row.signature,
    ],
  );
}

/** The report of a code; null where none was issued. Whoever has the code has the report, so anyone may ask by it. */
export async function findReport(sql: Sql, scope: Scope, reportCode: string): Promise<IssuedRow | null> {
  scope.mustBe("public", "inside");
  const instant = (column: string) => `to_char(r.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const found = await sql.query({
    name: "report-by-code",
    text: `SELECT r.subject_id AS "subjectId", r.subject_kind AS "subjectKind", r.report_code AS "reportCode", r.audience,
             r.format, r.language, r.effective_at AS "effectiveAt", ${instant("known_at")} AS "knownAt",
             ${instant("issued_at")} AS "issuedAt", r.use_before AS "useBefore", r.issued_to AS "issuedTo", r.digest,
             r.state_digest AS "stateDigest", r.key_id AS "keyId", r.signature
           FROM reports.code_owner o JOIN reports.report r ON r.subject_id = o.subject_id AND r.report_code = o.report_code
           WHERE o.report_code = $1`,
    values: [reportCode],
  });
  const [row] = found.rows;
  if (row === undefined) return null;
  if (!issuedRow.Check(row)) throw new Error("reports.report gave a row of another shape");
  return row as IssuedRow;
}
