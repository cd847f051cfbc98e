import assert from "node:assert/strict";
import { test } from "node:test";
import { awaitPresses } from "../../src/onewindow_policy/portal/scripts/dom.js";

const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

test("what would move a button waits until the press on it is over", async () => {
  for (const end of ["pointerup", "pointercancel"]) {
    const page = new EventTarget();
    const afterPress = awaitPresses(page);
    const acts = [];
    page.dispatchEvent(new Event("pointerdown"));
    afterPress(() => acts.push(end));
    await later(120);
    assert.deepEqual(acts, []);
    page.dispatchEvent(new Event(end));
    await later(120);
    assert.deepEqual(acts, [end]);
  }
});

test("without a press it is done at once, but not in the middle of what goes on", async () => {
  const acts = [];
  awaitPresses(new EventTarget())(() => acts.push("done"));
  assert.deepEqual(acts, []);
  await later(20);
  assert.deepEqual(acts, ["done"]);
});
