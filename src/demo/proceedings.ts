/**
 * The invented province's proceedings, conducted by the demo's people through the same operations as anybody's, on the day
 * they fall on. Broken off, a day is done again: every deed has its own key and is done once.
 */
import type { Endpoint } from "#contract/endpoint.ts";
import * as notices from "#contract/notices.ts";
import type { ProceedingView } from "#contract/proceedings.ts";
import * as lists from "#contract/proceedings.ts";
import { subjectIdFor } from "#core/subject/identifier.ts";
import type { IsoDate } from "#core/time/date.ts";
import { type Actor, findHats } from "#src/access/index.ts";
import type { Node } from "#src/cli/node.ts";
import { demoIssuerName, demoPeople } from "#src/http/demo/people.ts";
import type { Deed, ProceedingStory } from "#tools/linjiang/proceedings.ts";
import { type Asked, asked } from "./asking.ts";

/** A sheet of paper that says what it stands for. */
const proof = Buffer.from("送达回证（演示） / proof of service (demo)\n");

/** Does what falls on a day. Throws where a deed is not lawful: the story is wrong then. */
export async function conduct(node: Node, stories: readonly ProceedingStory[], day: IsoDate): Promise<void> {
  const actors = new Map<string, Actor>();
  const actorOf = async (id: string): Promise<Actor> => {
    const actor = actors.get(id) ?? (await signedIn(node, id));
    actors.set(id, actor);
    return actor;
  };
  for (const [at, story] of stories.entries())
    for (const [nth, deed] of story.deeds.entries())
      if (deed.on === day) {
        const actor = await actorOf(deed.by);
        const first = story.deeds.find(({ does }) => "open" in does);
        const opener = first ? await actorOf(first.by) : actor;
        await new Case(node, story, { opener, key: `demo ${at}` }).does(deed, actor, nth);
      }
}

/** A demo person as signed in, in the first of their hats that the deed can be done in. */
export async function signedIn(node: Node, id: string): Promise<Actor> {
  const person = demoPeople.find((one) => one.id === id);
  if (!person) throw new Error(`nobody of the demo is called ${id}`);
  const identity = { issuer: demoIssuerName, subject: id };
  const hats = await findHats(node, { identity, assurance: "substantial", name: person.zh, lastSignInAt: null });
  const [hat] = hats.ok
    ? hats.value.filter(({ actor }) => actor.kind === (person.represents ? "representative" : "officer"))
    : [];
  if (!hat) throw new Error(`${id} holds no office`);
  return hat.actor;
}

class Case {
  readonly #node: Node;
  readonly #story: ProceedingStory;
  readonly #opener: Actor;
  readonly #key: string;

  constructor(node: Node, story: ProceedingStory, { opener, key }: { opener: Actor; key: string }) {
    this.#node = node;
    this.#story = story;
    this.#opener = opener;
    this.#key = key;
  }

  async does({ does }: Deed, actor: Actor, nth: number): Promise<void> {
    const key = `${this.#key} ${nth}`;
    if ("open" in does) await this.#open();
    else if ("agree" in does)
      await this.#ask(notices.chooseService, actor, { key, body: { subjectId: this.#subjectId(), electronic: true } });
    else if ("notice" in does) await this.#notice(actor, key, does);
    else if ("act" in does) {
      const params = { proceedingId: (await this.#open()).proceedingId };
      await this.#ask(lists.actOnProceeding, actor, { key, params, body: { act: does.act, ...does.given } });
    } else await this.#onNotice(actor, key, does);
  }

  #subjectId(): string {
    return subjectIdFor([{ scheme: "unified-code", value: this.#story.code }]);
  }

  /** Opens it; once it is open, the same key answers it as it stands. */
  #open(): Promise<ProceedingView> {
    const { list, code, deeds } = this.#story;
    const [open] = deeds.flatMap(({ does }) => ("open" in does ? [does.open] : []));
    const body = { list, subject: { scheme: "unified-code", value: code }, ...open };
    return this.#ask(lists.openProceeding, this.#opener, { key: `${this.#key} open`, body });
  }

  async #notice(
    actor: Actor,
    key: string,
    { notice: kind, service, facts }: { notice: string; service: "paper" | "offer" | "none"; facts?: string },
  ) {
    const { proceedingId } = await this.#open();
    const drawn = { key: `${key} drawn`, params: { proceedingId }, body: { kind, ...(facts ? { facts } : {}) } };
    const params = await this.#ask<{ noticeId: string }>(lists.drawUpProceedingNotice, actor, drawn);
    if (service === "offer") await this.#ask(notices.offerNotice, actor, { key: `${key} offered`, params, body: {} });
    if (service !== "paper") return;
    const document = await this.#attach(actor, `${key} proof`, params);
    const body = { mode: "direct", servedOn: this.#node.clock.today(), proof: document };
    await this.#ask(notices.serveNotice, actor, { key: `${key} served`, params, body });
  }

  async #attach(actor: Actor, key: string, params: { noticeId: string }): Promise<string> {
    const { documentId } = await this.#ask<{ documentId: string }>(notices.attachToNotice, actor, {
      key,
      params,
      file: proof,
    });
    return documentId;
  }

  /** What is said at the counter of the notice that stands. */
  async #onNotice(
    actor: Actor,
    key: string,
    does: { answer: string } | { askHearing: string } | { waive: true } | { extendTo: IsoDate; reason: string },
  ): Promise<void> {
    const noticeId = (await this.#open()).notices.find(({ kind }) => kind !== "decision")?.noticeId ?? "";
    const params = { noticeId };
    const basis = "法定代表人持营业执照和身份证件到场（演示）";
    if ("answer" in does)
      await this.#ask(notices.answerNotice, actor, {
        key,
        params,
        body: { statement: does.answer, documents: [], basis },
      });
    else if ("askHearing" in does)
      await this.#ask(notices.askForHearing, actor, { key, params, body: { words: does.askHearing, basis } });
    else if ("extendTo" in does)
      await this.#ask(notices.extendNotice, actor, {
        key,
        params,
        body: { until: does.extendTo, reason: does.reason },
      });
    else {
      const document = await this.#attach(actor, `${key} paper`, params);
      await this.#ask(notices.waiveTime, actor, { key, params, body: { confirm: true, basis, proof: document } });
    }
  }

  #ask<T>(endpoint: Endpoint, actor: Actor, given: Asked & { readonly key: string }): Promise<T> {
    return asked<T>(this.#node, endpoint, given, actor);
  }
}
