/** What the demo's identity provider remembers while it runs: sign-ins under way, in memory, bounded. */
import type { Adapter, AdapterConstructor, AdapterPayload } from "oidc-provider";

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

const keptMax = 5000;

/** One memory for all kinds of things a provider keeps. */
export function demoMemory(): AdapterConstructor {
  const kept = new Map<string, Kept>();
  return class DemoMemory implements Adapter {
    readonly #model: string;
    constructor(model: string) {
      this.#model = model;
    }
    async upsert(id: string, payload: AdapterPayload, expiresIn: number) {
      kept.delete(this.#key(id));
      kept.set(this.#key(id), { payload, until: Date.now() + (expiresIn || 3600) * 1000 });
      if (kept.size > keptMax) kept.delete(kept.keys().next().value ?? "");
    }
    async find(id: string) {
      const found = kept.get(this.#key(id));
      return found && found.until > Date.now() ? found.payload : undefined;
    }
    async findByUid(uid: string) {
      return this.#findBy((payload) => payload.uid === uid);
    }
    async findByUserCode(userCode: string) {
      return this.#findBy((payload) => payload.userCode === userCode);
    }
    async consume(id: string) {
      const found = await this.find(id);
      if (found) found.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id: string) {
      kept.delete(this.#key(id));
    }
    async revokeByGrantId(grantId: string) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    }
    #key(id: string) {
      return `${this.#model} ${id}`;
    }
    #findBy(isIt: (payload: AdapterPayload) => boolean) {
      for (const [key, { payload, until }] of kept)
        if (key.startsWith(`${this.#model} `) && until > Date.now() && isIt(payload)) return payload;
      return undefined;
    }
  };
}
