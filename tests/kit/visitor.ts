/** A visitor with a cookie jar over real HTTP: what a browser without script does. */
export class Visitor {
  readonly #jar = new Map<string, string>();
  #base: string;

  /** @param base address of the server, with no slash at its end */
  constructor(base: string) {
    this.#base = base;
  }

  /** Cookies as they would be sent now. */
  get cookies(): ReadonlyMap<string, string> {
    return this.#jar;
  }

  /** One exchange; nothing is followed. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#jar.size > 0) headers.set("cookie", [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(new URL(path, this.#base), { ...init, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie);
    return answer;
  }

  /** Follows redirects as a browser does, to the page at their end; remembers its address. */
  async go(path: string, init: RequestInit = {}): Promise<{ answer: Response; url: URL; text: string }> {
    let url = new URL(path, this.#base);
    let answer = await this.ask(url.href, init);
    for (let hops = 0; answer.status >= 300 && answer.status < 400 && answer.status !== 304; hops++) {
      if (hops > 15) throw new Error("redirected for ever");
      await answer.body?.cancel();
      url = new URL(answer.headers.get("location") ?? "", url);
      answer = await this.ask(url.href);
    }
    return { answer, url, text: await answer.text() };
  }

  /** Posts a form, as a page of ours would. */
  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return this.go(path, {
      method: "POST",
      headers: { origin: this.#base, "sec-fetch-site": "same-origin", ...headers },
      body: new URLSearchParams(fields),
    });
  }

  /** Asks the API and parses its answer. */
  async api(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown; headers: Headers }> {
    const answer = await this.ask(path, init);
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text), headers: answer.headers };
  }

  /** Posts JSON to the API with the session's form token. */
  async act(path: string, body: object, headers: Record<string, string> = {}) {
    const me = (await this.api("/api/v1/me")).body as { session: { formToken: string } | null };
    return this.api(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-form-token": me.session?.formToken ?? "", ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Uploads a file's bytes to intake. */
  async upload(content: string | Uint8Array<ArrayBuffer>, mediaType = "application/octet-stream") {
    const me = (await this.api("/api/v1/me")).body as { session: { formToken: string } | null };
    return this.api("/api/v1/intake/uploads", {
      method: "POST",
      headers: { "content-type": mediaType, "x-form-token": me.session?.formToken ?? "" },
      body: content,
    });
  }

  /** Signs in on the demo as one of its people. @returns where that led */
  async signInAs(person: string, path = "/sign-in") {
    const page = await this.go(path);
    if (page.answer.status !== 200) throw new Error(`no sign-in page: ${page.answer.status} ${page.text}`);
    return this.post(page.url.href, { person });
  }

  #keep(cookie: string) {
    const [pair = "", ...attributes] = cookie.split(";");
    const [name = "", value = ""] = pair.split("=");
    const expires = attributes.map((one) => /^\s*expires=(.*)$/i.exec(one)?.[1]).find(Boolean);
    if (value === "" || (expires && Date.parse(expires) < Date.now())) this.#jar.delete(name);
    else this.#jar.set(name, value);
  }
}
