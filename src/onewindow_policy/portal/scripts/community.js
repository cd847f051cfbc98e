import { all, fill } from "./dom.js";
import { store } from "./store.js";

// The community that was chosen on this device, `{ name, url }`, or null.
export const chosen = () => store.get("community");

// Its code of twelve digits, which its address ends in, or nothing.
export const codeOf = (community) => {
  const found = community && String(community.url).match(/\/(\d{12})$/);
  return found ? found[1] : "";
};

// It is named in the masthead,
const nameIt = ({ name, url }) =>
  all("[data-my-community]").forEach((link) => {
    link.dataset.choice = link.dataset.choice || link.href;
    link.dataset.chooseLabel = link.dataset.chooseLabel || link.textContent;
    link.href = url;
    link.textContent = link.dataset.myCommunity.replace("{name}", name);
  });

// … with the way to each service found as it is there: a search is asked by everybody.
const leadToDistrict = (code) =>
  all("[data-districts]").forEach((place) => {
    const district = code.slice(0, 6);
    if (district && place.dataset.districts.split(" ").includes(district)) {
      const link = place.querySelector("a");
      link.href = `${link.href}/${district}`;
      place.hidden = false;
    }
  });

// … and offered first where a form asks for it.
const offer = (code) =>
  all("select[data-community-choice]").forEach((select) => {
    const known = code && all("option", select).some(({ value }) => value === code);
    if (known && !select.value) {
      select.value = code;
    }
  });

export const rememberCommunity = () => {
  const mine = chosen();
  if (mine && /^(\/(?!\/)|https?:)/.test(mine.url)) {
    nameIt(mine);
  }
  leadToDistrict(codeOf(mine));
  offer(codeOf(mine));
};

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

const forget = (press) => {
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
};

// Choosing: on a community's own page, from a list, or on the way back to a guide. Where
// nothing can be kept, the link or form itself leads on, with the community in the address.
export const chooseCommunity = () => {
  const mine = chosen();
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
      const { chooseCommunity: name, communityUrl } = link.dataset;
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      if (choose(name, communityUrl) && !elsewhere) {
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
    press.addEventListener("click", () => forget(press))
  );
};
