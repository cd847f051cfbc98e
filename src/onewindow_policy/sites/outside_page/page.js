"use strict";
(function () {
  // Each try waits longer than the one before, and not all browsers ask at once.
  var wait = 15000;
  function later() {
    setTimeout(ask, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, 300000);
  }
  function ask() {
    var request = new XMLHttpRequest();
    request.open("HEAD", location.href);
    request.timeout = 20000;
    request.onload = function () {
      if (request.status < 500 && request.status !== 429) {
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
