import { all } from "./dom.js";

const number = (text) => (text.trim() === "" ? NaN : Number(text));

const RULES = {
  answered: (given) => given !== "",
  "=": (given, wanted) => given === wanted,
  "!=": (given, wanted) => given !== wanted,
  "<": (given, wanted) => number(given) < number(wanted),
  "<=": (given, wanted) => number(given) <= number(wanted),
  ">": (given, wanted) => number(given) > number(wanted),
  ">=": (given, wanted) => number(given) >= number(wanted),
  "~=": (given, wanted) => given !== "" && given.includes(wanted),
  "=~": (given, wanted) => given !== "" && wanted.includes(given),
};

// Whether a condition holds, with what `answer` says was given to a question, "" for
// nothing. The server judges by the same rules; see forms/conditions.py.
export const holds = ([rule, left, right], answer) => {
  if (rule === "not") {
    return !holds(left, answer);
  }
  if (rule === "and") {
    return holds(left, answer) && holds(right, answer);
  }
  if (rule === "or") {
    return holds(left, answer) || holds(right, answer);
  }
  return RULES[rule](answer(left), right);
};

// Forms: a question that is asked only with a certain answer to another one is shown
// with it.
export const askWhatApplies = () =>
  all("form.questions").forEach((form) => {
    const conditional = all("[data-condition]", form);
    if (!conditional.length) {
      return;
    }
    const answer = (name) => {
      const inputs = [name, `${name}:list`].flatMap((each) =>
        all(`[name="form.widgets.${each}"]`, form)
      );
      const given = inputs.find(
        (input) =>
          !input.closest("[data-condition][hidden]") &&
          (!["radio", "checkbox"].includes(input.type) || input.checked)
      );
      return given ? given.value : "";
    };
    const ask = () =>
      conditional.forEach((element) => {
        element.hidden = !holds(JSON.parse(element.dataset.condition), answer);
      });
    form.classList.add("is-guided");
    form.addEventListener("change", ask);
    form.addEventListener("input", ask);
    // A page that the browser restores has its answers back after this script ran.
    addEventListener("pageshow", ask);
    ask();
  });
