// What somebody sees of a page, from top to bottom: blocks of text, where they stand, and
// which of them can be pressed. Each is marked, so that it can be pressed afterwards.
() => {
  const PRESSED = "a[href], button, summary, input[type=submit]";
  const BLOCKS =
    "p, li, h1, h2, h3, h4, dt, dd, th, td, label, legend, figcaption, div, section, span";
  const shown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      return false;
    }
    const box = element.getBoundingClientRect();
    return box.width > 2 && box.height > 2 && box.right > 0 && box.left < innerWidth;
  };
  const found = new Map();
  const note = (element, text, top) => {
    if (!found.has(element)) {
      const pressed = element.matches(PRESSED);
      const sends = Boolean(element.form) && element.matches("button, input");
      const answers = Boolean(element.closest(".journey-choices"));
      found.set(element, { text: "", top, pressed, sends, answers });
    }
    found.get(element).text += text;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/\s+/g, " ").trim();
    const parent = walker.currentNode.parentElement;
    if (!text || parent.matches("script, style, noscript") || !shown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const top = range.getBoundingClientRect().top + scrollY;
    note(parent.closest(PRESSED) || parent.closest(BLOCKS) || parent, text, top);
  }
  for (const element of document.querySelectorAll("input[type=submit], textarea")) {
    if (!shown(element)) continue;
    const top = element.getBoundingClientRect().top + scrollY;
    const label = element.labels?.[0]?.innerText || "";
    note(element, element.value || (element.matches("textarea") && `[${label}]`), top);
  }
  return [...found.entries()]
    .map(([element, block], number) => {
      element.dataset.reader = number;
      return { ...block, number };
    })
    .sort((one, other) => one.top - other.top);
};
