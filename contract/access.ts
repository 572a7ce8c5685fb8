/** Who acts: agencies, officers, service clients, mandates, sign-in; and the log of who looked. */
import Type, { type Static } from "typebox";
import { DateShape, orNull } from "./shapes.ts";

const closed = { additionalProperties: false };
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "\\S" });
const AgencyCode = Type.String({ pattern: "^[0-9A-HJ-NPQRTUWXY]{18}$" });

/** A public key of a service client, as a JWK (RFC 7517): Ed25519 or P-256. A private one does not fit. */
export const PublicKeyShape = Type.Union(
  [
    Type.Object(
      {
        kty: Type.Literal("OKP"),
        crv: Type.Literal("Ed25519"),
        x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        kid: Type.Optional(Type.String({ maxLength: 100 })),
        alg: Type.Optional(Type.String({ maxLength: 20 })),
        use: Type.Optional(Type.Literal("sig")),
      },
      closed,
    ),
    Type.Object(
      {
        kty: Type.Literal("EC"),
        crv: Type.Literal("P-256"),
        x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        y: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
        kid: Type.Optional(Type.String({ maxLength: 100 })),
        alg: Type.Optional(Type.String({ maxLength: 20 })),
        use: Type.Optional(Type.Literal("sig")),
      },
      closed,
    ),
  ],
  { $id: "PublicKey" },
);
export type PublicKey = Static<typeof PublicKeyShape>;

/** A body that sends, holds or reads credit information; a row of a pack's `agencies.json`. */
export const AgencyShape = Type.Object(
  {
    /** Unified code. */
    agencyCode: AgencyCode,
    nameZh: Text(100),
    nameEn: Text(200),
    /** Kinds of the catalogue (`agency-kinds`). */
    kinds: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]*$" }), { minItems: 1, maxItems: 20 }),
    /** Six digits, GB/T 2260. */
    division: Type.String({ pattern: "^\\d{6}$" }),
    superiorCode: orNull(AgencyCode),
    since: DateShape,
    /** Last day; null while no end is known. */
    until: orNull(DateShape),
  },
  { $id: "Agency", ...closed },
);
