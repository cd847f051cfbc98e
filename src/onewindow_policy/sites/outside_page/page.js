"use strict";
(function () {
  // Each try waits longer than the one before, and not all browsers ask at once.
  var wait = 15000;
  // What the page was sent with, where that is no failure: the same again is no news.
  var own = document.documentElement.getAttribute("data-status") || "";
  function later() {
    setTimeout(ask, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, 300000);
  }
  function isNews(status) {
    return status < 500 && status !== 429 && own.indexOf(String(status)) < 0;
  }
  function ask() {
    var request = new XMLHttpRequest();
    request.open("HEAD", location.href);
    request.timeout = 20000;
    request.onload = function () {
      if (isNews(request.status)) {
        location.reload();
      } else {
        later();
      }
    };
    request.onerror = request.ontimeout = later;
    request.send();
  }
  later();
})();
