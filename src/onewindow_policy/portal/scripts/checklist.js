import { all } from "./dom.js";
import { store } from "./store.js";

// Materials: what is ticked stays ticked on this device, by the material's code.
export const keepChecklists = () =>
  all("[data-checklist]").forEach((list) => {
    const key = `checklist.${list.dataset.checklist}`;
    const boxes = all("input[type=checkbox]", list);
    const state = list.querySelector("[data-checklist-state]");
    const ticked = store.get(key) || [];
    const tell = () => {
      const done = boxes.filter((box) => box.checked).length;
      if (state) {
        state.textContent = state.dataset.checklistState
          .replace("{done}", done)
          .replace("{all}", boxes.length);
        state.hidden = done === 0;
      }
    };
    boxes.forEach((box) => {
      box.checked = ticked.includes(box.value);
    });
    list.addEventListener("change", () => {
      store.set(
        key,
        boxes.filter((box) => box.checked).map((box) => box.value)
      );
      tell();
    });
    tell();
  });
