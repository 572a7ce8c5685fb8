/** The demo's people: data, and how they come into office: by the acts that anybody else does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { RoleShape } from "#contract/access.ts";
import { subjectIdFor } from "#core/subject/identifier.ts";
import { addYears } from "#core/time/date.ts";
import {
  type AccessParts,
  type Actor,
  acceptInvitation,
  acceptMandate,
  findAgency,
  grantMandate,
  inviteOfficer,
  terms,
} from "#src/access/index.ts";

const closed = { additionalProperties: false };
const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() }, closed);
const Person = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z-]+$" }),
    zh: Type.String(),
    en: Type.String(),
    /** Unified code of the agency where the person holds an office. */
    agency: Type.Optional(Type.String()),
    roles: Type.Optional(Type.Array(RoleShape)),
    /** Unified code of the organisation the person represents. */
    represents: Type.Optional(Type.String()),
    actsAs: Bilingual,
  },
  closed,
);
export type DemoPerson = Static<typeof Person>;

/** Everyone the demo's sign-in page offers. */
export const demoPeople: readonly DemoPerson[] = readPeople(join(import.meta.dirname, "people.json"));

function readPeople(file: string): DemoPerson[] {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  const shape = Compile(Type.Array(Person));
  if (!shape.Check(read)) throw new Error(`${file}: ${JSON.stringify(shape.Errors(read))}`);
  return read;
}

/** What the database calls the demo's issuer: its address changes with the port, its people do not. */
export const demoIssuerName = "urn:chengxin:demo";

const commandLine: Actor = { kind: "job", id: "command-line" };
const demo: Actor = { kind: "job", id: "demo" };

/**
 * Puts the demo's people into office; those who are there stay as they are, also where somebody suspended them.
 * Whoever's agency is not loaded is passed over.
 */
export async function appointDemoPeople(parts: AccessParts): Promise<void> {
  if (!parts.config.demo) throw new Error("the demo's people are for the demo only");
  const today = parts.clock.today();
  for (const person of demoPeople) {
    const identity = { issuer: demoIssuerName, subject: person.id };
    if (person.agency && person.roles && (await findAgency(parts.app, person.agency))) {
      const asked = { actor: commandLine, idempotencyKey: `demo officer ${person.id}` };
      const until = addYears(today, terms.appointmentYearsMax);
      const given = { agency: person.agency, name: person.zh, roles: person.roles, until };
      const invited = await inviteOfficer(parts, asked, given);
      if (invited.ok) await acceptInvitation(parts, { token: tokenOf(invited.value.link), ...identity });
    }
    if (person.represents) {
      const asked = { actor: demo, idempotencyKey: `demo mandate ${person.id}` };
      const until = addYears(today, terms.mandateYearsMax);
      const given = {
        subject: subjectIdFor([{ scheme: "unified-code", value: person.represents }]),
        until,
        reason: "演示 demo",
      };
      const granted = await grantMandate(parts, asked, given);
      if (granted.ok) await acceptMandate(parts, { token: tokenOf(granted.value.link), ...identity });
    }
  }
}

function tokenOf(link: string): string {
  return new URL(link).searchParams.get("invitation") ?? "";
}
