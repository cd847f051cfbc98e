// What this browser keeps of a form. On one's own device a draft is offered of what was
// typed before a reload, a crash or a day's pause; on a shared one nothing comes back. The
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
  // What was offered and not answered yet stays, beside what is typed meanwhile.
  let offered = [];
  const touched = new Set();
  const kept = () =>
    offered.length
      ? offered
          .filter(([name]) => !touched.has(name))
          .concat(values().filter(([name]) => touched.has(name)))
      : values();
  const save = (sent) => {
    if (storage && !isShared()) {
      write(key, { at: Date.now(), sent, values: kept() });
    }
  };
  // Each input that a draft would change, with what does that.
  const changes = (pairs) =>
    Array.from(form.elements).reduce((found, input) => {
      const given = pairs
        .filter(([name]) => name === input.name && !touched.has(name))
        .map((pair) => pair[1]);
      if (!given.length || input.getAttribute("autocomplete") === "off") {
        return found;
      }
      if (input.type === "radio" || input.type === "checkbox") {
        const checked = given.indexOf(input.value) >= 0;
        return checked === input.checked
          ? found
          : found.concat(() => (input.checked = checked));
      }
      const isKnown =
        input.tagName !== "SELECT" ||
        list("option", input).some((each) => each.value === given[0]);
      return isKnown && input.type !== "hidden" && input.value !== given[0]
        ? found.concat(() => (input.value = given[0]))
        : found;
    }, []);
  const tellForm = () => form.dispatchEvent(new Event("change", { bubbles: true }));

  const draft = storage && !isShared() && form.dataset.fresh ? read(key) : null;
  if (draft && note && changes(draft.values).length) {
    offered = draft.values;
    note.hidden = false;
    find("[data-draft-take]").addEventListener("click", () => {
      changes(offered).forEach((change) => change());
      offered = [];
      note.hidden = true;
      tellForm();
      form.querySelector("input:not([type=hidden]), select, textarea").focus();
    });
    find("[data-draft-drop]").addEventListener("click", () => {
      offered = [];
      drop(key);
      note.hidden = true;
    });
  }
  const told = find("[data-draft-told]");
  if (told && storage) {
    told.hidden = isShared();
  }
  ["input", "change"].forEach((name) =>
    form.addEventListener(name, ({ target }) => {
      if (target.name) {
        touched.add(target.name);
      }
      save(false);
    })
  );
  form.addEventListener("submit", () => save(true));

  // Said before anything is sent: what is typed from now on stays nowhere.
  if (tick) {
    tick.addEventListener("change", () => {
      const secure = location.protocol === "https:" ? "; secure" : "";
      const age = tick.checked ? "" : "; max-age=0";
      if (told && storage) {
        told.hidden = tick.checked;
      }
      document.cookie = `onewindow_shared=visit; path=/; samesite=lax${secure}${age}`;
      if (tick.checked) {
        keys(DRAFTS).forEach(drop);
        offered = [];
        if (note) {
          note.hidden = true;
        }
        form.setAttribute("autocomplete", "off");
      } else {
        form.removeAttribute("autocomplete");
        save(false);
      }
    });
  }
})();
