import type { Voice } from "#web/voice.ts";

const refused = ["score", "people", "private", "machine", "reach", "linger"] as const;

/** The six things this platform refuses to do. */
export function Refusals({ voice: { say } }: { voice: Voice }) {
  return (
    <ul class="refusals">
      {refused.map((what) => (
        <li key={what}>{say(`home.refuse.${what}`)}</li>
      ))}
    </ul>
  );
}
