// Suggestions below a search box as one types: an editable combobox with a list, as in
// the WAI-ARIA Authoring Practices (Combobox Pattern). The box itself stays a form.

// After this pause somebody has stopped typing for a moment.
const PAUSE_MILLISECONDS = 150;

// Answers remembered by what was typed, for those who go back.
const REMEMBERED = 50;

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) =>
    element.setAttribute(key, value)
  );
  element.append(...children);
  return element;
};

export const suggest = (input) => {
  const known = new Map();
  const list = make("div", {
    id: `${input.id}-suggestions`,
    class: "suggestions",
    role: "listbox",
    "aria-label": input.dataset.title,
    hidden: "",
  });
  const status = make("div", { class: "visually-hidden", role: "status" });
  let options = [];
  let active = -1;
  let asking = null;
  let waiting = 0;

  const mark = (place) => {
    active = place;
    options.forEach((option, number) =>
      option.setAttribute("aria-selected", number === active)
    );
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };

  const isOpen = () => !list.hidden;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  const open = () => {
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(isOpen()));
  };

  const optionOf = (item, number) => {
    const option = make("div", {
      id: `${list.id}-${number}`,
      role: "option",
      "aria-selected": "false",
    });
    // Another name of a service stands before its own; nobody calls anything else twice.
    if (item.type !== "item" || item.title.includes(item.name)) {
      option.append(item.title);
    } else {
      option.append(item.name, make("span", { class: "suggestion-title" }, item.title));
    }
    // A box for staff leads to what they do with a service, by its code.
    option.dataset.url = input.dataset.leads
      ? input.dataset.leads + encodeURIComponent(item.item_code)
      : item["@id"];
    return option;
  };

  const show = (items) => {
    const groups = new Map();
    options = items.map(optionOf);
    items.forEach((item, number) => {
      if (!groups.has(item.type)) {
        const heading = make(
          "div",
          { class: "suggestions-title", role: "presentation", "aria-hidden": "true" },
          item.type_title
        );
        groups.set(
          item.type,
          make("div", { role: "group", "aria-label": item.type_title }, heading)
        );
      }
      groups.get(item.type).append(options[number]);
    });
    list.textContent = "";
    list.append(...groups.values());
    mark(-1);
    open();
    status.textContent = options.length
      ? input.dataset.some.replace("{count}", options.length)
      : "";
  };

  const forget = () => {
    clearTimeout(waiting);
    if (asking) {
      asking.abort();
      asking = null;
    }
  };

  const ask = (text) => {
    if (known.has(text)) {
      show(known.get(text));
      return;
    }
    const query = new URLSearchParams({ q: text });
    asking = new AbortController();
    fetch(`${input.dataset.suggest}?${query}`, {
      headers: { Accept: "application/json" },
      signal: asking.signal,
    })
      .then((response) => (response.ok ? response.json() : { items: [] }))
      .then(({ items: found }) => {
        const { only } = input.dataset;
        const items = found.filter(({ type }) => !only || type === only);
        if (known.size >= REMEMBERED) {
          known.clear();
        }
        known.set(text, items);
        show(items);
      })
      // Given up for a newer question, or offline: the form works all the same.
      .catch(() => {});
  };

  const typed = () => {
    forget();
    const text = input.value.trim();
    if (!text) {
      options = [];
      status.textContent = "";
      close();
      return;
    }
    waiting = setTimeout(() => ask(text), PAUSE_MILLISECONDS);
  };

  const follow = (option) => location.assign(option.dataset.url);

  // While an input method composes, the letters in the box are not yet what is asked.
  input.addEventListener("input", (event) => event.isComposing || typed());
  input.addEventListener("compositionend", typed);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const last = options.length - 1;
    if (event.key === "ArrowDown" && options.length) {
      const next = isOpen() ? active + 1 : 0;
      open();
      mark(next > last ? -1 : next);
    } else if (event.key === "ArrowUp" && options.length) {
      const next = isOpen() ? active - 1 : last;
      open();
      mark(next < -1 ? last : next);
    } else if (event.key === "Escape" && isOpen()) {
      close();
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      follow(options[active]);
    } else {
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    forget();
    close();
  });
  input.form.addEventListener("submit", () => {
    forget();
    close();
  });
  // A press must not take the focus off the box, or the list would be gone before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      follow(option);
    }
  });

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.form.append(list, status);
  if (input.value && document.activeElement === input && input.value !== input.defaultValue) {
    typed();
  }
};
