import assert from "node:assert/strict";
import { test } from "node:test";
import { cityInLatin } from "./city.ts";

test("a city's name in Latin letters is the one its maps bear; where no rule gives one, there is none", () => {
  for (const [name, latin] of [
    ["云溪市", "Yunxi"],
    ["西安市", "Xi'an"],
    ["六安市", "Lu'an"],
    ["重庆市", "Chongqing"],
    ["长沙市", "Changsha"],
    ["吕梁市", "Lüliang"],
    ["哈尔滨市", "Harbin"],
    ["延边朝鲜族自治州", null],
    ["阿里地区", null],
  ] as const)
    assert.equal(cityInLatin(name), latin, name);
});
