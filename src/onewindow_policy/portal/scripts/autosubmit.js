import { all } from "./dom.js";

// Choosing in a small form sends it. Not with the keyboard, where each step through
// the options counts as a choice: there the form's button does it.
export const sendWhatIsChosen = () => {
  let typing = false;
  addEventListener("keydown", () => (typing = true), true);
  addEventListener("pointerdown", () => (typing = false), true);
  all("form[data-autosubmit]").forEach((form) =>
    form.addEventListener("change", () => typing || form.querySelector("button").click())
  );
};
