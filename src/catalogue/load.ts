/** Loads packs into the database: checked whole, added once, never edited. */
import type { Item, PackContents } from "#contract/catalogue.ts";
import { canonicalJson, type Json } from "#core/record/canonical.ts";
import type { Clock } from "#src/platform/clock.ts";
import { ConfigError } from "#src/platform/config.ts";
import { inTransaction, type Pool, type Transaction } from "#src/platform/database.ts";
import { checkPack } from "./check/index.ts";
import { itemKey } from "./fields.ts";
import { subjectsOf } from "./item.ts";
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

async function addItems(transaction: Transaction, { folder, pack }: { folder: string; pack: ReadPack }): Promise<void> {
  const { contents, placeOf } = pack;
  const before = new Map((await listItemVersions(transaction)).map(({ item }) => [itemKey(item), item]));
  const edited = contents.items.filter((item) => isEdited(item, before.get(itemKey(item))));
  if (edited.length > 0)
    throw new PackRefused(
      folder,
      edited.map((item) => ({
        code: "item-edited",
        ...placeOf(item),
        zh: `${itemKey(item)} 已载入，不得改动，请另立版本`,
        en: `${itemKey(item)} was loaded before and may not be edited; add a version`,
      })),
    );
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

/** To name the last day of a version that had none is not to edit it. */
function isEdited(item: Item, before: Item | undefined): boolean {
  if (before === undefined) return false;
  const text = (one: Item) => canonicalJson(one as unknown as Json);
  return (
    text(item) !== text(before) &&
    (before.effectiveTo !== null || text({ ...item, effectiveTo: null }) !== text(before))
  );
}
