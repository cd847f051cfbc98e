import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../src/onewindow_policy/portal/scripts/files.js";

const file = (size) => ({ name: `${size}.pdf`, size, type: "application/pdf" });
const sizes = (judged) =>
  Object.fromEntries(
    Object.entries(judged).map(([kind, files]) => [kind, files.map(({ size }) => size)])
  );

test("what is too large by itself leaves room for the others", () =>
  assert.deepEqual(sizes(judge([file(11), file(5)], 10, 12)), {
    large: [11],
    many: [],
    closed: [],
    fitting: [5],
  }));

test("what does not fit beside others is one too many, and smaller files still fit", () =>
  assert.deepEqual(sizes(judge([file(8), file(7), file(4)], 10, 12)), {
    large: [],
    many: [7],
    closed: [],
    fitting: [8, 4],
  }));
