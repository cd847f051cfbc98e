// What this browser keeps of a form. On one's own device a draft brings back what was
// typed after a reload, a crash or a day's pause; on a shared one nothing comes back. The
// forms work without this file. See docs/shared-devices.md; written for old browsers too.
(() => {
  "use strict";

  const ALL = "onewindow.";
  const DRAFTS = `${ALL}draft.`;
  const PLACE = [`${ALL}community`, `${ALL}window`];
  const DAY = 24 * 60 * 60 * 1000;
  const SENSITIVE = /\d{14}/;

  const find = (selector) => document.querySelector(selector);
  const list = (selector, root) => Array.from(root.querySelectorAll(selector));

  // A private window may forbid storage: then nothing is kept.
  const storageOf = (name) => {
    try {
      return window[name];
    } catch {
      return null;
    }
  };
  const storage = storageOf("localStorage");
  const keys = (prefix) =>
    storage ? Object.keys(storage).filter((key) => key.indexOf(prefix) === 0) : [];
  const read = (key) => {
    try {
      const draft = JSON.parse(storage.getItem(key));
      return draft && Array.isArray(draft.values) && Date.now() - draft.at < DAY
        ? draft
        : null;
    } catch {
      return null;
    }
  };
  const write = (key, draft) => {
    try {
      storage.setItem(key, JSON.stringify(draft));
    } catch {
      storage.removeItem(key);
    }
  };
  const drop = (key) => storage && storage.removeItem(key);

  keys(DRAFTS).forEach((key) => read(key) || drop(key));

  // What was sent has arrived: its draft has served.
  if (find("[data-arrived]")) {
    keys(DRAFTS).forEach((key) => read(key).sent && drop(key));
  }

  // A visit was ended: nothing of it stays, but for the place of a hall's own computer.
  const forgetting = find("[data-forget-all]");
  if (forgetting) {
    const stays = forgetting.dataset.forgetAll === "place" ? PLACE : [];
    keys(ALL).forEach((key) => stays.indexOf(key) >= 0 || drop(key));
  }

  const form = find("form.questions[data-device]");
  const tick = find("[data-shared-tick]");
  const isShared = () => Boolean(find("[data-device=shared]") || (tick && tick.checked));
  const ending = find("#end-visit");

  // Back and forward bring a page as it was left, with what a person of before typed.
  addEventListener("pageshow", (event) => {
    if (event.persisted && (ending || isShared())) {
      location.reload();
    } else if (form && isShared() && form.dataset.fresh) {
      form.reset();
      form.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // The page that answered a form is an address from now on, also where nothing else keeps
  // that the visit ended: going back to it sends nothing.
  if (ending) {
    ending.addEventListener("submit", () =>
      history.replaceState(null, "", location.href)
    );
  }

  if (isShared()) {
    keys(DRAFTS).forEach(drop);
    // A page that was sent is an address from now on: going back to it sends nothing.
    history.replaceState(null, "", location.href);
    const [entry] = performance.getEntriesByType("navigation");
    // Old Safari knows the older interface only.
    const cameBack = entry
      ? entry.type === "back_forward"
      : performance.navigation.type === performance.navigation.TYPE_BACK_FORWARD;
    if (ending && cameBack) {
      find("main").hidden = true;
      ending.submit();
    }
  }

  // Large print and language are buttons of a form; elsewhere links lead to them.
  list("[data-press]", document).forEach((link) =>
    link.addEventListener("click", (event) => {
      const button = document.getElementById(link.dataset.press);
      if (button) {
        event.preventDefault();
        button.click();
      }
    })
  );

  if (!form) {
    return;
  }
  const key = `${DRAFTS}${location.pathname}`;
  const note = find("[data-draft-note]");
  const isKept = (input) =>
    input.name.indexOf("form.widgets.") === 0 &&
    ["hidden", "file", "password", "submit", "button"].indexOf(input.type) < 0 &&
    input.getAttribute("autocomplete") !== "off" &&
    (["radio", "checkbox"].indexOf(input.type) < 0 || input.checked);
  const digits = (text) => text.normalize("NFKC").replace(/[\s.·-]/g, "");
  const isTyped = (input) => input.tagName === "TEXTAREA" || input.tagName === "INPUT";
  const values = () =>
    Array.from(form.elements)
      .filter(isKept)
      .filter((input) => !(isTyped(input) && SENSITIVE.test(digits(input.value))))
      .filter((input) => input.value !== "")
      .map((input) => [input.name, input.value]);
  const save = (sent) => {
    if (storage && !isShared()) {
      write(key, { at: Date.now(), sent, values: values() });
    }
  };
  const bringBack = (draft) => {
    const given = (input) =>
      draft.values.filter((pair) => pair[0] === input.name).map((pair) => pair[1]);
    let changed = false;
    Array.from(form.elements).forEach((input) => {
      const found = given(input);
      if (!found.length || input.getAttribute("autocomplete") === "off") {
        return;
      }
      if (input.type === "radio" || input.type === "checkbox") {
        const checked = found.indexOf(input.value) >= 0;
        changed = changed || checked !== input.checked;
        input.checked = checked;
      } else if (input.tagName === "SELECT") {
        const known = list("option", input).some((each) => each.value === found[0]);
        changed = changed || (known && input.value !== found[0]);
        input.value = known ? found[0] : input.value;
      } else if (input.type !== "hidden") {
        changed = changed || input.value !== found[0];
        input.value = found[0];
      }
    });
    return changed;
  };

  const draft = storage && !isShared() ? read(key) : null;
  if (draft && form.dataset.fresh) {
    if (bringBack(draft) && note) {
      note.hidden = false;
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.addEventListener("input", () => save(false));
  form.addEventListener("change", () => save(false));
  form.addEventListener("submit", () => save(true));
  if (note) {
    find("[data-draft-drop]").addEventListener("click", () => {
      form.reset();
      form.dispatchEvent(new Event("change", { bubbles: true }));
      drop(key);
      note.hidden = true;
    });
  }

  // Said before anything is sent: what is typed from now on stays nowhere.
  if (tick) {
    tick.addEventListener("change", () => {
      const secure = location.protocol === "https:" ? "; secure" : "";
      const age = tick.checked ? "" : "; max-age=0";
      document.cookie = `onewindow_shared=visit; path=/; samesite=lax${secure}${age}`;
      if (tick.checked) {
        keys(DRAFTS).forEach(drop);
        form.setAttribute("autocomplete", "off");
      } else {
        form.removeAttribute("autocomplete");
        save(false);
      }
    });
  }
})();
