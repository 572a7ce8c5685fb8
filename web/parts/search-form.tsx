import type { Voice } from "#web/voice.ts";

/**
 * The search form. It posts, so that what was typed stands in no address before it was looked at (C13); the answer
 * goes on to a shareable address.
 */
export function SearchForm({ voice: { say, to, lang }, typed = "" }: { voice: Voice; typed?: string }) {
  return (
    <search>
      <form
        class="search-form"
        data-suggest={say("search.suggestions")}
        data-lang={lang}
        action={to("/search")}
        method="post"
        autocomplete="off"
      >
        <label class="search-label" for="q">
          {say("search.label")}
        </label>
        <div class="search-row">
          <input
            id="q"
            name="q"
            type="search"
            value={typed}
            maxlength={100}
            required
            aria-describedby="q-hint"
            spellcheck={false}
          />
          <button type="submit">{say("search.button")}</button>
        </div>
        <p class="search-hint" id="q-hint">
          {say("search.hint")}
        </p>
      </form>
    </search>
  );
}
