import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ageOf,
  birthOf,
  dayOf,
  isDoubtfulCard,
} from "../../src/onewindow_policy/portal/scripts/numbers.js";

test("a day of birth is read off a whole and right number only", () => {
  assert.deepEqual(birthOf("11010519491231002X"), [1949, 12, 31]);
  assert.deepEqual(birthOf(" 110105 19491231 002x "), [1949, 12, 31]);
  ["", "11010519491231002", "110105194912310020", "E12345678"].forEach((text) =>
    assert.equal(birthOf(text), null, text)
  );
});

test("a card is doubted by its last digit, once it is whole", () => {
  assert.equal(isDoubtfulCard("6222020000000000000"), false);
  assert.equal(isDoubtfulCard("6222 0200 0000 0000 006"), true);
  assert.equal(isDoubtfulCard("62220200"), false);
  assert.equal(isDoubtfulCard(""), false);
});

test("a day is read as people type it, and nothing else", () => {
  ["20250501", "2025-5-1", "2025.05.01", "2025年5月1日", "２０２５0501 "].forEach((text) =>
    assert.deepEqual(dayOf(text), [2025, 5, 1], text)
  );
  ["", "2025", "202505011", "E20250501"].forEach((text) =>
    assert.equal(dayOf(text), null, text)
  );
});

test("an age is reached on the birthday", () => {
  const born = [1946, 3, 2];
  assert.equal(ageOf(born, new Date(2026, 2, 1)), 79);
  assert.equal(ageOf(born, new Date(2026, 2, 2)), 80);
  assert.equal(ageOf([2030, 1, 1], new Date(2026, 2, 1)), -4);
});
