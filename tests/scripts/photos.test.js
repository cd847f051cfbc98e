import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asJpeg,
  fitted,
  isHeic,
  prepared,
  wantsWork,
} from "../../src/onewindow_policy/portal/scripts/photos.js";

const file = (name, type, size) => ({ name, type, size });
const MEGABYTE = 2 ** 20;

test("small photographs and documents stay as they are", () => {
  assert.equal(wantsWork(file("a.jpg", "image/jpeg", MEGABYTE)), false);
  assert.equal(wantsWork(file("a.pdf", "application/pdf", 9 * MEGABYTE)), false);
  assert.equal(wantsWork(file("a.jpg", "image/jpeg", 2 * MEGABYTE)), true);
});

test("photographs that few can open are known by kind or by name", () => {
  assert.equal(isHeic(file("IMG_1.HEIC", "", 1)), true);
  assert.equal(isHeic(file("a", "image/heif", 1)), true);
  assert.equal(isHeic(file("a.jpg", "image/jpeg", 1)), false);
});

test("a picture keeps its shape, and is never made larger", () => {
  assert.deepEqual(fitted(4000, 3000), [2600, 1950]);
  assert.deepEqual(fitted(800, 600), [800, 600]);
});

test("a name gets the ending of what it is now", () => {
  assert.equal(asJpeg("身份证.HEIC"), "身份证.jpg");
  assert.equal(asJpeg("scan.1.png"), "scan.1.jpg");
});

test("where nothing can be drawn the files stay as they are", async () => {
  const files = [file("a.jpg", "image/jpeg", 9 * MEGABYTE)];
  assert.deepEqual(await prepared(files), files);
});
