import { button } from "./dom.js";
import { inWeChatOnAndroid } from "./wechat.js";

const WIDTH = 900;
const MARGIN = 60;
const LINE = 64;
const FONT = "sans-serif";

// What does not fit into a line goes on in the next one: Chinese has no spaces to break at.
const broken = (paper, text) => {
  const lines = [""];
  [...text].forEach((character) => {
    const longer = lines[lines.length - 1] + character;
    if (paper.measureText(longer).width > WIDTH - 2 * MARGIN) {
      lines.push(character);
    } else {
      lines[lines.length - 1] = longer;
    }
  });
  return lines;
};

const draw = (heading, texts) => {
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d");
  paper.font = `36px ${FONT}`;
  const lines = texts.flatMap((text) => broken(paper, text));
  canvas.width = WIDTH;
  canvas.height = 2 * MARGIN + (lines.length + 2) * LINE;
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.fillStyle = "#000";
  paper.font = `bold 44px ${FONT}`;
  paper.fillText(heading, MARGIN, MARGIN + LINE);
  paper.font = `36px ${FONT}`;
  lines.forEach((line, at) => paper.fillText(line, MARGIN, MARGIN + (at + 2.5) * LINE));
  return canvas;
};

// A receipt as a picture, among the photographs, where people look for it.
export const keepAsPicture = () => {
  // It saves nothing there, and the page says what to do instead.
  if (inWeChatOnAndroid) {
    return;
  }
  button("[data-picture]", (pressed) => {
    const [heading, ...texts] = pressed.dataset.pictureLines.split("\n");
    draw(heading, texts).toBlob((made) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(made);
      link.download = pressed.dataset.picture;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  });
};
