
(function () {
  "use strict";
  // The next slide is fetched, and put in the place of this one: the page itself is never
  // left, so that nothing can stand on the wall instead of it. What was fetched last stays
  // while nothing comes; after ten minutes it gives way to what is true at all times.
  var LONGEST_MS = 300000;
  var STALE_MS = 600000;
  var failures = 0;
  var shownAt = Date.now();

  function said(name) {
    return document.documentElement.getAttribute("data-" + name);
  }
  function later(milliseconds) {
    setTimeout(ask, milliseconds);
  }
  function failed() {
    var seconds = Number(said("seconds"));
    var wait = Math.min(seconds * 1000 * Math.pow(2, failures), LONGEST_MS);
    var clock = document.querySelector("[data-clock]");
    failures += 1;
    if (clock) {
      clock.hidden = true;
    }
    if (Date.now() - shownAt > STALE_MS) {
      [].forEach.call(document.querySelectorAll("[data-fresh]"), function (part) {
        part.hidden = part.getAttribute("data-fresh") === "only";
      });
    }
    later(wait * (0.75 + Math.random() / 2));
  }
  function show(page, address) {
    var root = page.documentElement;
    var script = page.querySelector("head script");
    if (script.textContent !== document.querySelector("head script").textContent) {
      location.replace(address);
      return;
    }
    ["lang", "data-next", "data-seconds"].forEach(function (name) {
      document.documentElement.setAttribute(name, root.getAttribute(name) || "");
    });
    var style = document.querySelector("link[rel=stylesheet]");
    var newest = page.querySelector("link[rel=stylesheet]").getAttribute("href");
    if (style.getAttribute("href") !== newest) {
      style.setAttribute("href", newest);
    }
    document.title = page.title;
    document.documentElement.replaceChild(document.adoptNode(page.body), document.body);
    history.replaceState(null, "", address);
    failures = 0;
    shownAt = Date.now();
    later(Number(said("seconds")) * 1000);
  }
  function ask() {
    var address = location.pathname + said("next");
    var request = new XMLHttpRequest();
    request.open("GET", address);
    request.timeout = 20000;
    request.onload = function () {
      var page = new DOMParser().parseFromString(request.responseText, "text/html");
      if (request.status === 200 && page.documentElement.getAttribute("data-next")) {
        show(page, address);
      } else {
        failed();
      }
    };
    request.onerror = request.ontimeout = failed;
    request.send();
  }
  document.addEventListener("DOMContentLoaded", function () {
    if (said("next")) {
      later(Number(said("seconds")) * 1000);
    }
  });
})();
