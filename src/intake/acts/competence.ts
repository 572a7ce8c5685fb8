/** May this agency send this item now, and by what clock? Asked before anything is looked at. */
import type { List } from "#contract/lists-in-packs.ts";
import { type Outcome, refuse } from "#core/refusal.ts";
import { type Actor, findAgency, listSubordinates } from "#src/access/index.ts";
import { type ItemVersion, isNamed } from "#src/catalogue/index.ts";
import type { IntakeParts } from "../parts.ts";
import type { Sender } from "../pipeline/sending.ts";
import { readTimes } from "../store.ts";

/** An item in force today that the actor's agency is of the kind to send (C2). */
export function itemFor(parts: IntakeParts, actor: Actor, itemId: string): Outcome<ItemVersion> {
  return itemForKinds(parts, kindsOf(actor), itemId);
}

/** The same for an agency of these kinds. */
export function itemForKinds(parts: IntakeParts, kinds: readonly string[], itemId: string): Outcome<ItemVersion> {
  const item = parts.catalogue.itemInForce(itemId, parts.clock.today());
  if (!item) return refuse("intake.item-unknown", { params: { item: itemId } });
  if (!item.item.switchedOn) return refuse("intake.item-switched-off", { params: { item: itemId } });
  const { sentBy } = item.item;
  if (isNamed(sentBy, { kinds, known: parts.catalogue.agencyKinds })) return { ok: true, value: item };
  return refuse("intake.item-not-sent-by", { params: { item: itemId, kinds: sentBy.join("、") } });
}

export function kindsOf(actor: Actor): readonly string[] {
  return actor.kind === "officer" || actor.kind === "client" ? actor.agencyKinds : [];
}

/** The items in force today that the actor's agency may send. */
export function sendableItems(parts: IntakeParts, actor: Actor): ItemVersion[] {
  const today = parts.clock.today();
  return parts.catalogue.items(today).filter(({ item }) => itemFor(parts, actor, item.id).ok);
}

/** 登记注册基本信息: what a registrar says of whom it registers. */
const registrationCategory = 1;

/** The list in use whose entries an item's records are; null where it is no list's. */
export function listOf({ catalogue, clock }: Pick<IntakeParts, "catalogue" | "clock">, item: ItemVersion): List | null {
  const list = catalogue.listOfItem(item.item.id, clock.today());
  return list?.switchedOn ? list : null;
}

/** What rows are judged by of the agency that sends. */
export async function senderOf(parts: IntakeParts, code: string, item: ItemVersion): Promise<Sender> {
  const [agency, below] = await Promise.all([findAgency(parts.app, code), listSubordinates(parts.app, code)]);
  const kinds = agency?.kinds ?? [];
  const registers = kinds.flatMap((kind) => parts.catalogue.agencyKinds.get(kind)?.registers ?? []);
  const sectors = new Map([[code, kinds] as const, ...below].map(([one, of]) => [one, sectorOf(parts, of, item)]));
  return {
    code,
    registers: new Set(registers),
    division: agency?.division ?? "",
    registrations: parts.catalogue
      .items(parts.clock.today())
      .filter(({ item: { category } }) => category === registrationCategory)
      .map(({ item: { id } }) => id),
    subordinates: new Set(below.keys()),
    sectorOf: (authority) => sectors.get(authority) ?? sectorOf(parts, [], item),
  };
}

/**
 * The sector a decision of an authority is counted under: the first of the item's that names a kind of the authority's.
 * Registrars of public bodies and the like are named by no sector: theirs is the item's first.
 */
export function sectorOf(
  { catalogue }: Pick<IntakeParts, "catalogue">,
  kinds: readonly string[],
  { item }: ItemVersion,
): number {
  const sector = catalogue
    .sectors()
    .find(
      ({ number, agencyKinds }) => item.sectors.includes(number) && agencyKinds.some((kind) => kinds.includes(kind)),
    );
  const [first] = item.sectors;
  if (first === undefined) throw new Error(`item ${item.id} is in no sector`);
  return sector?.number ?? first;
}

const differenceMaxMs = 10_000;

/**
 * Nothing is taken in by a wrong clock: it would date decisions, ends and receipts wrongly for good. The node's clock is
 * compared with the database's, and with the last thing that was recorded.
 */
export async function clockIsRight(parts: IntakeParts): Promise<Outcome<null>> {
  const { now, offsetSeconds, lastActedAt } = await readTimes(parts.app);
  const ours = parts.clock.now().getTime();
  const differs = Math.abs(ours - (now.getTime() + offsetSeconds * 1000));
  if (differs > differenceMaxMs)
    return refuse("intake.clock-differs", { params: { seconds: Math.round(differs / 1000) } });
  if (lastActedAt && lastActedAt.getTime() > ours + 1000) return refuse("intake.clock-behind");
  return { ok: true, value: null };
}
