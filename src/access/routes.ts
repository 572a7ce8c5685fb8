/** Contract in, act or view, contract out. */
import * as contract from "#contract/access.ts";
import { done, type Outcome, refuse } from "#core/refusal.ts";
import { type IsoDate, parseIsoDate } from "#core/time/date.ts";
import { type Actor, agencyOf, type ClientScope } from "./actor.ts";
import { endAgency, registerAgency } from "./agencies/acts.ts";
import { type Agency, findAgency, listAgencies } from "./agencies/store.ts";
import { addClientKey, endClientKey, registerClient, revokeClient } from "./clients/acts.ts";
import type { Client } from "./clients/client.ts";
import { clientView, listClients } from "./clients/views.ts";
import {
  countOwnLooks,
  listAgencyLooks,
  listOwnLooks,
  listRefusals,
  searchLooks,
  streamOwnLooks,
} from "./looks/views.ts";
import { grantMandate, limitMandate, revokeMandate } from "./mandates/acts.ts";
import type { Mandate } from "./mandates/mandate.ts";
import { listMandates } from "./mandates/views.ts";
import * as officers from "./officers/acts.ts";
import type { Officer } from "./officers/officer.ts";
import { listOfficers, officerView } from "./officers/views.ts";
import { pageOf } from "./page.ts";
import type { AccessParts } from "./parts.ts";
import type { Policies } from "./policies.ts";
import { type Reply, type Route, reply, route } from "./route.ts";
import type { Session } from "./sessions/sessions.ts";
import { termTexts } from "./terms.ts";

/** Every route of access. */
export function accessRoutes(parts: AccessParts & { readonly policies: Policies }): Route[] {
  return [
    ...ownRoutes(parts),
    ...agencyRoutes(parts),
    ...officerRoutes(parts),
    ...clientRoutes(parts),
    ...mandateRoutes(parts),
    ...lookRoutes(parts),
  ];
}

function ownRoutes(parts: AccessParts & { readonly policies: Policies }): Route[] {
  const terms = termTexts();
  return [
    route(contract.getMe, async ({ actor, session }) => reply(await meOf(parts, actor, session))),
    route(contract.listPolicies, async () =>
      reply(
        {
          policies: parts.policies.list.map(({ id, article, reason, text }) => ({ id, article, ...reason, text })),
          terms,
        },
        { publicForSeconds: 3600 },
      ),
    ),
  ];
}

async function meOf(parts: AccessParts, actor: Actor, session: Session | null): Promise<contract.Me> {
  const code = agencyOf(actor);
  const agency = code === null ? null : await findAgency(parts.app, code);
  return {
    kind: actor.kind === "job" ? "visitor" : actor.kind,
    name: "name" in actor ? actor.name : "",
    agency: agency && agencyView(agency),
    roles: actor.kind === "officer" ? [...actor.roles] : [],
    scopes: actor.kind === "client" ? ([...actor.scopes] as ClientScope[]) : [],
    deputy: actor.kind === "officer" && actor.deputyOf !== undefined,
    subjects: actor.kind === "representative" ? actor.subjects.length : 0,
    assurance: actor.kind === "officer" || actor.kind === "representative" ? (actor.assurance ?? "basic") : null,
    session: session && {
      formToken: session.formToken,
      idleUntil: session.idleUntil.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
      hat: session.hat,
      hats: session.hats.map(({ hat, actor: as, agency: of }) => ({
        hat,
        kind: as.kind === "representative" ? "representative" : hat.startsWith("deputy:") ? "deputy" : "officer",
        roles: as.kind === "officer" ? [...as.roles] : [],
        agency: of && agencyView(of),
      })),
    },
  };
}

function agencyView(agency: Agency) {
  return { ...agency, kinds: [...agency.kinds] };
}

