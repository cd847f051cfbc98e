import assert from "node:assert/strict";
import { test } from "node:test";
import { cityClock, dayInWords, nextOf } from "../../src/onewindow_policy/portal/scripts/hours.js";

const HOURS = {
  "2026-11-27": [
    ["09:00", "12:00"],
    ["13:30", "17:00"],
  ],
  "2026-11-28": [],
  "2026-11-30": [["09:00", "12:00"]],
};
const at = (text) => nextOf(HOURS, new Date(`${text}+08:00`));

test("the clock is the city's, whatever the device's", () =>
  assert.deepEqual(cityClock(new Date("2026-11-26T17:03:00Z")), ["2026-11-27", "01:03:00"]));

test("an open window says when it closes", () => {
  const next = at("2026-11-27T11:59:00");
  assert.equal(next.isOpen, true);
  assert.equal(next.time, "12:00");
});

test("over noon it says when it opens again", () => {
  const next = at("2026-11-27T12:30:00");
  assert.deepEqual([next.isOpen, next.isToday, next.time], [false, true, "13:30"]);
});

test("after the last hour the next day that has any counts", () => {
  const next = at("2026-11-27T18:00:00");
  assert.deepEqual([next.day, next.isTomorrow], ["2026-11-30", false]);
  assert.equal(at("2026-11-29T18:00:00").isTomorrow, true);
});

test("nothing is said when no hours are left", () =>
  assert.equal(at("2026-11-30T12:00:01"), null));

test("a day is named in the language of the page", () =>
  assert.equal(dayInWords("2026-11-30", "zh-CN"), "11月30日星期一"));
