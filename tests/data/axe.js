// What tests/test_portal_accessibility.py runs in each page, beside axe-core itself.
(elder) => {
  // All rules but those that axe-core has given up itself. The stronger contrast of level
  // AAA is what elder mode promises, and elder mode alone.
  const rules = axe.getRules()
    .filter(({tags, ruleId}) => !tags.includes("deprecated")
      && (elder || ruleId !== "color-contrast-enhanced"));
  const ids = (isColour) => rules
    .filter(({tags}) => tags.includes("cat.color") === isColour)
    .map(({ruleId}) => ruleId);

  const run = (ids, place, ...more) => axe.run(place, {
    runOnly: ids, resultTypes: ["violations", "incomplete", ...more], elementRef: true,
  });

  const told = (results) => results.flatMap(({id, nodes}) => nodes.map((node) => [
    id,
    node.target.join(" "),
    node.any.concat(node.all, node.none).map((check) => check.message).join(" / "),
  ]));

  // What axe-core leaves open may be what the eye has to judge, such as one character
  // alone; but no words may stand on a picture, where nobody can.
  const onPictures = (results) => results.map((result) => ({
    ...result,
    nodes: result.nodes.filter(({any}) =>
      any.some(({data}) => data && ["bgImage", "imgNode"].includes(data.messageKey))),
  }));

  // Finding what is behind words takes axe-core most of its time. Words of one make, which
  // is what their contrast depends on, are therefore judged no more in a tab once they were
  // found well. Where a picture may be behind words, they are a make of their own.
  const contrasts = ids(true).filter((id) => id.startsWith("color-contrast"));
  axe.configure({rules: contrasts.map((id) => ({id, selector: "[data-judged]"}))});

  const makeOf = (element) => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const make = [innerWidth, color, fontSize, fontWeight, textShadow];
    for (let ground = element; ground; ground = ground.parentElement) {
      const style = getComputedStyle(ground);
      make.push(ground.localName, ground.className, style.backgroundColor,
        style.backgroundImage, style.opacity, style.position, style.filter);
    }
    return make.join(" ");
  };

  const hasWords = (element) => element.checkVisibility({visibilityProperty: true})
    && (element.matches("button, input, select, textarea")
      || [...element.childNodes].some(({nodeType, data}) =>
        nodeType === Node.TEXT_NODE && data.trim()));

  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;

  // Give the elements with words, by make; one on a picture is a make of its own.
  const wordsByMake = (place) => {
    const pictures = [...document.querySelectorAll("img, svg, canvas, video")]
      .map((picture) => picture.getBoundingClientRect());
    const found = new Map();
    const within = [...place.querySelectorAll("*")];
    if (place !== document) {
      within.unshift(place);
    }
    for (const element of within.filter(hasWords)) {
      const own = element.getBoundingClientRect();
      const isOnPicture = pictures.some((picture) => meet(own, picture));
      const make = isOnPicture ? element : makeOf(element);
      found.set(make, [...found.get(make) || [], element]);
    }
    return found;
  };

  const findingsWithin = async (place, rules) => {
    const settled = new Set(JSON.parse(sessionStorage.getItem("settledWords")));
    const left = [...wordsByMake(place)].filter(([make]) => !settled.has(make));
    const found = [];

    // Judge the words of elements; give those that axe-core finds nothing against.
    const judge = async (elements, ruleIds) => {
      elements.forEach((element) => element.setAttribute("data-judged", ""));
      const {violations, incomplete, passes} = await run(ruleIds, place, "passes");
      elements.forEach((element) => element.removeAttribute("data-judged"));
      found.push(...told(violations), ...told(onPictures(incomplete)));
      const judgedIn = (results) => new Set(results
        .filter(({id}) => contrasts.includes(id))
        .flatMap(({nodes}) => nodes.map(({element}) => element)));
      return judgedIn(passes).difference(judgedIn([...violations, ...incomplete]));
    };

    // The first of a make may be hidden, or left open: then all the others are judged.
    const clear = await judge(left.map(([_make, [first]]) => first), rules);
    const rest = left
      .filter(([_make, [first]]) => !clear.has(first))
      .flatMap(([_make, [_first, ...others]]) => others);
    if (rest.length) {
      await judge(rest, contrasts);
    }
    for (const [make, [first]] of left) {
      if (clear.has(first) && make !== first) {
        settled.add(make);
      }
    }
    sessionStorage.setItem("settledWords", JSON.stringify([...settled]));
    return found;
  };

  // axe-core does not judge the words that stand in an empty field.
  const dimPlaceholders = () => {
    const {Color, getBackgroundColor, getContrast} = axe.commons.color;
    axe.setup(document);
    const found = [...document.querySelectorAll(":placeholder-shown")]
      .filter((field) => field.placeholder && field.checkVisibility())
      .map((field) => {
        const {color, opacity} = getComputedStyle(field, "::placeholder");
        const words = new Color();
        words.parseString(color);
        words.alpha *= opacity;
        return [field, getContrast(getBackgroundColor(field), words)];
      })
      .filter(([_field, contrast]) => !(contrast >= (elder ? 7 : 4.5)))
      .map(([field, contrast]) => [
        "placeholder", field.id || field.name, `It has a contrast of ${contrast}.`,
      ]);
    axe.teardown();
    return found;
  };

  window.findings = async () => {
    const {violations} = await run(ids(false), document);
    return told(violations);
  };

  // Colours are judged without the marks before and after words, which axe-core takes for
  // their ground, and on each colour of a gradient in turn.
  window.findingsOfColours = async () => {
    const bare = new CSSStyleSheet();
    bare.replaceSync("*::before, *::after {content: none !important}");
    document.adoptedStyleSheets = [bare];
    const found = [...await findingsWithin(document, ids(true)), ...dimPlaceholders()];
    for (const element of document.querySelectorAll("body *")) {
      const {backgroundImage} = getComputedStyle(element);
      if (backgroundImage.includes("gradient")) {
        for (const colour of backgroundImage.match(/rgb\([^)]*\)/g) || []) {
          element.style.background = colour;
          found.push(...await findingsWithin(element, contrasts));
        }
        element.style.background = "";
      }
    }
    document.adoptedStyleSheets = [];
    return found;
  };
}
