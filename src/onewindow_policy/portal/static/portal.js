// Small comforts of the portal. Every page works without this file; whatever a script
// alone can do is in the page as a hidden element and is shown from here, so that the
// words stay in the page's language.
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const fill = (element, children) => {
    element.textContent = "";
    element.append(...children);
  };

  // A private window may forbid storage: then nothing is remembered.
  const store = {
    get(key) {
      try {
        return JSON.parse(localStorage.getItem(`onewindow.${key}`));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(`onewindow.${key}`, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    forget(key) {
      try {
        localStorage.removeItem(`onewindow.${key}`);
      } catch {
        return;
      }
    },
  };

  const button = (selector, press) =>
    all(selector).forEach((element) => {
      element.hidden = false;
      element.addEventListener("click", () => press(element));
    });

  // Materials: what is ticked stays ticked on this device, by the material's code.
  all("[data-checklist]").forEach((list) => {
    const key = `checklist.${list.dataset.checklist}`;
    const boxes = all("input[type=checkbox]", list);
    const state = list.querySelector("[data-checklist-state]");
    const ticked = store.get(key) || [];
    const tell = () => {
      const done = boxes.filter((box) => box.checked).length;
      if (state) {
        state.textContent = state.dataset.checklistState
          .replace("{done}", done)
          .replace("{all}", boxes.length);
        state.hidden = done === 0;
      }
    };
    boxes.forEach((box) => {
      box.checked = ticked.includes(box.value);
    });
    list.addEventListener("change", () => {
      store.set(
        key,
        boxes.filter((box) => box.checked).map((box) => box.value)
      );
      tell();
    });
    tell();
  });

  // Choosing in a small form sends it. Not with the keyboard, where each step through
  // the options counts as a choice: there the form's button does it.
  let typing = false;
  addEventListener("keydown", () => (typing = true), true);
  addEventListener("pointerdown", () => (typing = false), true);
  all("form[data-autosubmit]").forEach((form) =>
    form.addEventListener("change", () => typing || form.querySelector("button").click())
  );

  // Forms: a question that is asked only with a certain answer to another one is shown
  // with it. The server judges by the same rule; see forms/conditions.py.
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
    const number = (text) => (text.trim() === "" ? NaN : Number(text));
    const rules = {
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
    const holds = ([rule, left, right]) => {
      if (rule === "not") {
        return !holds(left);
      }
      if (rule === "and") {
        return holds(left) && holds(right);
      }
      if (rule === "or") {
        return holds(left) || holds(right);
      }
      return rules[rule](answer(left), right);
    };
    const ask = () =>
      conditional.forEach((element) => {
        element.hidden = !holds(JSON.parse(element.dataset.condition));
      });
    form.classList.add("is-guided");
    form.addEventListener("change", ask);
    form.addEventListener("input", ask);
    // A page that the browser restores has its answers back after this script ran.
    addEventListener("pageshow", ask);
    ask();
  });

  // Files: what is too large is told before it is sent, and taken off; what fits stays.
  all("form[data-most-together]").forEach((form) => {
    const inputs = all("input[data-largest]", form);
    const sizeOf = (files) => files.reduce((sum, { size }) => sum + size, 0);
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
        const [large, many, fitting] = [[], [], []];
        [...input.files].forEach((file) => {
          const isLarge = file.size > Number(input.dataset.largest);
          (isLarge ? large : file.size > room ? many : fitting).push(file);
          room -= fitting.includes(file) ? file.size : 0;
        });
        const say = (words, files) =>
          files.length ? words.replace("{files}", files.map(({ name }) => name).join("、")) : "";
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

  // What has to be mended is read out, and the way to each of it is short.
  all("[data-focus]").forEach((element) => element.focus());

  // Search boxes: what is suggested as one types has a script of its own, which only
  // those fetch who mean to type. Without it a box is a plain form.
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
  all("[data-opened]").forEach((list) =>
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && navigator.sendBeacon) {
        const said = new URLSearchParams({ q: list.dataset.query });
        navigator.sendBeacon(list.dataset.opened, said);
      }
    })
  );

  // WeChat on Android neither prints nor downloads, and says nothing: the page does, before
  // anybody tries. It is asked here, since pages are kept for all browsers alike.
  const inWeChat = /MicroMessenger/i.test(navigator.userAgent);
  if (inWeChat && /Android/i.test(navigator.userAgent)) {
    const own = all("[data-wechat=own]");
    const fetches = "a[href*='@@download'], a[href*='@@bundle'], [data-print]";
    const notes = document.querySelector(fetches) ? all("[data-wechat=any]") : [];
    (own.length ? own : notes).forEach((note) => (note.hidden = false));
  } else {
    button("[data-print]", () => window.print());
  }

  // What was sent while the database was away is in the page alone, which repeats it.
  button("[data-repeat]", () => location.reload());

  // Sharing: by the device's own dialog where there is one. WeChat has its own menu, which
  // no page can open. Copying works everywhere, in old browsers by a selection.
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      field.readOnly = true;
      field.className = "visually-hidden";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };
  all("[data-share]").forEach((element) => {
    const url = element.dataset.share;
    const send = element.querySelector("[data-share-send]");
    const copy = element.querySelector("[data-share-copy]");
    const state = element.querySelector(".share-state");
    element.hidden = false;
    send.hidden = !(inWeChat || navigator.share);
    send.addEventListener("click", () => {
      if (inWeChat) {
        state.textContent = state.dataset.wechat;
      } else {
        // Who closes the dialog has changed their mind; nothing is wrong.
        navigator.share({title: element.dataset.shareTitle, url}).catch(() => {});
      }
    });
    copy.addEventListener("click", async () => {
      state.textContent = (await copied(url))
        ? state.dataset.copied
        : `${state.dataset.notCopied} ${url}`;
      copy.focus();
    });
  });

  // The chosen community is kept on this device and named in the masthead.
  const mine = store.get("community");
  const nameIt = ({ name, url }) =>
    all("[data-my-community]").forEach((link) => {
      link.dataset.choice = link.dataset.choice || link.href;
      link.dataset.chooseLabel = link.dataset.chooseLabel || link.textContent;
      link.href = url;
      link.textContent = link.dataset.myCommunity.replace("{name}", name);
    });
  if (mine && /^(\/(?!\/)|https?:)/.test(mine.url)) {
    nameIt(mine);
  }
  // … with the way to each service found as it is there: a search is asked by everybody.
  if (mine) {
    const [, district] = String(mine.url).match(/\/(\d{6})\d{6}$/) || [];
    all("[data-districts]").forEach((place) => {
      if (district && place.dataset.districts.split(" ").includes(district)) {
        const link = place.querySelector("a");
        link.href = `${link.href}/${district}`;
        place.hidden = false;
      }
    });
  }
  // … and offered first where a form asks for it: its address ends in its code.
  const home = mine && String(mine.url).match(/\/(\d{12})$/);
  all("select[data-community-choice]").forEach((select) => {
    const known = home && all("option", select).some(({value}) => value === home[1]);
    if (known && !select.value) {
      select.value = home[1];
    }
  });
  // The strip of one's own window stands above pages that are the same for everybody. It
  // is kept with the community, so that it is there at once, and asked for anew each time.
  const language = document.documentElement.lang;
  const tell = (strip) => {
    const state = strip.querySelector("[data-hours]");
    if (!state) {
      return;
    }
    const [today, clock] = new Date()
      .toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" })
      .split(" ");
    const days = Object.entries(JSON.parse(state.dataset.hours))
      .map(([day, spans]) => [day, spans.filter(([, to]) => day > today || to > clock)])
      .filter(([day, spans]) => day >= today && spans.length);
    if (!days.length) {
      state.hidden = true;
      return;
    }
    const [day, [[from, to]]] = days[0];
    const plain = (time) => time.replace(/^0/, "");
    const noon = (date) => new Date(`${date}T12:00:00+08:00`);
    const isOpen = day === today && from <= clock.slice(0, 5);
    const isTomorrow = noon(day) - noon(today) === 864e5;
    const words = isOpen
      ? state.dataset.open
      : day === today
        ? state.dataset.later
        : state.dataset.closed;
    state.textContent = words.replace("{time}", plain(isOpen ? to : from)).replace(
      "{day}",
      isTomorrow
        ? state.dataset.tomorrow
        : noon(day).toLocaleDateString(language, {
            month: "long",
            day: "numeric",
            weekday: "long",
            timeZone: "Asia/Shanghai",
          })
    );
    state.classList.toggle("open-now", isOpen);
    state.classList.toggle("closed-now", !isOpen);
    state.hidden = false;
  };
  const tellAll = () => all(".my-window").forEach(tell);
  tellAll();
  // Pages stay open over noon, and come back from the night before.
  setInterval(tellAll, 30000);
  if (home) {
    // The city's version of a guide leads on to that of one's own district, but for those
    // who come from there. A district without it says so there; whether the community still
    // is one is asked before.
    const here = location.origin + location.pathname;
    const own = `${here}/${home[1].slice(0, 6)}`;
    const ways = all(".district-switch a").map(({ href }) => href);
    const leadsOn = ways[0] === here && !document.referrer.startsWith(`${here}/`);
    all("[data-my-window]").forEach((place) => {
      const show = (text) => {
        const strip = new DOMParser().parseFromString(text, "text/html");
        fill(place, [...strip.body.children]);
        // A guide is what one comes back to from another choice.
        if (place.dataset.change) {
          all("[data-change]", place).forEach((link) => {
            link.href = place.dataset.change;
          });
        }
        all("[data-until-chosen]").forEach((element) => (element.hidden = true));
        all(".my-window", place).forEach(tell);
      };
      const kept = store.get("window");
      if (kept && kept.url === mine.url && kept.language === language) {
        show(kept.text);
      }
      fetch(`${mine.url}/@@my-window`, { headers: { Accept: "text/html" } })
        .then((response) => (response.ok ? response.text() : Promise.reject(response)))
        .then((text) => {
          store.set("window", { url: mine.url, language, text });
          if (leadsOn && !ways.includes(own)) {
            location.replace(own);
          } else {
            show(text);
          }
        })
        // Without a connection what was kept stays.
        .catch(() => {});
    });
    if (leadsOn && ways.includes(own)) {
      location.replace(own);
    }
  }
  // The nearest window: the position is compared here and sent nowhere.
  if (navigator.geolocation) {
    all("[data-locate]").forEach((place) => {
      const status = place.querySelector("[role=status]");
      const fail = () => {
        status.textContent = place.dataset.failed;
      };
      const go = ({ coords }) =>
        fetch(place.dataset.locate)
          .then((response) => response.json())
          .then((halls) => {
            const narrow = Math.cos((coords.latitude * Math.PI) / 180);
            const distance = (hall) =>
              Math.hypot(
                hall.latitude - coords.latitude,
                (hall.longitude - coords.longitude) * narrow
              );
            halls.sort((one, other) => distance(one) - distance(other));
            location.assign(halls[0].url);
          })
          .catch(fail);
      place.hidden = false;
      place
        .querySelector("button")
        .addEventListener("click", () =>
          navigator.geolocation.getCurrentPosition(go, fail, { timeout: 10000 })
        );
    });
  }
  // Choosing: on a community's own page, from a list, or on the way back to a guide. Where
  // nothing can be kept, the link or form itself leads on, with the community in the address.
  const page = location.origin + location.pathname;
  const choose = (name, url) => store.set("community", { name, url });
  // Forgetting, for devices that several people use.
  const tellRemembered = (kept) =>
    all("[data-forget-community]").map((place) => {
      const state = place.querySelector("[role=status]");
      state.textContent = place.dataset.forgetCommunity.replace("{name}", kept.name);
      place.querySelector("button").hidden = false;
      place.hidden = place.dataset.of === "this" && kept.url !== page;
      return state;
    });
  const isChosen = (element) => {
    element.dataset.chooseLabel = element.textContent;
    element.disabled = true;
    element.textContent = element.dataset.chosenLabel;
  };
  if (mine) {
    tellRemembered(mine);
  }
  all("button[data-choose-community]").forEach((element) => {
    if (!store.set("probe", page)) {
      return;
    }
    store.forget("probe");
    element.hidden = false;
    if (mine && mine.url === page) {
      isChosen(element);
    }
    element.addEventListener("click", () => {
      const kept = { name: element.dataset.chooseCommunity, url: page };
      store.set("community", kept);
      isChosen(element);
      nameIt(kept);
      // A button that cannot be pressed any more holds no focus.
      tellRemembered(kept).forEach((state) => state.focus());
    });
  });
  all("a[data-choose-community]").forEach((link) =>
    link.addEventListener("click", (event) => {
      const { chooseCommunity, communityUrl } = link.dataset;
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (choose(chooseCommunity, communityUrl) && !elsewhere) {
        event.preventDefault();
        location.assign(link.dataset.return);
      }
    })
  );
  // In a list one says where one lives, once.
  all("form[data-choice]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const [{ value, textContent }] = form.elements.community.selectedOptions;
      const codes = [value.slice(0, 6), value.slice(0, 9), value];
      const url = [form.action.replace(/[?#].*/, ""), ...codes].join("/");
      if (value && choose(textContent, url) && form.dataset.return) {
        event.preventDefault();
        location.assign(form.dataset.return);
      }
    })
  );
  all("[data-forget-community] button").forEach((press) =>
    press.addEventListener("click", () => {
      store.forget("community");
      store.forget("window");
      all("[data-my-window]").forEach((strip) => fill(strip, []));
      all("[data-until-chosen]").forEach((element) => (element.hidden = false));
      all("[data-my-community]").forEach((link) => {
        link.href = link.dataset.choice;
        link.textContent = link.dataset.chooseLabel;
      });
      all("button[data-choose-community]").forEach((element) => {
        element.disabled = false;
        element.textContent = element.dataset.chooseLabel;
      });
      const state = press.parentElement.querySelector("[role=status]");
      press.hidden = true;
      state.textContent = press.dataset.forgotten;
      state.focus();
    })
  );

  // Filters lie open where there is room beside the results.
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () =>
    all("details.filters").forEach((filters) => {
      filters.open = wide.matches;
    });
  unfold();
  // Safari learned the usual way in 2020.
  wide.addListener(unfold);

  // On paper nothing is folded.
  addEventListener("beforeprint", () =>
    all("details").forEach((details) => {
      details.open = true;
    })
  );
})();
