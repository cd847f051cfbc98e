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

  const findings = async (isColour, place = document) => {
    const {violations, incomplete} = await axe.run(place, {
      runOnly: ids(isColour), resultTypes: ["violations", "incomplete"],
    });
    // What axe-core leaves open may be what the eye has to judge, such as one character
    // alone; but no words may stand on a picture, where nobody can.
    const open = isColour ? incomplete.map((result) => ({
      ...result,
      nodes: result.nodes.filter(({any}) =>
        any.some(({data}) => data && ["bgImage", "imgNode"].includes(data.messageKey))),
    })) : [];
    return [...violations, ...open].flatMap(({id, nodes}) => nodes.map((node) => [
      id,
      node.target.join(" "),
      node.any.concat(node.all, node.none).map((check) => check.message).join(" / "),
    ]));
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

  window.findings = () => findings(false);

  // Colours are judged without the marks before and after words, which axe-core takes for
  // their ground, and on each colour of a gradient in turn.
  window.findingsOfColours = async () => {
    const bare = new CSSStyleSheet();
    bare.replaceSync("*::before, *::after {content: none !important}");
    document.adoptedStyleSheets = [bare];
    const found = [...await findings(true), ...dimPlaceholders()];
    for (const element of document.querySelectorAll("body *")) {
      const {backgroundImage} = getComputedStyle(element);
      if (backgroundImage.includes("gradient")) {
        for (const colour of backgroundImage.match(/rgb\([^)]*\)/g) || []) {
          element.style.background = colour;
          found.push(...await findings(true, element));
        }
        element.style.background = "";
      }
    }
    document.adoptedStyleSheets = [];
    return found;
  };
}
