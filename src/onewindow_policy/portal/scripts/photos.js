// Photographs are made smaller on the device, so that they are sent in seconds: what is
// handed in has to be read, not printed as a poster. Whatever goes wrong, the file stays as
// it is; the server judges it in any case.

const SMALL = 1.5 * 2 ** 20;
// A sheet of A4 at some 220 dots an inch.
const LONGEST = 2600;
const QUALITY = 0.85;
const PATIENCE = 20000;

const HEIC = /\.(heic|heif)$/i;

export const isHeic = ({ name, type }) =>
  /^image\/hei[cf]/.test(type) || (!type && HEIC.test(name));

export const wantsWork = (file) =>
  isHeic(file) || (/^image\/(jpeg|png)$/.test(file.type) && file.size > SMALL);

// Width and height that fit, with the same shape.
export const fitted = (width, height) => {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return [Math.round(width * scale), Math.round(height * scale)];
};

export const asJpeg = (name) => `${name.replace(/\.[^.]*$/, "")}.jpg`;

const drawn = async (file) => {
  // Which way up it is held is said in the file. Browsers that cannot read that refuse.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(picture.width, picture.height);
  const paper = canvas.getContext("2d");
  // What can be looked through is black in a JPEG.
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
};

const inTime = (work) =>
  Promise.race([work, new Promise((_done, fail) => setTimeout(fail, PATIENCE))]);

const smaller = async (file) => {
  try {
    const made = await inTime(drawn(file));
    if (!made || (made.size >= file.size && !isHeic(file))) {
      return file;
    }
    return new File([made], asJpeg(file.name), {
      type: "image/jpeg",
      lastModified: file.lastModified,
    });
  } catch {
    return file;
  }
};

// The same files, with photographs that are small enough to send; one after the other, as
// each takes the memory of a whole picture.
export const prepared = async (files) => {
  const done = [];
  for (const file of files) {
    done.push(wantsWork(file) ? await smaller(file) : file);
  }
  return done;
};
