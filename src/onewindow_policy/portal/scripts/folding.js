import { all } from "./dom.js";

const whenItChanges = (media, act) => {
  act();
  // Safari learned the usual way in 2020.
  media.addListener(act);
};

// Filters lie open where there is room beside the results,
export const unfoldFilters = () => {
  const wide = matchMedia("(min-width: 60rem)");
  whenItChanges(wide, () =>
    all("details.filters").forEach((filters) => {
      filters.open = wide.matches;
    })
  );
};

// … and all parts of a guide where it is no phone: there is nothing to fold then.
export const unfoldParts = () => {
  const roomy = matchMedia("(min-width: 48rem)");
  const parts = all("details.fold");
  whenItChanges(roomy, () =>
    parts.forEach((part) => {
      part.open = part.open || roomy.matches;
      part.querySelector("summary").tabIndex = roomy.matches ? -1 : 0;
    })
  );
  const openWhatIsAsked = () => {
    const asked = document.getElementById(location.hash.slice(1));
    const part = asked && (asked.closest("details.fold") || asked.querySelector("details.fold"));
    if (part) {
      part.open = true;
    }
  };
  if (parts.length) {
    openWhatIsAsked();
    addEventListener("hashchange", openWhatIsAsked);
    // The same link once more changes no hash.
    all("a[href^='#']").forEach((link) =>
      link.addEventListener("click", () => setTimeout(openWhatIsAsked))
    );
  }
};
