import { all } from "./dom.js";
import { inWeChat } from "./wechat.js";

// Copying works everywhere, in old browsers by a selection.
const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
};

// Sharing: by the device's own dialog where there is one. WeChat has its own menu, which
// no page can open.
export const share = () =>
  all("[data-share]").forEach((element) => {
    const url = element.dataset.share;
    const send = element.querySelector("[data-share-send]");
    const copy = element.querySelector("[data-share-copy]");
    const state = element.querySelector(".share-state");
    element.hidden = false;
    send.hidden = !(inWeChat || navigator.share);
    send.addEventListener("click", () => {
      if (inWeChat) {
        state.textContent = state.dataset.wechat;
      } else {
        // Who closes the dialog has changed their mind; nothing is wrong.
        navigator.share({ title: element.dataset.shareTitle, url }).catch(() => {});
      }
    });
    copy.addEventListener("click", async () => {
      state.textContent = (await copied(url))
        ? state.dataset.copied
        : `${state.dataset.notCopied} ${url}`;
      copy.focus();
    });
  });
