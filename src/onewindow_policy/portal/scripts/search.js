import { all } from "./dom.js";

// Search boxes: what is suggested as one types has a script of its own, which only
// those fetch who mean to type. Without it a box is a plain form.
export const suggestWhileTyping = () =>
  all("input[data-suggest]").forEach((input) => {
    const begin = () =>
      import(input.dataset.script).then(
        ({ suggest }) => suggest(input),
        () => {}
      );
    if (document.activeElement === input) {
      begin();
    } else {
      input.addEventListener("focus", begin, { once: true });
    }
  });

// Whether results are opened shows editors which questions find the wrong things.
export const tellWhatIsOpened = () =>
  all("[data-opened]").forEach((list) =>
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && navigator.sendBeacon) {
        const said = new URLSearchParams({ q: list.dataset.query });
        navigator.sendBeacon(list.dataset.opened, said);
      }
    })
  );
