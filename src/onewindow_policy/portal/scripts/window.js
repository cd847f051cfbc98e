import { chosen, codeOf } from "./community.js";
import { all, fill } from "./dom.js";
import { dayInWords, nextOf } from "./hours.js";
import { store } from "./store.js";

const language = document.documentElement.lang;

const tell = (strip) => {
  const state = strip.querySelector("[data-hours]");
  if (!state) {
    return;
  }
  const next = nextOf(JSON.parse(state.dataset.hours), new Date());
  if (!next) {
    state.hidden = true;
    return;
  }
  const { isOpen, isToday, isTomorrow, day, time } = next;
  const { open, later, closed, tomorrow } = state.dataset;
  const words = isOpen ? open : isToday ? later : closed;
  state.textContent = words
    .replace("{time}", time.replace(/^0/, ""))
    .replace("{day}", isTomorrow ? tomorrow : dayInWords(day, language));
  state.classList.toggle("open-now", isOpen);
  state.classList.toggle("closed-now", !isOpen);
  state.hidden = false;
};

const tellAll = () => all(".my-window").forEach(tell);

const show = (place, text) => {
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

// The strip of one's own window stands above pages that are the same for everybody. It is
// kept with the community, so that it is there at once, and asked for anew each time.
export const showWindow = () => {
  tellAll();
  // Pages stay open over noon, and come back from the night before.
  setInterval(tellAll, 30000);
  const mine = chosen();
  const code = codeOf(mine);
  if (!code) {
    return;
  }
  // The city's version of a guide leads on to that of one's own district, but for those
  // who come from there. A district without it says so there; whether the community still
  // is one is asked before.
  const here = location.origin + location.pathname;
  const own = `${here}/${code.slice(0, 6)}`;
  const ways = all(".district-switch a").map(({ href }) => href);
  const leadsOn = ways[0] === here && !document.referrer.startsWith(`${here}/`);
  all("[data-my-window]").forEach((place) => {
    const kept = store.get("window");
    if (kept && kept.url === mine.url && kept.language === language) {
      show(place, kept.text);
    }
    fetch(`${mine.url}/@@my-window`, { headers: { Accept: "text/html" } })
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .then((text) => {
        store.set("window", { url: mine.url, language, text });
        if (leadsOn && !ways.includes(own)) {
          location.replace(own);
        } else {
          show(place, text);
        }
      })
      // Without a connection what was kept stays.
      .catch(() => {});
  });
  if (leadsOn && ways.includes(own)) {
    location.replace(own);
  }
};
