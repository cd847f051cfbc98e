import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestOf } from "../../src/onewindow_policy/portal/scripts/nearest.js";

test("degrees of longitude are narrower the farther north one is", () => {
  const east = { latitude: 60, longitude: 11.5 };
  const north = { latitude: 61, longitude: 10 };
  // One and a half degrees east are three quarters of one north, at sixty degrees.
  assert.equal(nearestOf([north, east], { latitude: 60, longitude: 10 }), east);
});

test("a single hall is the nearest", () => {
  const hall = { latitude: 0, longitude: 0 };
  assert.equal(nearestOf([hall], { latitude: 30, longitude: 110 }), hall);
});
