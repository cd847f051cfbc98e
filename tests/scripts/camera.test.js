import assert from "node:assert/strict";
import { test } from "node:test";
import {
  nextOf,
  pageName,
  withPage,
} from "../../src/onewindow_policy/portal/static/camera.js";

test("pages follow each other where a field takes several", () =>
  assert.deepEqual(withPage(["a", "b"], "c", true), ["a", "b", "c"]));

test("a field that takes one has the page that was taken last", () =>
  assert.deepEqual(withPage(["a"], "b", false), ["b"]));

test("cameras take turns, and one that is gone is followed by the first", () => {
  assert.equal(nextOf(["over", "face"], "over"), "face");
  assert.equal(nextOf(["over", "face"], "face"), "over");
  assert.equal(nextOf(["over", "face"], "unplugged"), "over");
});

test("a page is called by its material and number", () =>
  assert.equal(pageName("户口簿", 2), "户口簿-2.jpg"));
