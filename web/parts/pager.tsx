import type { Voice } from "#web/voice.ts";

/** Forward through a list by cursor. `path` keeps what the list was asked with; the cursor is added. */
export function Pager({
  voice,
  path,
  next,
  first,
}: {
  voice: Voice;
  path: string;
  next: string | null;
  first: boolean;
}) {
  const { say, to } = voice;
  if (next === null && first) return null;
  const url = new URL(path, "http://here");
  url.searchParams.delete("cursor");
  const start = to(url.pathname + url.search);
  if (next !== null) url.searchParams.set("cursor", next);
  return (
    <nav class="pager" aria-label={say("pager.label")}>
      {!first && (
        <a href={start} rel="first">
          {say("pager.first")}
        </a>
      )}
      {next !== null && (
        <a class="pager-next" href={to(url.pathname + url.search)} rel="next">
          {say("pager.next")}
        </a>
      )}
    </nav>
  );
}
