/** Legal entity identifiers, ISO 17442: issuer (4), entity (14), two check digits by ISO 7064 MOD 97-10. */
import { iso7064 } from "./iso7064.ts";
import { prepare } from "./normalise.ts";
import { type Checked, malformed, type Note } from "./verdict.ts";

/** Checks an LEI. A note marks those the Chinese local operating unit issued: that is no register of companies. */
export function checkLei(raw: string): Checked {
  const { text: code, notes, placeholder } = prepare(raw);
  if (placeholder) return placeholder;
  const fault = leiFault(code);
  if (fault) return malformed(notes, fault);
  const more: Note[] = code.startsWith("3003") ? [{ code: "lei.chinese-issuer" }] : [];
  return { verdict: "valid", normalised: code, notes: [...notes, ...more] };
}

function leiFault(code: string): Note | null {
  if (code.length !== 20) return { code: "lei.length", params: { length: code.length } };
  const place = [...code].findIndex((character, at) => !(at < 18 ? /[0-9A-Z]/ : /\d/).test(character));
  if (place >= 0) return { code: "lei.character", params: { position: place + 1 } };
  return iso7064["MOD 97-10"].holds(code) ? null : { code: "lei.check-digit" };
}
