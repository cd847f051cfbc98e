import { all } from "./dom.js";
import { store } from "./store.js";

// Materials: what is ticked stays ticked on this device, by the material's code. Only what
// this person brings counts: what everybody does, what an agent does who is one, and what
// was ticked of the rest.
export const keepChecklists = () =>
  all("[data-checklist]").forEach((list) => {
    const key = `checklist.${list.dataset.checklist}`;
    const boxes = all("input[type=checkbox]", list);
    const ways = all("input[type=radio]", list);
    const state = list.querySelector("[data-checklist-state]");
    const ticked = store.get(key) || [];
    const who = () => (ways.find((way) => way.checked) || {}).value;
    const isBrought = (box) =>
      ({ everybody: true, agents: who() === "agent" || box.checked, some: box.checked })[
        box.closest("[data-bring]").dataset.bring
      ];
    const tell = () => {
      all("[data-bring=agents]", list).forEach((group) => {
        group.hidden = who() === "self";
      });
      const brought = boxes.filter((box) => !box.closest("[hidden]")).filter(isBrought);
      const done = brought.filter((box) => box.checked).length;
      if (state) {
        state.textContent = state.dataset.checklistState
          .replace("{done}", done)
          .replace("{all}", brought.length);
        state.hidden = done === 0;
      }
    };
    boxes.forEach((box) => {
      box.checked = ticked.includes(box.value);
    });
    ways.forEach((way) => {
      way.checked = way.value === store.get(`${key}.who`);
    });
    all("[data-checklist-who]", list).forEach((choice) => (choice.hidden = false));
    list.addEventListener("change", () => {
      store.set(
        key,
        boxes.filter((box) => box.checked).map((box) => box.value)
      );
      if (who()) {
        store.set(`${key}.who`, who());
      }
      tell();
    });
    tell();
  });
