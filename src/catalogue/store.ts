/** The one file that speaks SQL of the catalogue. Its contents are public (C18): reading needs no scope. */
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { type Item, ItemShape } from "#contract/catalogue.ts";
import { type PackContents, PackContentsShape } from "#contract/pack.ts";
import type { Sql, Transaction } from "#src/platform/database.ts";
import type { ItemSubject } from "./catalogue.ts";

/** An edition of a pack as it is stored. */
export interface StoredPack {
  readonly packId: string;
  readonly version: string;
  /** SHA-256 of the canonical JSON, in hex. */
  readonly digest: string;
  readonly loadedAt: Date;
  readonly contents: PackContents;
}

/** An edition without its contents. */
export type StoredHead = Omit<StoredPack, "contents">;

const HeadRow = Type.Object({
  packId: Type.String(),
  version: Type.String(),
  digest: Type.String(),
  loadedAt: Type.Unsafe<Date>(Type.Unknown()),
});
const headRow = Compile(HeadRow);
const packContents = Compile(PackContentsShape);
const itemShape = Compile(ItemShape);

const headSelect = `pack_id AS "packId", version, encode(digest, 'hex') AS digest, loaded_at AS "loadedAt"`;

/** Every edition that was ever loaded, the newest first. */
export async function listEditions(sql: Sql): Promise<StoredHead[]> {
  const found = await sql.query(
    `SELECT ${headSelect} FROM public_read.pack ORDER BY loaded_at DESC, pack_id, version DESC`,
  );
  return found.rows.map(headOf);
}

function headOf(row: Record<string, unknown>): StoredHead {
  if (!headRow.Check(row)) throw new Error("catalogue.pack gave a row of another shape");
  const head: Static<typeof HeadRow> = row;
  return { packId: head.packId, version: head.version, digest: head.digest, loadedAt: head.loadedAt };
}

/** One edition with its contents; null where it was never loaded. */
export async function findEdition(
  sql: Sql,
  { packId, version }: { packId: string; version: string },
): Promise<StoredPack | null> {
  const found = await sql.query<{ body: unknown }>(
    `SELECT ${headSelect}, body FROM public_read.pack WHERE pack_id = $1 AND version = $2`,
    [packId, version],
  );
  const [row] = found.rows;
  if (!row) return null;
  const { body } = row;
  if (!packContents.Check(body)) throw new Error(`the stored edition ${packId} ${version} has another shape`);
  return { ...headOf(row), contents: body };
}

/** Every version of every item that was ever loaded, with the pack it stands in. */
export async function listItemVersions(sql: Sql): Promise<{ item: Item; packId: string }[]> {
  const found = await sql.query<{ body: unknown; packId: string }>(
    `SELECT body, pack_id AS "packId" FROM public_read.item_version ORDER BY item_id, version`,
  );
  return found.rows.map(({ body, packId }) => {
    if (!itemShape.Check(body)) throw new Error("catalogue.item_version gave an item of another shape");
    return { item: body, packId };
  });
}

/** One loader at a time; the lock ends with the transaction. */
export async function lockCatalogue(transaction: Transaction): Promise<void> {
  await transaction.query("SELECT pg_advisory_xact_lock(7002015)");
}

/** Adds an edition. Needs the owner: the application has no right to. */
export async function appendEdition(transaction: Transaction, edition: StoredPack): Promise<void> {
  await transaction.query(
    "INSERT INTO catalogue.pack (pack_id, version, digest, body, loaded_at) VALUES ($1, $2, decode($3, 'hex'), $4, $5)",
    [edition.packId, edition.version, edition.digest, JSON.stringify(edition.contents), edition.loadedAt],
  );
}

/** Adds a version of an item with what it says of each kind of subject. */
export async function appendItemVersion(
  transaction: Transaction,
  edition: Pick<StoredPack, "packId" | "version">,
  item: Item,
  subjects: Iterable<ItemSubject & { readonly publicationLaw: string | null }>,
): Promise<void> {
  const article = item.law.map(({ title, article }) => `${title.zh} ${article}`).join("; ");
  await transaction.query(
    `INSERT INTO catalogue.item_version (item_id, version, pack_id, pack_version, article, switched_on, effective_from, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      item.id,
      item.version,
      edition.packId,
      edition.version,
      article,
      item.switchedOn,
      item.effectiveFrom,
      JSON.stringify(item),
    ],
  );
  if (!item.switchedOn) return;
  for (const subject of subjects) {
    await transaction.query(
      `INSERT INTO catalogue.item_subject (item_id, item_version, subject_kind, adverse, evaluative, listing, publishable,
         publication_law, retention_years_max, statute_beyond_five_years)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        item.id,
        item.version,
        subject.subjectKind,
        subject.adverse,
        subject.evaluative,
        subject.listing,
        subject.publishable,
        subject.publicationLaw,
        subject.retentionYearsMax,
        subject.statuteBeyondFiveYears,
      ],
    );
  }
}
