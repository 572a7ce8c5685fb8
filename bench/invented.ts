/** Invented organisations for benches, as many as are asked for, each with a code whose checks hold and a name of its own. */
import { organisationCheckDigit } from "#core/code/organisation.ts";
import { unifiedCheckCharacter } from "#core/code/unified.ts";
import type { Identifier } from "#core/subject/identifier.ts";

const characters = "青禾磐石云溪松柏明远嘉恒瑞安宏盛泰和永昌德润博雅新源广汇金诚联兴正达海天鸿运锦绣长丰佳信华茂振祥";
const trades = ["贸易", "建设", "食品", "科技", "物流", "机械", "商贸", "电子", "农业", "餐饮", "环保", "纺织", "医药"];
const towns = ["临江市", "云溪市", "白河市", "石桥县", "平湖区"];

/** The unified code of the n-th, of the invented division 88; n below 90 million. `form`: department and category. */
export function inventedCode(n: number, form = "91"): string {
  // Never one of zeros, which reads like a placeholder.
  const body = String(10_000_000 + n);
  const stem = `${form}880100${body}${organisationCheckDigit(body)}`;
  return stem + unifiedCheckCharacter(stem);
}

/** The name of the n-th. Every name stands once up to some seven million. */
export function inventedName(n: number): string {
  let rest = n;
  const draw = <T>(list: ArrayLike<T>): T => {
    const drawn = list[rest % list.length] as T;
    rest = Math.floor(rest / list.length);
    return drawn;
  };
  // Brand first, so that neighbours in number are none in spelling.
  const brand = [draw(characters), draw(characters), draw(characters)].join("");
  const trade = draw(trades);
  const town = draw(towns);
  return `${town}${brand}${trade}${rest > 0 ? `${rest}号` : ""}有限公司`;
}

export function identifierOf(code: string): Identifier {
  return { scheme: "unified-code", value: code, verdict: "valid", validFrom: null, validUntil: null };
}
