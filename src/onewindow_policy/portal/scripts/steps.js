import { askWhatApplies } from "./conditions.js";
import { fill } from "./dom.js";
import { limitFiles } from "./files.js";

const page = () => document.querySelector(".resident-form.is-stepped");
const formOf = (root) => root && root.querySelector("form.questions");

// What the server answers to a button of the form. Raises where that is another page.
const ask = async (form, button) => {
  const data = new FormData(form);
  data.append(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: data });
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = read.querySelector(".resident-form.is-stepped");
  if (!answer.ok || !formOf(found)) {
    throw new Error("another page");
  }
  return { found, title: read.title };
};

// The form itself stays: drafts listen to it.
const show = ({ found, title }) => {
  const shown = page();
  const form = formOf(shown);
  const anew = formOf(found);
  fill(form, [...anew.childNodes]);
  form.dataset.device = anew.dataset.device;
  delete form.dataset.fresh;
  anew.replaceWith(form);
  shown.className = found.className;
  fill(shown, [...found.childNodes]);
  document.title = title;
  askWhatApplies();
  limitFiles();
  form.dispatchEvent(new Event("stepped", { bubbles: true }));
};

const lead = (target) => {
  if (target) {
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  }
};

// Where a button leads to, besides the step: a question to change.
const questionOf = (button) => {
  const [, id] = (button.getAttribute("formaction") || "").split("#");
  const question = id && document.getElementById(id);
  return question && question.querySelector("input, select, textarea");
};

// Forms on phones, one group of questions after the other: without loading the page anew,
// so that the browser's own way back leads to the step before. The server judges each step,
// as it does without this.
export const walkSteps = () => {
  if (!page()) {
    return;
  }
  const at = () => page().querySelector("[name='form.at']").value;
  let isBusy = false;
  const go = async (button, isBack) => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    const before = at();
    try {
      const answer = await ask(formOf(page()), button);
      show(answer);
      if (!isBack && at() !== before) {
        history.pushState({ step: at() }, "", location.pathname);
      }
      lead(page().querySelector("[data-focus]"));
      lead(questionOf(button));
    } catch {
      // As without scripts.
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = button.name;
      pressed.value = button.value;
      formOf(page()).append(pressed);
      formOf(page()).submit();
    } finally {
      isBusy = false;
    }
  };
  history.replaceState({ step: at() }, "");
  addEventListener("popstate", ({ state }) => {
    if (state && state.step && page() && state.step !== at()) {
      const button = document.createElement("button");
      button.name = "form.step";
      button.value = state.step;
      go(button, true);
    }
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name='form.step']");
    const onward = page() && page().querySelector(".step-controls .btn-primary");
    // The key Enter goes on, where there are steps to be seen.
    const entered = event.target.name === "form.enter" && onward && onward.offsetParent;
    const button = entered ? onward : pressed;
    if (button) {
      event.preventDefault();
      go(button, false);
    }
  });
};
