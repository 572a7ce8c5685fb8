/** Privacy notice, accessibility statement, re-use licence: pages of plain prose. */
import type { Page } from "#web/page.ts";
import type { Word } from "#web/words.ts";

interface Part {
  readonly title: Word;
  /** One word is a paragraph, several are a list. */
  readonly words: readonly Word[];
}

interface Statement {
  readonly path: string;
  readonly title: Word;
  readonly lead: Word;
  readonly parts: readonly Part[];
}

function statement({ path, title, lead, parts }: Statement): Page {
  return {
    path,
    get: ({ voice: { say } }) => ({
      title: say(title),
      description: say(lead),
      body: (
        <div class="wide prose">
          <h1>{say(title)}</h1>
          <p class="lead">{say(lead)}</p>
          {parts.map((part) => (
            <>
              <h2>{say(part.title)}</h2>
              <Words words={part.words} say={say} />
            </>
          ))}
        </div>
      ),
    }),
  };
}

function Words({ words, say }: { words: readonly Word[]; say: (word: Word) => string }) {
  const [only, ...others] = words;
  if (only && others.length === 0) return <p>{say(only)}</p>;
  return (
    <ul>
      {words.map((word) => (
        <li key={word}>{say(word)}</li>
      ))}
    </ul>
  );
}

export const privacyPage = statement({
  path: "/privacy",
  title: "privacy.title",
  lead: "privacy.lead",
  parts: [
    {
      title: "privacy.visit.title",
      words: ["privacy.visit.1", "privacy.visit.2", "privacy.visit.3", "privacy.visit.4"],
    },
    {
      title: "privacy.record.title",
      words: ["privacy.record.1", "privacy.record.2", "privacy.record.3", "privacy.record.4"],
    },
    { title: "privacy.rights.title", words: ["privacy.rights.1", "privacy.rights.2", "privacy.rights.3"] },
  ],
});

export const accessibilityPage = statement({
  path: "/accessibility",
  title: "accessibility.title",
  lead: "accessibility.lead",
  parts: [
    {
      title: "accessibility.how.title",
      words: ["accessibility.how.1", "accessibility.how.2", "accessibility.how.3", "accessibility.how.4"],
    },
    { title: "accessibility.known.title", words: ["accessibility.known.1", "accessibility.known.2"] },
    { title: "accessibility.tell.title", words: ["accessibility.tell.text"] },
  ],
});

export const licencePage = statement({
  path: "/licence",
  title: "licence.title",
  lead: "licence.lead",
  parts: [
    { title: "licence.must.title", words: ["licence.must.1", "licence.must.2", "licence.must.3"] },
    { title: "licence.not.title", words: ["licence.not.1", "licence.not.2", "licence.not.3"] },
    { title: "licence.data.title", words: ["licence.data.text"] },
    { title: "licence.software.title", words: ["licence.software.text"] },
  ],
});
