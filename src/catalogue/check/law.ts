/** What rank a rule of law has, by its name: what a pack claims of it is compared with this. */
import type { Law } from "#contract/catalogue.ts";
import type { Rank } from "#contract/lists-in-packs.ts";

/** Rank of a rule by how such rules are named in China (立法法); null where the name tells none (a catalogue, a standard). */
export function rankOf({ title, edition }: Law, ownLaw: Law | null): Rank | null {
  const name = title.zh.replace(/（[^（）]*）/g, "");
  if (ownLaw !== null && title.zh === ownLaw.title.zh) return "local-regulation";
  if (/^(?:中共中央|国务院)/.test(name)) return "central-policy";
  if (/条例(?:实施细则)?$/.test(name))
    return /国务院/.test(edition ?? "国务院") ? "administrative-regulation" : "local-regulation";
  if (/(?:办法|规定|规则|细则|决定)$/.test(name)) return "ministry-rule";
  return /法$/.test(name) ? "statute" : null;
}

/** Whether an article is named and, for what is in use, not left open. */
export function articleNamed({ title, article }: Law, inUse: boolean): boolean {
  if (title.zh.trim() === "" || !/[\p{L}\p{N}]/u.test(article)) return false;
  return !inUse || !/待定|待补|待附|未定|TODO|TBD|[?？]/i.test(article);
}
