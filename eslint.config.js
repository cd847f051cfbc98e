import js from "@eslint/js";
import globals from "globals";

// What runs in browsers, of which tools/oldest.py says how old they may be, and its tests.
export default [
  { ignores: ["src/onewindow_policy/portal/static/portal.js"] },
  {
    ...js.configs.recommended,
    languageOptions: { globals: globals.browser },
    rules: {
      ...js.configs.recommended.rules,
      curly: "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    // Stands in the page of a screen, whose device may be older than any phone.
    files: ["src/onewindow_policy/screens/browser/*.js"],
    languageOptions: { ecmaVersion: 5, sourceType: "script" },
    rules: { "no-var": "off" },
  },
  { files: ["tests/scripts/*.js"], languageOptions: { globals: globals.node } },
];
