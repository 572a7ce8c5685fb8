/** Kinds of things, told apart by colour, by shape and by word: colour alone never carries meaning. */
export type Tone = "honour" | "adverse" | "plain" | "quiet" | "notice";

export function Tag({ tone, text }: { tone: Tone; text: string }) {
  return <strong class={`tag tag-${tone}`}>{text}</strong>;
}
