/**
 * Suggestions under the search field, after the combobox pattern of ARIA: arrows move, Enter goes there, Escape closes.
 * What is typed is sent in a body, never in an address, and only when it cannot be part of a person's number (C13).
 */
interface Hit {
  readonly code: string;
  readonly name: string;
  readonly why: { readonly zh: string; readonly en: string };
}

const waitMs = 150;
const charactersMin = 2;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) enhance(form);

function enhance(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const row = input?.parentElement;
  if (!input || !row) return;
  const english = form.dataset["lang"] === "en";
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset["suggest"] ?? "");
  row.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ] as const)
    input.setAttribute(name, value);

  let asked = 0;
  let timer = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const hrefOf = (code: string) => `${english ? "/en" : ""}/organisations/${encodeURIComponent(code)}`;
  const show = (hits: readonly Hit[]) => {
    list.replaceChildren(
      ...hits.map((hit, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.dataset["href"] = hrefOf(hit.code);
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = hit.name;
        name.lang = "zh-CN";
        const why = document.createElement("span");
        why.className = "quiet";
        why.textContent = english ? hit.why.en : hit.why.zh;
        option.append(name, " ", why);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = hits.length === 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
  };
  const ask = async () => {
    const q = input.value.trim();
    const mine = ++asked;
    // A long run of digits may be a person's number half typed: it stays in the field.
    if (q.length < charactersMin || /\d{6,}/.test(q.normalize("NFKC").replace(/\s/g, ""))) return close();
    const answer = await fetch("/api/v1/organisations/suggestions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ q }),
    }).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const { items } = (await answer.json()) as { items: Hit[] };
    if (mine === asked && document.activeElement === input) show(items.slice(0, 8));
  };
  const choose = (index: number) => {
    const options = [...list.children];
    chosen = (index + options.length) % options.length;
    for (const [at, option] of options.entries()) option.setAttribute("aria-selected", String(at === chosen));
    const option = options[chosen];
    if (!option) return;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const go = (option: Element | undefined) => {
    const href = option instanceof HTMLElement ? option.dataset["href"] : undefined;
    if (href) location.assign(href);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, waitMs);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      go(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  // Before the field loses the focus and the list closes.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    go((event.target as Element).closest("li") ?? undefined);
  });
  input.addEventListener("blur", close);
}
