import { all, button } from "./dom.js";
import { inWeChatOnAndroid } from "./wechat.js";

const FETCHES = "a[href*='@@download'], a[href*='@@bundle'], [data-print]";

// WeChat on Android neither prints nor downloads, and says nothing: the page does, before
// anybody tries.
export const printOrSay = () => {
  if (inWeChatOnAndroid) {
    const own = all("[data-wechat=own]");
    const notes = document.querySelector(FETCHES) ? all("[data-wechat=any]") : [];
    (own.length ? own : notes).forEach((note) => (note.hidden = false));
  } else {
    button("[data-print]", () => window.print());
  }
};

// On paper nothing is folded.
export const unfoldOnPaper = () =>
  addEventListener("beforeprint", () =>
    all("details").forEach((details) => {
      details.open = true;
    })
  );
