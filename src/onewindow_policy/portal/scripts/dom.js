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

// Returns a function that calls what it is given once no press is under way. Leaving a field
// by pressing a button comes as `change` in the middle of that press: whatever moves the
// button then takes it from under the finger, and no click comes of it.
export const awaitPresses = (root = window) => {
  let isPressed = false;
  ["pointerdown", "pointerup", "pointercancel"].forEach((name) =>
    root.addEventListener(name, () => (isPressed = name === "pointerdown"), true)
  );
  return (act) => {
    const wait = () => (isPressed ? setTimeout(wait, 50) : act());
    setTimeout(wait);
  };
};
