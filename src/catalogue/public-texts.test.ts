/** What public fields of the packs' items must never carry, item by item (C12, C13). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Field } from "#contract/catalogue.ts";
import { isoDate } from "#core/time/date.ts";
import { inProject } from "#src/platform/config.ts";
import { itemVersion } from "./item.ts";
import { readPack } from "./pack.ts";

const nation = readPack(inProject("packs", "cn")).contents;
const region = readPack(inProject("packs", "linjiang")).contents;
const rules = [...nation.rules, ...region.rules];
/** Nobody's: the sequence 000 is never given. */
const number = "110105194912310009";

const isOpenText = ({ type, enum: values, format, pattern, "x-disclosure": disclosure }: Field) =>
  type === "string" && disclosure === "public" && values === undefined && format === undefined && pattern === undefined;

for (const pack of [nation, region])
  describe(`in ${pack.pack.id} no public text takes what names or finds a person`, () => {
    for (const item of pack.items.filter(({ switchedOn, effectiveTo }) => switchedOn && effectiveTo === null)) {
      const version = itemVersion(item, { pack: pack.pack.id, rules, versions: [item] });
      const receivedOn = isoDate("2026-09-01");
      const found = (payload: Record<string, string>) =>
        version.validate(payload, { receivedOn, sender: "" }).filter(({ verdict }) => verdict !== "note");
      const open = Object.entries(item.schema.properties).filter(([, field]) => isOpenText(field));
      if (open.length === 0) continue;
      test(`${item.id}: a person's number in any of ${open.length} texts and codes`, () => {
        for (const [name, field] of open) {
          if ((field.maxLength ?? 500) < number.length) continue;
          const codes = found({ [name]: number }).flatMap((one) => (one.field === name ? [one.code] : []));
          assert.ok(
            codes.some((code) => code === "text.person-number" || code === "code.person-number"),
            `${name} takes it: ${codes}`,
          );
        }
      });
      if (item.schema.properties["documentNumber"]?.["x-disclosure"] !== "public") continue;
      test(`${item.id}: a name in the place of the document's number`, () => {
        const codes = found({ documentNumber: "王建民" }).map(({ code, field }) => `${code} ${field}`);
        assert.ok(codes.includes("text.document-number documentNumber"), codes.join());
      });
    }
  });