function agencyRoutes(parts: AccessParts): Route[] {
  return [
    route(contract.listAgencies, async ({ query }) => {
      const limit = query.limit ?? 50;
      const asked = { after: query.cursor ?? null, limit: limit + 1, kind: query.kind ?? null };
      const rows = await listAgencies(parts.app, asked);
      return reply(
        pageOf(rows.map(agencyView), limit, (agency) => agency.agencyCode),
        { publicForSeconds: 60 },
      );
    }),
    route(contract.getAgency, async ({ params }) => {
      const agency = await findAgency(parts.app, params.code);
      if (!agency) return refuse("access.unknown-agency", { field: "code" });
      return reply(agencyView(agency), { publicForSeconds: 60 });
    }),
    route(contract.registerAgency, async ({ actor, idempotencyKey, body }) => {
      const { reason, ...agency } = body;
      const since = day(agency.since, "since");
      if (!since.ok) return since;
      const given = { agency: { ...agency, since: since.value }, reason };
      return answered(await registerAgency(parts, { actor, idempotencyKey }, given), agencyView);
    }),
    route(contract.endAgency, async ({ actor, idempotencyKey, params, body }) => {
      const until = day(body.until, "until");
      if (!until.ok) return until;
      const given = { agencyCode: params.code, until: until.value, reason: body.reason };
      return answered(await endAgency(parts, { actor, idempotencyKey }, given), agencyView);
    }),
  ];
}

