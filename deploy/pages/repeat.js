"use strict";
(function () {
  var button = document.getElementById("again");
  button.hidden = false;
  button.onclick = function () {
    location.reload();
  };
})();
