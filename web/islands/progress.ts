/** Keeps the part of a page that is still going on up to date, and loads the page anew when it has ended. */
const everyMs = 1000;

async function look(): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-going-on]");
  const shown = document.querySelector("[data-going-on]");
  if (!answer.ok || !fresh || !shown) {
    location.reload();
    return;
  }
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const old = shown.querySelector(`[data-live="${part.getAttribute("data-live")}"]`);
    if (old && old.outerHTML !== part.outerHTML) old.replaceWith(part);
  }
  setTimeout(next, everyMs);
}

// A moment without network is no reason to stop looking.
const next = (): void => void look().catch(() => setTimeout(next, 5 * everyMs));

setTimeout(next, everyMs);
