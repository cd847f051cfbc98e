import { all } from "./dom.js";

// Filters lie open where there is room beside the results.
export const unfoldFilters = () => {
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () =>
    all("details.filters").forEach((filters) => {
      filters.open = wide.matches;
    });
  unfold();
  // Safari learned the usual way in 2020.
  wide.addListener(unfold);
};
