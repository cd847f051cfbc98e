// What the scripts do with elements of the page.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const fill = (element, children) => {
  element.textContent = "";
  element.append(...children);
};

export const button = (selector, press) =>
  all(selector).forEach((element) => {
    element.hidden = false;
    element.addEventListener("click", () => press(element));
  });
