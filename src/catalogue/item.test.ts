import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Item } from "#contract/catalogue.ts";
import type { Disclosure, Payload, SubjectKind } from "#core/record/record.ts";
import { isoDate } from "#core/time/date.ts";
import { soundListing, soundNation, soundPenalty, soundRow } from "./check/sound-pack.ts";
import { itemVersion } from "./item.ts";

const versionOf = (item: Item) => itemVersion(item, { pack: "nation", rules: soundNation().rules, versions: [item] });
const penalty = versionOf(soundPenalty());
const receipt = { receivedOn: isoDate("2026-06-30"), sender: "11330100799655058B" };
/** Findings of the sound row with some values replaced; null takes a field out. */
const found = (row: object, item = penalty, on = receipt) =>
  item
    .validate(withoutNulls({ ...soundRow(), ...row }), on)
    .map(({ code, field, verdict }) => `${code} ${field} ${verdict}`);

function withoutNulls(row: object): Payload {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

describe("validation", () => {
  test("a good row has no findings", () => {
    assert.deepEqual(found({}), []);
  });
  test("every fault of form is told with its field, once", () => {
    assert.deepEqual(found({ score: 7, decidedOn: "2026-02-30", severity: "grave", documentNumber: null }).sort(), [
      "field.choice severity refuse",
      "field.day decidedOn refuse",
      "field.required documentNumber refuse",
      "field.unknown score refuse",
    ]);
    assert.deepEqual(found({ fine: "20000" }), ["field.type fine refuse"]);
    assert.deepEqual(found({ documentNumber: "字".repeat(201) }), ["field.too-long documentNumber refuse"]);
  });
  test("allowed values are told apart, whatever stands in them", () => {
    const [choice] = penalty.validate({ ...soundRow(), severity: "grave" }, receipt);
    assert.match(String(choice?.params["allowed"]), /^(「[^」]+」){2,}$/);
    assert.match(String(choice?.params["allowedEn"]), /^"[^"]+"(, "[^"]+")+$/);
  });
  test("rules are asked of what is well formed, beside the faults of form", () => {
    assert.deepEqual(found({ severity: "grave", fine: -1 }), [
      "field.choice severity refuse",
      "test.fine-negative fine refuse",
    ]);
    assert.deepEqual(found({ fine: -1 }), ["test.fine-negative fine refuse"]);
    assert.deepEqual(found({ fine: 1e11 }), ["test.fine-plausible fine hold"]);
  });
  test("characters the database cannot hold are refused, well-formed rare ones are not", () => {
    assert.deepEqual(found({ facts: "空\0字符" }), ["field.unstorable facts refuse"]);
    assert.deepEqual(found({ facts: "半个\ud842" }), ["field.unstorable facts refuse"]);
    assert.deepEqual(found({ facts: "𠮷野家" }), []);
    assert.deepEqual(found({ fine: ["空\0字符"] })[0], "field.unstorable fine refuse");
  });
  test("an item that is switched off takes nothing in (C2)", () => {
    const off = versionOf({ ...soundPenalty(), switchedOn: false });
    assert.deepEqual(found({}, off), ["item.switched-off subjectName refuse"]);
  });
  test("an item takes in only what is received while it is the law (C2)", () => {
    const ended = versionOf({ ...soundPenalty(), effectiveTo: "2026-06-29" });
    assert.deepEqual(found({}, ended), ["item.not-in-force subjectName refuse"]);
    const early = { ...receipt, receivedOn: isoDate("2026-03-31") };
    assert.deepEqual(found({}, penalty, early), ["item.not-in-force subjectName refuse"]);
  });
  test("adverse conduct from before the item was law is refused (C2)", () => {
    assert.deepEqual(found({ conductEndedOn: "2026-03-31" }), ["item.before-its-first-day conductEndedOn refuse"]);
    const before = versionOf({ ...soundPenalty(), adverse: false });
    assert.deepEqual(found({ conductEndedOn: "2026-03-31" }, before), []);
  });
  test("what may no longer be kept does not come in (C8)", () => {
    const old = versionOf({ ...soundPenalty(), effectiveFrom: "2014-01-01" });
    assert.deepEqual(found({ conductEndedOn: "2021-06-29" }, old), ["item.already-ended conductEndedOn refuse"]);
    assert.deepEqual(found({ conductEndedOn: "2021-06-30" }, old), []);
    assert.deepEqual(found({ conductEndedOn: null, decidedOn: "2021-06-29" }, old), [
      "item.already-ended decidedOn refuse",
    ]);
  });
  test("an item is not recorded of a kind of subject it does not name (C1, C2)", () => {
    const { person: _person, ...subjects } = soundPenalty().subjects;
    assert.deepEqual(found({ subjectCategory: "自然人" }, versionOf({ ...soundPenalty(), subjects })), [
      "item.kind-not-allowed subjectCategory refuse",
    ]);
  });
  test("a minor is refused, unknown age is held (C4)", () => {
    const person = { subjectCategory: "自然人", unifiedCode: null };
    assert.deepEqual(found(person), ["test.age-unknown personNumber hold"]);
    assert.deepEqual(found({ ...person, personNumber: "11010519491231002X" }), []);
    assert.deepEqual(found({ ...person, personNumber: "11010520120101002X" }), ["test.age-unknown personNumber hold"]);
    assert.equal(penalty.adulthood({ ...soundRow(), personNumber: "11010519491231002X" }, "person"), "yes");
    assert.equal(penalty.adulthood(soundRow(), "organisation"), "not-a-person");
  });
  test("a list without the day of service is held (C5)", () => {
    const { severity: _severity, subjectCategory: _category, servedOn: _served, ...row } = soundRow();
    const codes = versionOf(soundListing())
      .validate({ ...row, answerDueOn: "2026-04-30" }, receipt)
      .map(({ code, verdict }) => `${code} ${verdict}`);
    assert.deepEqual(codes, ["test.no-service hold"]);
  });
});

