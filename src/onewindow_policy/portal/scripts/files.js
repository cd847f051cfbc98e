import { all } from "./dom.js";
import { isHeic, prepared, wantsWork } from "./photos.js";

const sizeOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

// Which files are too large by themselves, which are too many beside others, which no
// computer of the city opens, and which fit. `largest` and `room`, what others leave, are
// in bytes.
export const judge = (files, largest, room) => {
  const [large, many, closed, fitting] = [[], [], [], []];
  files.forEach((file) => {
    const isLarge = file.size > largest;
    const fits = !isLarge && file.size <= room - sizeOf(fitting);
    const kind = isHeic(file) ? closed : isLarge ? large : fits ? fitting : many;
    kind.push(file);
  });
  return { large, many, closed, fitting };
};

const say = (words, files) =>
  files.length ? words.replace("{files}", files.map(({ name }) => name).join("、")) : "";

const choose = (input, files) => {
  try {
    const kept = new DataTransfer();
    files.forEach((file) => kept.items.add(file));
    input.files = kept.files;
  } catch {
    // Safari learned it in 2021; until then the server takes what fits.
    return;
  }
};

// Photographs that are made smaller meanwhile, of all inputs of a form.
const prepare = async (input, form, note) => {
  const files = [...input.files];
  if (!files.some(wantsWork)) {
    return;
  }
  note.textContent = note.dataset.preparing;
  note.hidden = false;
  form.dataset.preparing = Number(form.dataset.preparing || 0) + 1;
  const done = await prepared(files);
  form.dataset.preparing -= 1;
  // Others may have been chosen since.
  if (files.every((file, at) => input.files[at] === file)) {
    choose(input, done);
  }
};

// Files: what is too large or of a kind that nobody opens is told before it is sent, and
// taken off; what fits stays.
export const limitFiles = () =>
  all("form[data-most-together]").forEach((form) => {
    const inputs = all("input[data-largest]", form);
    const waiting = () =>
      all("[data-size]", form)
        .filter((box) => box.checked)
        .reduce((sum, box) => sum + Number(box.dataset.size), 0);
    inputs.forEach((input) => {
      const note = document.getElementById(`${input.id}-limit`);
      input.addEventListener("change", async () => {
        await prepare(input, form, note);
        let room = Number(form.dataset.mostTogether) - waiting();
        inputs.forEach((other) => {
          room -= other === input ? 0 : sizeOf([...other.files]);
        });
        const largest = Number(input.dataset.largest);
        const found = judge([...input.files], largest, room);
        note.textContent =
          say(note.dataset.tooLarge, found.large) +
          say(note.dataset.tooMany, found.many) +
          say(note.dataset.closed, found.closed);
        note.hidden = !note.textContent;
        if (!note.hidden) {
          choose(input, found.fitting);
        }
      });
    });
  });
