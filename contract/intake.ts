/** Records in: mappings, batches, findings, receipts, what waits for a person, corrections, nil returns. */
import Type, { type Static, type TSchema } from "typebox";
import { BilingualShape, InstantShape, oneOf, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const list = <T extends TSchema>(item: T) => Type.Array(item, { minItems: 1 });
const Text = Type.String({ minLength: 1, maxLength: 200 });

/**
 * How one field is filled. Either `from` columns or a `constant`; never both, never a computation: what a file does
 * not say is not guessed.
 */
export const FieldMappingShape = Type.Object(
  {
    /** Columns by priority: the first that is not empty is taken. One column may fill several fields. */
    from: Type.Optional(list(Text)),
    /** The same value for every row of the file. */
    constant: Type.Optional(
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), list(Type.String({ minLength: 1 }))]),
    ),
    /** What the agency's words mean: `{"罚款": "fine"}`. A word that is not here stays as it is and must then be right by itself. */
    values: Type.Optional(Type.Record(Type.String({ minLength: 1 }), Type.String())),
    /** Signs between several values in one cell; `；`, `;`, `、` and line breaks unless said. */
    split: Type.Optional(list(Type.String({ minLength: 1, maxLength: 4 }))),
    /** In which unit the column's amounts are. `as-written`: every cell says 元 or 万元 itself. */
    unit: Type.Optional(oneOf("yuan", "ten-thousand-yuan", "as-written")),
    /** Words for "no end" in a column of dates. */
    openEnded: Type.Optional(list(Text)),
    /**
     * What becomes of a cell that cannot be read, or whose word is not among `values`: the row is refused, unless
     * `leave-out` says to send it without this field, which a note then tells. Never for a required field.
     */
    otherwise: Type.Optional(oneOf("leave-out")),
    /** Further signs for "nothing stands here", beside those of the whole mapping. */
    empty: Type.Optional(list(Text)),
  },
  { $id: "FieldMapping", ...closed },
);
export type FieldMapping = Static<typeof FieldMappingShape>;

/**
 * How an agency's file becomes an item's fields. A column that is neither mapped nor ignored refuses the file, so that
 * nothing is dropped unseen. Columns of the item's published layout (XK_..., CF_...) map themselves where nothing else
 * is said of them; a file that has only those needs no mapping at all.
 */
export const MappingShape = Type.Object(
  {
    format: Type.Literal("chengxin-mapping/1"),
    /** Name under which the agency keeps it; versions are counted by the node. */
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9.-]{0,79}$" }),
    title: BilingualShape,
    /** The catalogue item: `cn/penalty`. */
    item: Type.String({ pattern: "^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$" }),
    /** Only what cannot be seen from the file itself. */
    file: Type.Optional(
      Type.Object(
        {
          sheet: Type.Optional(Text),
          headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          encoding: Type.Optional(oneOf("utf-8", "utf-16le", "gb18030")),
          delimiter: Type.Optional(oneOf(",", "\t", ";", "|")),
        },
        closed,
      ),
    ),
    /** Cells that say "nothing stands here": N/A, 无, —. */
    empty: Type.Array(Text),
    fields: Type.Record(Type.String({ pattern: "^[a-z][A-Za-z0-9]*$" }), FieldMappingShape),
    /**
     * Columns of numbers whose scheme is told by the number itself (unified code, registration number ...): each goes
     * to the item's field of that scheme.
     */
    numbers: Type.Optional(list(Type.Object({ from: list(Text) }, closed))),
    /** Columns that are left out on purpose. */
    ignored: Type.Array(Text),
    /** Column with the number of the party within the document, where one document names several. */
    line: Type.Optional(Text),
    /** Column with the number under which a party was recorded before, where this row corrects it. */
    corrects: Type.Optional(Text),
    /** Column with the reason of a correction. */
    reason: Type.Optional(Text),
  },
  { $id: "Mapping", ...closed },
);
export type Mapping = Static<typeof MappingShape>;

/**
 * What an agency holds in hand when a batch has ended. `rows` is the sum of the five verdicts. The signature is Ed25519
 * over the canonical JSON (RFC 8785) of all other members; `commitments.root` is the RFC 6962 root over the commitments
 * of the versions the batch wrote, in the order of its rows, so that each can be proved later.
 */
export const ReceiptShape = Type.Object(
  {
    format: Type.Literal("chengxin-receipt/1"),
    batch: Type.String(),
    agency: Type.String(),
    /** `cn/penalty@2`. */
    item: Type.String(),
    source: oneOf("file", "entry", "undo", "held", "correction", "withdrawal", "release"),
    /** Judged only: nothing was recorded. */
    dryRun: Type.Boolean(),
    /** `cancelled` and `failed`: what the receipt counts is recorded, the rest of the file was not looked at. */
    end: oneOf("finished", "cancelled", "failed"),
    file: orNull(Type.Object({ sha256: Type.String(), bytes: Type.Integer() }, closed)),
    mapping: orNull(Type.Object({ id: Type.String(), version: orNull(Type.Integer()) }, closed)),
    rows: Type.Integer(),
    accepted: Type.Integer(),
    held: Type.Integer(),
    refused: Type.Integer(),
    unchanged: Type.Integer(),
    corrected: Type.Integer(),
    findings: Type.Integer(),
    enteredAt: InstantShape,
    finishedAt: InstantShape,
    commitments: Type.Object({ size: Type.Integer(), root: Type.String() }, closed),
    keyId: Type.String(),
    signature: Type.String(),
  },
  { $id: "Receipt", ...closed },
);
export type Receipt = Static<typeof ReceiptShape>;
