// Reading aloud, in elder mode, where the browser can: block by block. What is spoken is
// marked, and after a stop it goes on where it was. Stopping cancels and remembers the
// block, since many phones cannot pause.
(() => {
  "use strict";

  if (!("speechSynthesis" in window)) {
    return;
  }
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const speech = window.speechSynthesis;
  let blocks = [];
  let at = 0;
  let reading = false;
  let spoken = null;
  const readable = () =>
    all(
      "h1, h2, h3, h4, p, li, dt, dd, th, td, summary, label",
      document.getElementById("main")
    )
      .filter((block) => !block.closest("nav, form, [aria-hidden=true], .breadcrumbs"))
      .filter((block) => !block.querySelector("p, li, dt, dd, h2, h3, label"))
      .filter((block) => block.getClientRects().length)
      .filter((block) => block.innerText.trim());
  const mark = (block) => {
    all(".is-read").forEach((element) => element.classList.remove("is-read"));
    if (block) {
      block.classList.add("is-read");
      block.scrollIntoView({block: "nearest"});
    }
  };
  const caption = (element) => {
    const {readAloud, stop, continue: again} = element.dataset;
    element.textContent = reading ? stop : at ? again : readAloud;
  };
  const next = (element) => {
    const block = blocks[at];
    if (!reading || !block) {
      reading = false;
      at = block ? at : 0;
      mark(null);
      caption(element);
      return;
    }
    const words = new SpeechSynthesisUtterance(block.innerText);
    words.lang = block.closest("[lang]").lang;
    const language = words.lang.slice(0, 2);
    words.voice = speech.getVoices().find(({lang}) => lang.startsWith(language)) || null;
    words.rate = .9;
    words.onend = () => {
      if (reading && spoken === words) {
        at += 1;
        next(element);
      }
    };
    spoken = words;
    mark(block);
    speech.speak(words);
  };
  all("[data-read-aloud]").forEach((element) => {
    element.hidden = false;
    element.addEventListener("click", () => {
      reading = !reading;
      if (reading) {
        blocks = at ? blocks : readable();
        next(element);
      } else {
        speech.cancel();
        mark(null);
      }
      caption(element);
    });
  });
  addEventListener("pagehide", () => speech.cancel());
})();
