import assert from "node:assert/strict";
import { test } from "node:test";
import { holds } from "../../src/onewindow_policy/portal/scripts/conditions.js";

const given = { age: "70", kind: "card", empty: "", words: "abc" };
const answer = (name) => given[name] || "";

const CASES = [
  [["answered", "age"], true],
  [["answered", "empty"], false],
  [["=", "kind", "card"], true],
  [["!=", "kind", "card"], false],
  [["<", "age", "80"], true],
  [[">=", "age", "70"], true],
  [[">", "age", "9"], true],
  // Nothing is neither more nor less than a number.
  [["<", "empty", "80"], false],
  [[">=", "empty", "0"], false],
  [["~=", "words", "b"], true],
  [["~=", "empty", ""], false],
  [["=~", "kind", "card or paper"], true],
  [["not", ["=", "kind", "card"]], false],
  [["and", ["answered", "age"], ["answered", "empty"]], false],
  [["or", ["answered", "age"], ["answered", "empty"]], true],
];

CASES.forEach(([condition, expected]) =>
  test(`${JSON.stringify(condition)} is ${expected}`, () =>
    assert.equal(holds(condition, answer), expected))
);
