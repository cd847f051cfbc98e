import assert from "node:assert/strict";
import { test } from "node:test";
import { readCard } from "../../src/onewindow_policy/portal/static/takein.js";

// Of nobody: district codes that begin with 99 do not exist.
const NUMBER = "990102194001010013";

[
  `${NUMBER}\t样本老人`,
  `样本老人\t${NUMBER}`,
  `${NUMBER} 样本老人`,
  `样本老人，${NUMBER}`,
  `姓名：样本老人；${NUMBER}`,
  `样本老人,男,汉,19400101,示例路1号,${NUMBER},示例公安局`,
].forEach((line, place) =>
  test(`a card is read in whichever order a reader types it: ${place}`, () =>
    assert.deepEqual(readCard(line), { number: NUMBER, name: "样本老人" }))
);

test("a number alone is a card without a name, and half a number is none", () => {
  assert.deepEqual(readCard("99010219400101001x"), {
    number: "99010219400101001X",
    name: "",
  });
  assert.equal(readCard("9901021940010100"), null);
  assert.equal(readCard("样本老人"), null);
});
