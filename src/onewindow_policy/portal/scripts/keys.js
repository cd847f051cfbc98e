import { all, fill } from "./dom.js";
import { store } from "./store.js";

// Where somebody types, a key is what they type.
export const takesText = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

// Chinese input methods type the wide mark; what they are still composing is none.
export const asksForHelp = (event) =>
  (event.key === "?" || event.key === "？") &&
  !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing) &&
  !takesText(event.target);

const row = (element) => {
  const key = document.createElement("dt");
  const letter = document.createElement("kbd");
  const does = document.createElement("dd");
  letter.textContent = element.accessKey.toUpperCase();
  key.append(letter);
  does.textContent = element.textContent.trim();
  return [key, does];
};

// The keys of a page where staff work, as a dialog made of the elements that have them.
// Browsers without dialogs, and pages without scripts, have the list below the page.
export const showKeys = () => {
  const dialog = document.getElementById("keys-dialog");
  if (!dialog || !dialog.showModal) {
    return;
  }
  const mark = document.getElementById("keys-mark");
  const open = () => {
    // In the order of the list below the page, which is that of the day's work.
    const order = all("#desk-keys li kbd").map((each) => each.textContent);
    const place = (element) => order.indexOf(element.accessKey.toUpperCase());
    const elements = all("[accesskey]")
      .filter((each) => each.getClientRects().length)
      .sort((one, other) => place(one) - place(other));
    fill(dialog.querySelector("[data-keys-list]"), [].concat(...elements.map(row)));
    dialog.showModal();
  };
  all("[data-keys-open]").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    })
  );
  document.getElementById("keys-close").addEventListener("click", () => dialog.close());
  // A key of a single character must be possible to switch off (WCAG 2.1.4).
  mark.checked = store.get("keys") !== false;
  mark.addEventListener("change", () => store.set("keys", mark.checked));
  addEventListener("keydown", (event) => {
    if (mark.checked && !dialog.open && asksForHelp(event)) {
      event.preventDefault();
      open();
    }
  });
};
