const SENDS = ["form.buttons.submit", "form.enter"];
// A network that says nothing for so long may be gone; sending the same once more gets the
// same receipt.
const PATIENCE = 30000;

const noteOf = (form) => form.querySelector("[data-sending]");

const rest = (form) => {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
};

const tell = (form, words) => {
  const note = noteOf(form);
  if (note) {
    note.textContent = words(note.dataset);
  }
};

// Forms: the button that sends says that it works, and sends once.
export const tellOfSending = () => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter || document.activeElement;
    if (!noteOf(form) || !pressed || !SENDS.includes(pressed.name)) {
      return;
    }
    if (Number(form.dataset.preparing)) {
      event.preventDefault();
      tell(form, ({ preparing }) => preparing);
    } else if (form.dataset.sent) {
      event.preventDefault();
    } else {
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
      tell(form, ({ sending }) => sending);
      setTimeout(() => {
        rest(form);
        tell(form, ({ slow }) => slow);
      }, PATIENCE);
    }
  });
  // Back, to a page that the browser kept as it was.
  addEventListener("pageshow", ({ persisted }) => {
    const form = persisted && document.querySelector("form[data-sent]");
    if (form) {
      rest(form);
      tell(form, () => "");
    }
  });
};
