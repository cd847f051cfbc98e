// Small comforts of the portal. Every page works without scripts; whatever one alone can
// do is in the page as a hidden element and is shown from here, so that the words stay in
// the page's language. `make assets` puts these modules into ../static/portal.js, which is
// committed, so that running the product needs no node.
import { sendWhatIsChosen } from "./autosubmit.js";
import { keepChecklists } from "./checklist.js";
import { chooseCommunity, rememberCommunity } from "./community.js";
import { askWhatApplies } from "./conditions.js";
import { all, button } from "./dom.js";
import { showKeys } from "./keys.js";
import { limitFiles } from "./files.js";
import { unfoldFilters, unfoldParts } from "./folding.js";
import { findNearest } from "./nearest.js";
import { tellOfNumbers } from "./numbers.js";
import { keepAsPicture } from "./picture.js";
import { printOrSay, unfoldOnPaper } from "./printing.js";
import { walkSteps } from "./steps.js";
import { suggestWhileTyping, tellWhatIsOpened } from "./search.js";
import { tellOfSending } from "./sending.js";
import { share } from "./sharing.js";
import { showWindow } from "./window.js";

keepChecklists();
sendWhatIsChosen();
askWhatApplies();
limitFiles();
walkSteps();
tellOfNumbers();
tellOfSending();
keepAsPicture();
// What has to be mended is read out, and the way to each of it is short.
all("[data-focus]").forEach((element) => element.focus());
suggestWhileTyping();
tellWhatIsOpened();
printOrSay();
// What was sent while the database was away is in the page alone, which repeats it.
button("[data-repeat]", () => location.reload());
share();
rememberCommunity();
showWindow();
findNearest();
chooseCommunity();
unfoldFilters();
unfoldParts();
unfoldOnPaper();
showKeys();