function officerRoutes(parts: AccessParts): Route[] {
  const shown = async (officer: Outcome<Officer>) =>
    officer.ok ? answered(await officerView(parts, officer.value.id)) : officer;
  return [
    route(contract.listOfficers, async ({ actor, params, query }) =>
      answered(await listOfficers(parts, actor, { agency: params.code, ...page(query) })),
    ),
    route(contract.inviteOfficer, async ({ actor, idempotencyKey, params, body }) => {
      const until = day(body.until, "until");
      if (!until.ok) return until;
      const given = { agency: params.code, name: body.name, roles: body.roles, until: until.value };
      const invited = await officers.inviteOfficer(parts, { actor, idempotencyKey }, given);
      if (!invited.ok) return invited;
      const officer = await officerView(parts, invited.value.officer.id);
      if (!officer.ok) return officer;
      const { link } = invited.value;
      return reply({ officer: officer.value, link, linkUntil: invited.value.officer.invitationUntil });
    }),
    route(contract.extendOfficer, async ({ actor, idempotencyKey, params, body }) => {
      const until = day(body.until, "until");
      if (!until.ok) return until;
      const given = { ...params, until: until.value, reason: body.reason };
      return shown(await officers.extendOfficer(parts, { actor, idempotencyKey }, given));
    }),
    route(contract.lapseOfficer, async ({ actor, idempotencyKey, params, body }) =>
      shown(await officers.lapseOfficer(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
    route(contract.suspendOfficer, async ({ actor, idempotencyKey, params, body }) =>
      shown(await officers.suspendOfficer(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
    route(contract.resumeOfficer, async ({ actor, idempotencyKey, params, body }) =>
      shown(await officers.resumeOfficer(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
    route(contract.deputiseOfficer, async ({ actor, idempotencyKey, params, body }) => {
      const [from, until] = [day(body.from, "from"), day(body.until, "until")];
      if (!from.ok) return from;
      if (!until.ok) return until;
      const given = { ...params, ...body, from: from.value, until: until.value };
      return shown(await officers.deputiseOfficer(parts, { actor, idempotencyKey }, given));
    }),
    route(contract.endDeputy, async ({ actor, idempotencyKey, params, body }) =>
      shown(await officers.endDeputy(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
    route(contract.handOver, async ({ actor, idempotencyKey, params, body }) =>
      shown(await officers.handOver(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
  ];
}

function clientRoutes(parts: AccessParts): Route[] {
  const shown = async (client: Outcome<Client>) =>
    client.ok ? answered(await clientView(parts, client.value.id)) : client;
  const ending = (until: string | undefined) => (until === undefined ? {} : { until: new Date(until) });
  return [
    route(contract.listClients, async ({ actor, params, query }) =>
      answered(await listClients(parts, actor, { agency: params.code, ...page(query) })),
    ),
    route(contract.registerClient, async ({ actor, idempotencyKey, params, body }) => {
      const given = { agency: params.code, name: body.name, scopes: body.scopes, key: body.key };
      return shown(await registerClient(parts, { actor, idempotencyKey }, { ...given, ...ending(body.until) }));
    }),
    route(contract.addClientKey, async ({ actor, idempotencyKey, params, body }) =>
      shown(await addClientKey(parts, { actor, idempotencyKey }, { ...params, key: body.key, ...ending(body.until) })),
    ),
    route(contract.endClientKey, async ({ actor, idempotencyKey, params, body }) =>
      shown(await endClientKey(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
    route(contract.revokeClient, async ({ actor, idempotencyKey, params, body }) =>
      shown(await revokeClient(parts, { actor, idempotencyKey }, { ...params, ...body })),
    ),
  ];
}

function mandateRoutes(parts: AccessParts): Route[] {
  const viewFor = (actor: Actor) => (mandate: Mandate) => ({
    mandateId: mandate.id,
    subjectId: mandate.subject,
    until: mandate.until,
    state: mandate.state,
    own: actor.kind === "representative" && mandate.representative === actor.id,
  });
  return [
    route(contract.listMandates, async ({ actor }) =>
      answered(await listMandates(parts, actor), (mandates) => ({ items: mandates.map(viewFor(actor)) })),
    ),
    route(contract.grantMandate, async ({ actor, idempotencyKey, body }) => {
      const until = day(body.until, "until");
      if (!until.ok) return until;
      const given = { subject: body.subjectId, until: until.value, reason: body.reason };
      return answered(await grantMandate(parts, { actor, idempotencyKey }, given), ({ mandate, link }) => ({
        mandate: viewFor(actor)(mandate),
        link,
        linkUntil: mandate.invitationUntil,
      }));
    }),
    route(contract.limitMandate, async ({ actor, idempotencyKey, params, body }) => {
      const until = day(body.until, "until");
      if (!until.ok) return until;
      const given = { ...params, until: until.value, reason: body.reason };
      return answered(await limitMandate(parts, { actor, idempotencyKey }, given), viewFor(actor));
    }),
    route(contract.revokeMandate, async ({ actor, idempotencyKey, params, body }) =>
      answered(await revokeMandate(parts, { actor, idempotencyKey }, { ...params, ...body }), viewFor(actor)),
    ),
  ];
}

function lookRoutes(parts: AccessParts): Route[] {
  return [
    route(contract.listOwnLooks, async ({ actor, query }) =>
      answered(await listOwnLooks(parts, actor, { ...query, ...page(query) })),
    ),
    route(contract.countOwnLooks, async ({ actor }) => answered(await countOwnLooks(parts, actor))),
    route(contract.downloadOwnLooks, async ({ actor, query }) => {
      const bytes = await streamOwnLooks(parts, actor, query);
      if (!bytes.ok) return bytes;
      const mediaType = query.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
      return reply({ bytes: bytes.value, mediaType, fileName: query.format === "csv" ? "looks.csv" : "looks.ndjson" });
    }),
    route(contract.listAgencyLooks, async ({ actor, params, query }) =>
      answered(await listAgencyLooks(parts, actor, { ...query, ...page(query), agency: params.code })),
    ),
    route(contract.searchLooks, async ({ actor, query }) =>
      answered(await searchLooks(parts, actor, { ...query, ...page(query) })),
    ),
    route(contract.listAgencyRefusals, async ({ actor, params, query }) =>
      answered(await listRefusals(parts, actor, { ...page(query), agency: params.code, all: false })),
    ),
    route(contract.searchRefusals, async ({ actor, query }) =>
      answered(await listRefusals(parts, actor, { ...page(query), agency: query.agency ?? null, all: true })),
    ),
  ];
}

function page(query: { limit?: number | undefined; cursor?: string | undefined }) {
  return { limit: query.limit ?? 50, cursor: query.cursor ?? null };
}

/** A day as a person wrote it: the shape was checked, that it exists was not. */
function day(text: string, field: string): Outcome<IsoDate> {
  const date = parseIsoDate(text);
  return date ? done(date) : refuse("access.term", { field });
}

function answered<T>(outcome: Outcome<T>): Outcome<Reply<T>>;
function answered<T, V>(outcome: Outcome<T>, view: (value: T) => V): Outcome<Reply<V>>;
function answered<T, V>(outcome: Outcome<T>, view?: (value: T) => V): Outcome<Reply<T | V>> {
  if (!outcome.ok) return outcome;
  return reply(view ? view(outcome.value) : outcome.value);
}
