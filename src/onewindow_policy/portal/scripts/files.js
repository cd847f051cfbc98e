import { all } from "./dom.js";

const sizeOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

// Which files are too large by themselves, which are too many beside others, and which
// fit. `largest` and `room`, what others leave, are in bytes.
export const judge = (files, largest, room) => {
  const [large, many, fitting] = [[], [], []];
  files.forEach((file) => {
    const isLarge = file.size > largest;
    const fits = !isLarge && file.size <= room - sizeOf(fitting);
    (isLarge ? large : fits ? fitting : many).push(file);
  });
  return { large, many, fitting };
};

const say = (words, files) =>
  files.length ? words.replace("{files}", files.map(({ name }) => name).join("、")) : "";

// Files: what is too large is told before it is sent, and taken off; what fits stays.
export const limitFiles = () =>
  all("form[data-most-together]").forEach((form) => {
    const inputs = all("input[data-largest]", form);
    const waiting = () =>
      all("[data-size]", form)
        .filter((box) => box.checked)
        .reduce((sum, box) => sum + Number(box.dataset.size), 0);
    inputs.forEach((input) => {
      const note = document.getElementById(`${input.id}-limit`);
      input.addEventListener("change", () => {
        let room = Number(form.dataset.mostTogether) - waiting();
        inputs.forEach((other) => {
          room -= other === input ? 0 : sizeOf([...other.files]);
        });
        const largest = Number(input.dataset.largest);
        const { large, many, fitting } = judge([...input.files], largest, room);
        note.textContent =
          say(note.dataset.tooLarge, large) + say(note.dataset.tooMany, many);
        note.hidden = !note.textContent;
        if (note.hidden) {
          return;
        }
        try {
          const kept = new DataTransfer();
          fitting.forEach((file) => kept.items.add(file));
          input.files = kept.files;
        } catch {
          // Safari learned it in 2021; until then the server takes what fits.
          return;
        }
      });
    });
  });
