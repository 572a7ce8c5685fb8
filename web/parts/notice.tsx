import type { ComponentChildren } from "preact";

/** What was just done, said on the page that follows. */
export function Done({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="done" role="status">
      <p>
        <strong>{text}</strong>
      </p>
      {children}
    </div>
  );
}

/** A designed nothing: what is not here, and what to do about it. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>
        <strong>{title}</strong>
      </p>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}
