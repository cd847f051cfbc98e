// A page that says why it is not the page that was asked for, and tries again by itself: on
// a wall nobody presses a key. Each try waits longer than the one before, and never all
// screens at once; nobody loses what they type, or a page that can be read.
(() => {
  "use strict";

  const FIRST_MS = 15000;
  const LONGEST_MS = 600000;

  const isTypedIn = () =>
    [...document.querySelectorAll("input, textarea")].some(
      (field) =>
        field.type !== "hidden" &&
        (field.value !== field.defaultValue || field.checked !== field.defaultChecked)
    );

  document.querySelectorAll("[data-retry]").forEach((page) => {
    const wanted = page.dataset.retry || location.href;
    const waitsForPage = page.dataset.retryFor === "page";
    let wait = FIRST_MS;

    const later = () => {
      setTimeout(ask, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_MS);
    };
    const isThere = (response) => {
      if (response.status === 429 || response.status >= 500) {
        return false;
      }
      // Whoever has to log in is sent on to that page, which is there at all times.
      const isElsewhere = /\/(login|require_login|insufficient-privileges)\b/.test(response.url);
      return !waitsForPage || (response.ok && !isElsewhere);
    };
    const ask = () => {
      if (isTypedIn() || document.hidden) {
        later();
        return;
      }
      fetch(wanted, { method: "HEAD" }).then(
        (response) => {
          if (!isThere(response) || isTypedIn()) {
            later();
          } else if (wanted === location.href) {
            location.reload();
          } else {
            location.replace(wanted);
          }
        },
        () => later()
      );
    };
    later();
  });
})();
