// At the window: papers are photographed by the camera of the desk, page by page, straight
// into the field of their files. What is taken goes the way of a file that was chosen: it is
// made smaller and judged by its field, and judged once more by the server. It is drawn anew
// from the picture of the camera, so that nothing stands in it of where and by what it was
// taken. Without this script, without a camera or without TLS the field is all there is.

const QUALITY = 0.9;
// What a document camera of a desk can do; the browser takes what comes nearest.
const WIDTH = 2592;
const HEIGHT = 1944;
const CHOSEN = "onewindow.camera";

// What a page of a paper is called until the server names it by its material.
export const pageName = (label, number) => `${label}-${number}.jpg`;

// The camera after this one, in turn: a desk has one over the papers, and one for faces.
export const nextOf = (ids, id) => ids[(ids.indexOf(id) + 1) % ids.length];

// The files of a field with one page more: a field that takes one has the last.
export const withPage = (files, page, takesSeveral) =>
  takesSeveral ? [...files, page] : [page];

const chosen = () => {
  try {
    return localStorage.getItem(CHOSEN) || "";
  } catch {
    return "";
  }
};

const choose = (id) => {
  try {
    localStorage.setItem(CHOSEN, id);
  } catch {
    // A private window remembers nothing.
  }
};

const canPhotograph = () =>
  window.isSecureContext &&
  navigator.mediaDevices &&
  navigator.mediaDevices.getUserMedia &&
  typeof DataTransfer === "function";

const cameras = async () =>
  (await navigator.mediaDevices.enumerateDevices())
    .filter(({ kind }) => kind === "videoinput")
    .map(({ deviceId }) => deviceId);

const openCamera = (id) =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      width: { ideal: WIDTH },
      height: { ideal: HEIGHT },
      ...(id ? { deviceId: { ideal: id } } : { facingMode: "environment" }),
    },
  });

const put = (input, files) => {
  const kept = new DataTransfer();
  files.forEach((file) => kept.items.add(file));
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

// One camera is open at a time: another field, or leaving the page, closes it.
let closeOpen = () => {};

const offer = (place) => {
  const input = document.getElementById(place.dataset.camera);
  const part = (name) => place.querySelector(`[data-camera-${name}]`);
  const [video, canvas, note] = [part("video"), part("picture"), part("note")];
  let stream = null;
  let known = [];
  let count = 0;

  const show = (name) => {
    part("panel").hidden = name === "closed";
    part("open").hidden = name !== "closed";
    const isTaken = name === "taken";
    video.hidden = isTaken;
    canvas.hidden = !isTaken;
    part("take").hidden = isTaken;
    part("keep").hidden = part("again").hidden = !isTaken;
    part("next").hidden = isTaken || known.length < 2;
  };
  const stop = () => {
    if (stream) {
      stream.getTracks().forEach((track) => track.stop());
    }
    stream = null;
    video.srcObject = null;
    canvas.width = canvas.height = 0;
  };
  const close = () => {
    stop();
    show("closed");
    closeOpen = () => {};
  };
  const start = async (id) => {
    stop();
    stream = await openCamera(id);
    video.srcObject = stream;
    await video.play();
    known = await cameras();
    show("looking");
  };
  const tell = async (work) => {
    try {
      await work();
    } catch {
      close();
      note.textContent = place.dataset.refused;
    }
  };

  part("open").addEventListener("click", () =>
    tell(async () => {
      closeOpen();
      note.textContent = "";
      await start(chosen());
      closeOpen = close;
      part("take").focus();
    })
  );
  part("next").addEventListener("click", () =>
    tell(async () => {
      const { deviceId } = stream.getVideoTracks()[0].getSettings();
      const id = nextOf(known, deviceId);
      await start(id);
      choose(id);
      part("next").focus();
    })
  );
  part("take").addEventListener("click", () => {
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext("2d").drawImage(video, 0, 0);
    show("taken");
    part("keep").focus();
  });
  part("again").addEventListener("click", () => {
    show("looking");
    part("take").focus();
  });
  part("keep").addEventListener("click", () =>
    canvas.toBlob(
      (made) => {
        if (!made) {
          note.textContent = place.dataset.refused;
          return;
        }
        count += 1;
        const page = new File([made], pageName(place.dataset.name, count), {
          type: "image/jpeg",
        });
        put(input, withPage(input.files, page, input.multiple));
        note.textContent = place.dataset.kept.replace("{count}", input.files.length);
        show("looking");
        part("take").focus();
      },
      "image/jpeg",
      QUALITY
    )
  );
  part("close").addEventListener("click", () => {
    close();
    part("open").focus();
  });
  show("closed");
  place.hidden = false;
};

const offerAll = async () => {
  const places = [...document.querySelectorAll("[data-camera]")];
  if (!places.length || !canPhotograph()) {
    return;
  }
  try {
    if (!(await cameras()).length) {
      return;
    }
  } catch {
    return;
  }
  places.forEach(offer);
  window.addEventListener("pagehide", () => closeOpen());
};

if (typeof document !== "undefined") {
  offerAll();
}
