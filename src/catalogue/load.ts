/** Loads packs into the database: checked whole, added once, never edited. */
import type { Matter } from "#contract/lists-in-packs.ts";
import type { PackContents } from "#contract/pack.ts";
import type { Clock } from "#src/platform/clock.ts";
import { ConfigError } from "#src/platform/config.ts";
import { inTransaction, type Pool, type Transaction } from "#src/platform/database.ts";
import { checkPack } from "./check/index.ts";
import { touchesPrivateLife } from "./check/words.ts";
import { editedRows, unknownTo } from "./edited.ts";
import { itemKey } from "./fields.ts";
import { subjectsOf } from "./item.ts";
import {
  appendList,
  appendMatter,
  appendMeasure,
  appendProcedure,
  listMatterTrades,
  listStoredLists,
} from "./list-store.ts";
import { type PackFault, packDigest, type ReadPack, readPack } from "./pack.ts";
import {
  appendEdition,
  appendItemVersion,
  findEdition,
  listEditions,
  listItemVersions,
  lockCatalogue,
  type StoredHead,
} from "./store.ts";

/** A pack that does not hold what it asserts, or rewrites what was loaded; nothing of it was loaded. */
export class PackRefused extends ConfigError {
  readonly faults: readonly PackFault[];

  constructor(folder: string, faults: readonly PackFault[]) {
    super([`${folder}:`, ...faults.map(faultLine)].join("\n"));
    this.faults = faults;
  }
}

/** One fault on one line, in both languages. */
export function faultLine({ code, file, path, zh, en }: PackFault): string {
  return `  ${file}${path === "" ? "" : `#${path}`}: [${code}] ${zh} / ${en}`;
}

/** What became of a pack. */
export interface Loaded {
  readonly packId: string;
  readonly version: string;
  /** False where the same edition was there already. */
  readonly added: boolean;
}

/**
 * Loads the packs of some folders, each in one transaction with all its items. An edition that is there already with the
 * same digest is a glance. Run as the owner: the application may not add to the catalogue (C2).
 * Throws {@link PackRefused} where a pack breaks an assertion, carries a known version with other contents, or edits an
 * item version that was loaded before.
 */
export async function loadPacks(pool: Pool, folders: readonly string[], clock: Clock): Promise<Loaded[]> {
  const read = folders.map((folder) => ({ folder, pack: readPack(folder) }));
  for (const { folder, pack } of read) if (pack.unread.length > 0) throw new PackRefused(folder, pack.unread);
  // A nation's pack comes before those that add to it.
  const inOrder = read.toSorted(
    (a, b) => Number(a.pack.contents.pack.within !== null) - Number(b.pack.contents.pack.within !== null),
  );
  const loaded: Loaded[] = [];
  for (const { folder, pack } of inOrder) loaded.push(await loadPack(pool, { folder, pack, now: clock.now() }));
  return loaded;
}

async function loadPack(
  pool: Pool,
  { folder, pack, now }: { folder: string; pack: ReadPack; now: Date },
): Promise<Loaded> {
  const { contents } = pack;
  const { id: packId, version } = contents.pack;
  const digest = packDigest(contents).toString("hex");
  return inTransaction(pool, async (transaction) => {
    await lockCatalogue(transaction);
    const editions = await listEditions(transaction);
    const known = editions.find((one) => one.packId === packId && one.version === version);
    if (known?.digest === digest) return { packId, version, added: false };
    if (known) throw new PackRefused(folder, [rewritten(version)]);
    const nation = await nationOf(transaction, contents, editions);
    const faults = checkPack(pack, nation);
    if (faults.length > 0) throw new PackRefused(folder, faults);
    await appendEdition(transaction, { packId, version, digest, loadedAt: now, contents });
    await addItems(transaction, { folder, pack });
    await addLists(transaction, { folder, pack });
    return { packId, version, added: true };
  });
}

function rewritten(version: string): PackFault {
  return {
    code: "edition",
    file: "pack.json",
    path: "/version",
    zh: `版本 ${version} 已载入而内容不同：历史不得改写，请另立版本`,
    en: `edition ${version} was loaded with other contents: history is not rewritten, make a new edition`,
  };
}

/** The newest edition of the pack this one adds to; null for a nation's. */
async function nationOf(
  transaction: Transaction,
  { pack }: PackContents,
  editions: readonly StoredHead[],
): Promise<PackContents | null> {
  const head = pack.within === null ? null : editions.find((one) => one.packId === pack.within);
  return head ? ((await findEdition(transaction, head))?.contents ?? null) : null;
}

function refuseEdited(folder: string, faults: readonly PackFault[]): void {
  if (faults.length > 0) throw new PackRefused(folder, faults);
}

/** Lists and what belongs to them, in the order in which they refer to each other. */
async function addLists(transaction: Transaction, { folder, pack }: { folder: string; pack: ReadPack }): Promise<void> {
  const { procedures, lists, matters, measures, pack: head } = pack.contents;
  const stored = await listStoredLists(transaction);
  const trades = await listMatterTrades(transaction);
  refuseEdited(folder, [
    ...editedRows(pack, procedures, stored.procedures),
    ...editedRows(pack, lists, stored.lists),
    ...editedRows(pack, measures, stored.measures),
    ...matters
      .filter(({ matter, trade }) => (trades.get(matter) ?? trade) !== trade)
      .map((row) => movedMatter(pack, row)),
  ]);
  const edition = { packId: head.id, version: head.version };
  for (const row of unknownTo(stored.procedures, procedures)) await appendProcedure(transaction, edition, row);
  for (const row of unknownTo(stored.lists, lists)) await appendList(transaction, edition, row);
  for (const row of matters) await appendMatter(transaction, edition, { ...row, privateLife: touchesPrivateLife(row) });
  for (const row of unknownTo(stored.measures, measures)) await appendMeasure(transaction, edition, row);
}

/** What measures of a trade are bound to may not come to mean another trade (C7). */
function movedMatter({ placeOf }: ReadPack, row: Matter): PackFault {
  return {
    code: "matter-moved",
    ...placeOf(row),
    zh: `${row.matter} 已载入，不得改属其他行业，请另立事项`,
    en: `${row.matter} was loaded before and may not move to another trade; add a matter`,
  };
}

async function addItems(transaction: Transaction, { folder, pack }: { folder: string; pack: ReadPack }): Promise<void> {
  const { contents } = pack;
  const before = new Map((await listItemVersions(transaction)).map(({ item }) => [itemKey(item), item]));
  refuseEdited(folder, editedRows(pack, contents.items, before.values().toArray()));
  for (const item of contents.items) {
    if (before.has(itemKey(item))) continue;
    const law = item.subjects["individual-business"]?.law;
    const publicationLaw = law ? `${law.title.zh} ${law.article}` : null;
    const subjects = subjectsOf(item)
      .values()
      .map((subject) => ({
        ...subject,
        publicationLaw: subject.subjectKind === "individual-business" ? publicationLaw : null,
      }));
    await appendItemVersion(transaction, { packId: contents.pack.id, version: contents.pack.version }, item, subjects);
  }
}