describe("a payload is stored apart by who may see it", () => {
  const payload: Payload = {
    ...soundRow(),
    personNumber: "11010519491231002X",
    occupation: "注册建造师",
    statement: "我有话说",
    validTo: "",
  };
  const split = (subjectKind: SubjectKind, disclosure: Disclosure) => {
    const { open, shared, sealed } = penalty.split(payload, { subjectKind, disclosure });
    return { open: Object.keys(open), shared: Object.keys(shared ?? {}), sealed: Object.keys(sealed ?? {}) };
  };

  test("an organisation's public record: free text is shared, persons' numbers are sealed (C3, C13)", () => {
    const { open, shared, sealed } = split("organisation", "public");
    assert.ok(open.includes("subjectName") && open.includes("documentNumber"));
    assert.deepEqual(shared, ["facts", "occupation"]);
    assert.deepEqual(sealed, ["personNumber", "statement"]);
  });
  test("what is not published leaves nothing in the open column", () => {
    assert.deepEqual(split("organisation", "shared").open, []);
  });
  test("a person is never in the open column, and who they are is sealed (C12, C13)", () => {
    const { open, shared, sealed } = split("person", "shared");
    assert.deepEqual(open, []);
    assert.deepEqual(sealed.sort(), ["personNumber", "statement", "subjectName", "unifiedCode"]);
    assert.ok(!shared.includes("subjectName"));
    assert.deepEqual(split("person", "public").open, []);
  });
  test("the sender's words for a trade name are not public: they may hold the operator's name (C12)", () => {
    const { open, shared } = split("individual-business", "public");
    assert.ok(!open.includes("subjectName") && shared.includes("subjectName") && open.includes("unifiedCode"));
  });
  test("nothing is lost and nothing stands twice, whatever the row", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...Object.keys(soundPenalty().schema.properties), "stray"),
          fc.string({ minLength: 1 }),
        ),
        fc.constantFrom<SubjectKind[]>("organisation", "individual-business", "person"),
        fc.constantFrom<Disclosure[]>("public", "shared", "subject"),
        (row, subjectKind, disclosure) => {
          const { open, shared, sealed } = penalty.split(row, { subjectKind, disclosure });
          const parts = [open, shared ?? {}, sealed ?? {}].flatMap(Object.entries);
          assert.deepEqual(Object.fromEntries(parts), { ...row });
          assert.equal(parts.length, Object.keys(row).length);
        },
      ),
    );
  });
});

describe("an item says what it is", () => {
  test("the legend names every field, its words and its unit", () => {
    const { fields, title } = penalty.legend;
    assert.deepEqual(Object.keys(fields), Object.keys(soundPenalty().schema.properties));
    assert.equal(title.en, "Invented penalty");
    assert.equal(fields["severity"]?.words?.["minor"]?.zh, "轻微");
    assert.equal(fields["fine"]?.unit, "CNY");
    assert.equal(fields["decidedOn"]?.date, true);
    assert.equal(fields["facts"]?.released, true);
  });
  test("the entry form has a kind of input for every field", () => {
    const kinds = Object.fromEntries(penalty.entryForm.fields.map(({ name, kind }) => [name, kind]));
    assert.deepEqual(
      [
        kinds["subjectName"],
        kinds["subjectCategory"],
        kinds["unifiedCode"],
        kinds["facts"],
        kinds["fine"],
        kinds["decidedOn"],
      ],
      ["text", "choice", "identifier", "long-text", "money", "date"],
    );
    assert.equal(penalty.entryForm.fields.find(({ name }) => name === "decidedOn")?.required, true);
  });
  test("columns of the published layout lead to their fields, with the unit they are sent in", () => {
    assert.deepEqual(penalty.layoutColumns.get("CF_NR_FK"), { field: "fine", sentIn: 10_000 });
    assert.deepEqual(penalty.layoutColumns.get("CF_WSH"), { field: "documentNumber", sentIn: 1 });
  });
  test("the kind of subject is read from the row, or is the only one there is", () => {
    assert.equal(penalty.kindOf({ subjectCategory: "自然人" }), "person");
    assert.equal(penalty.kindOf({ subjectCategory: "别的" }), null);
    assert.equal(versionOf(soundListing()).kindOf({}), "organisation");
  });
  test("what the database is told of each kind is what the pack says", () => {
    assert.deepEqual(penalty.subjects.get("person"), {
      subjectKind: "person",
      adverse: true,
      evaluative: false,
      listing: false,
      publishable: false,
      retentionYearsMax: 5,
      statuteBeyondFiveYears: null,
    });
    assert.deepEqual([...penalty.subjects.keys()], ["organisation", "individual-business", "person"]);
  });
});
