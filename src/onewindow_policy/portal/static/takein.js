// At the window: what a reader of identity cards types goes where it belongs. Such a
// reader stands for a keyboard: it types number and name, with a tab, a space or a comma
// between, and ends with Enter or a tab. Without this script the server reads it
// (typed/cards.py), when the form is sent.

const NUMBER = /(?:^|[^0-9A-Za-z])(\d{17}[0-9Xx])(?![0-9A-Za-z])/;
const BETWEEN = /[\t\r\n,，;；|、]+/;
const LABEL = /^\s*(?:姓\s*名|NAME)\s*[:：]?\s*/i;
const NO_NAME = /^(?:男|女|[男女]性|汉|.*[族省市区县乡镇街路号局]|[^\p{L}]*)$/u;
const HAN = /^\p{Script=Han}{2,}/u;

// Between two keys of a reader there is less; nobody types so.
const MACHINE_MILLISECONDS = 60;

const nameIn = (part) => {
  const text = part.replace(LABEL, "").trim();
  const first = text.split(/\s+/, 1)[0];
  const name = HAN.test(first) ? first : text;
  return NO_NAME.test(name) || /\d/.test(name) ? "" : name;
};

// Number and name in what was typed, null where there is no number.
export const readCard = (line) => {
  const found = NUMBER.exec(line);
  if (!found) {
    return null;
  }
  const parts = line.replace(found[1], "\n").split(BETWEEN);
  return {
    number: found[1].toUpperCase(),
    name: parts.map(nameIn).find((name) => name) || "",
  };
};

const say = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

const put = (id, text) => {
  const input = id && document.getElementById(id);
  if (input && text) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    say(input);
  }
  return input;
};

// The first text that is not filled in yet, after the number.
const nextAfter = (input) => {
  const inputs = [...input.form.querySelectorAll("input.form-control, select.form-select")];
  return inputs
    .slice(inputs.indexOf(input) + 1)
    .find((each) => !each.value && each.type !== "file" && each.offsetParent);
};

const hear = (reader) => {
  const told = reader.parentNode.querySelector("[data-card-told]");
  let last = 0;
  const take = () => {
    const card = readCard(reader.value);
    if (!card) {
      return false;
    }
    put(reader.dataset.kind, reader.dataset.kindValue);
    const person = put(reader.dataset.person, card.name);
    const number = put(reader.dataset.number, card.number);
    reader.value = "";
    told.textContent = reader.dataset.read;
    const next = card.name ? nextAfter(number) : person;
    if (next) {
      next.focus();
    }
    return true;
  };
  reader.addEventListener("keydown", (event) => {
    const isMachine = event.timeStamp - last < MACHINE_MILLISECONDS;
    last = event.timeStamp;
    if (event.isComposing || event.shiftKey || !["Tab", "Enter"].includes(event.key)) {
      return;
    }
    const card = readCard(reader.value);
    if (event.key === "Tab" && isMachine && reader.value && !(card && card.name)) {
      // Between number and name.
      reader.value += "\t";
      event.preventDefault();
    } else if (reader.value && take()) {
      event.preventDefault();
    } else if (event.key === "Enter" && reader.value) {
      // Half a card sends no form.
      event.preventDefault();
    }
  });
};

if (typeof document !== "undefined") {
  document.querySelectorAll("[data-card-reader]").forEach(hear);
}
