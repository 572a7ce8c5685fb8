/** Files that are sent: kept encrypted, looked at, mapped. */
import Type, { type Static } from "typebox";
import { endpoint } from "./endpoint.ts";
import { MappingShape } from "./intake.ts";
import { closed, ItemId, sendingRefusals, Uuid } from "./intake-shapes.ts";
import { BilingualShape, InstantShape, oneOf, orNull } from "./shapes.ts";

/** A file that was sent and lies encrypted until its batch has ended. */
export const UploadShape = Type.Object(
  { uploadId: Uuid, bytes: Type.Integer(), sha256: Type.String(), enteredAt: InstantShape },
  { $id: "Upload", ...closed },
);
export type Upload = Static<typeof UploadShape>;

export const uploadFile = endpoint({
  id: "uploadFile",
  method: "POST",
  path: "/api/v1/intake/uploads",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "上传数据文件（加密暂存）", en: "upload a file of records (kept encrypted)" },
  fileBody: { mediaTypes: ["application/octet-stream"], maxBytes: 2 * 1024 * 1024 * 1024 },
  response: UploadShape,
  status: 201,
  refusals: ["access.denied", "intake.file-empty", "intake.file-too-large"],
});

/** What a file looks like to intake, and the mapping it proposes. Nothing is judged yet. */
export const FilePreviewShape = Type.Object(
  {
    format: oneOf("csv", "xlsx", "json", "ndjson"),
    encoding: orNull(Type.String()),
    delimiter: orNull(Type.String()),
    sheets: Type.Array(Type.String()),
    sheet: orNull(Type.String()),
    headerRow: Type.Integer(),
    rows: Type.Integer(),
    columns: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          /** The field it leads to, by its name alone or by the proposal; null where a person must say. */
          field: orNull(Type.String()),
          /** How sure: its own name (`own`), a likely meaning (`likely`), the kept mapping (`kept`), nothing (`none`). */
          by: oneOf("own", "likely", "kept", "none"),
          /** First values, persons' numbers masked. */
          samples: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
    /** Complete but for what only a person can say: to be looked over, changed, kept. */
    proposal: MappingShape,
    /** Fields the item requires that no column leads to. */
    missing: Type.Array(Type.Object({ field: Type.String(), title: BilingualShape }, closed)),
  },
  { $id: "FilePreview", ...closed },
);
export type FilePreview = Static<typeof FilePreviewShape>;

export const previewFile = endpoint({
  id: "previewFile",
  method: "POST",
  path: "/api/v1/intake/uploads/:uploadId/preview",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "查看文件的列并建议映射", en: "look at a file's columns and propose a mapping" },
  params: Type.Object({ uploadId: Uuid }, closed),
  body: Type.Object(
    {
      item: ItemId,
      sheet: Type.Optional(Type.String({ maxLength: 200 })),
      headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      /** A mapping the agency kept, to begin from. */
      mappingId: Type.Optional(Type.String({ maxLength: 80 })),
    },
    closed,
  ),
  response: FilePreviewShape,
  refusals: [
    ...sendingRefusals,
    "intake.upload-unknown",
    "intake.mapping-unknown",
    "intake.header-missing",
    "intake.file-encoding",
  ],
});

export const KeptMappingShape = Type.Object(
  { version: Type.Integer(), savedAt: InstantShape, mapping: MappingShape },
  { $id: "KeptMapping", ...closed },
);
export type KeptMapping = Static<typeof KeptMappingShape>;

export const saveMapping = endpoint({
  id: "saveMapping",
  method: "POST",
  path: "/api/v1/intake/mappings",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "保存映射（新版本）", en: "keep a mapping, as a new version" },
  body: Type.Object({ mapping: MappingShape }, closed),
  response: KeptMappingShape,
  status: 201,
  idempotent: true,
  refusals: [
    "access.denied",
    "intake.item-unknown",
    "intake.item-switched-off",
    "intake.item-not-sent-by",
    "intake.mapping-field",
    "intake.mapping-unit",
    "intake.mapping-constant",
  ],
});

export const listMappings = endpoint({
  id: "listMappings",
  method: "GET",
  path: "/api/v1/intake/mappings",
  tag: "intake",
  entrance: "signed-in",
  summary: { zh: "本机关保存的映射（最新版本）", en: "the agency's mappings, newest versions" },
  query: Type.Object({ item: Type.Optional(ItemId) }, closed),
  response: Type.Object({ items: Type.Array(KeptMappingShape) }, closed),
  refusals: ["access.denied"],
});
