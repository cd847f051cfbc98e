import { all, awaitPresses } from "./dom.js";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const LAST = "10X98765432";

const compact = (text) => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

// The day of birth in the number of an identity card (GB 11643), as year, month and day;
// null where it is none.
export const birthOf = (text) => {
  const number = compact(text);
  if (!/^\d{17}[\dX]$/.test(number)) {
    return null;
  }
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * number[at], 0);
  if (LAST[sum % 11] !== number[17]) {
    return null;
  }
  const [year, month, day] = [
    number.slice(6, 10),
    number.slice(10, 12),
    number.slice(12, 14),
  ].map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && date <= new Date() ? [year, month, day] : null;
};

// A day as people type it, as year, month and day; null where it is none.
export const dayOf = (text) => {
  const typed = text.normalize("NFKC").trim();
  const found =
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed) ||
    /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?$/.exec(typed);
  return found && found.slice(1).map(Number);
};

// Completed years of life on a day.
export const ageOf = ([year, month, day], now = new Date()) => {
  const isBefore =
    now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (isBefore ? 1 : 0);
};

// Whether a bank card's number is whole and its last digit is not that of the others
// (Luhn): most cards have it, passbooks need not.
export const isDoubtfulCard = (text) => {
  const number = compact(text);
  if (!/^\d{12,19}$/.test(number)) {
    return false;
  }
  const sum = [...number].reverse().reduce((all, digit, at) => {
    const value = Number(digit) * (at % 2 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 !== 0;
};

const written = ([year, month, day], language) =>
  language.startsWith("zh")
    ? `${year}年${month}月${day}日`
    : new Date(Date.UTC(year, month - 1, day)).toLocaleDateString("en-GB", {
        day: "numeric",
        month: "long",
        timeZone: "UTC",
        year: "numeric",
      });

const tellBirth = (told) => {
  const input = document.getElementById(told.dataset.birthOf);
  const born = input && birthOf(input.value);
  const words = born ? told.dataset.born : told.dataset.unborn;
  const text = words.replace("{day}", born ? written(born, document.documentElement.lang) : "");
  if (told.textContent !== text) {
    told.textContent = text;
  }
};

const tellAge = (told) => {
  const { ageOf: id, atLeast, atMost, reads } = told.dataset;
  const { value } = document.getElementById(id);
  const born = reads === "day" ? dayOf(value) : birthOf(value);
  const age = born ? ageOf(born) : -1;
  const isBelow = Boolean(atLeast) && age < Number(atLeast);
  const isAbove = Boolean(atMost) && age > Number(atMost);
  told.hidden = age < 0 || !(isBelow || isAbove);
};

// Forms: what is read off a number is shown, and what is odd about one is asked, while it
// can be mended easily. The server reads and asks the same.
export const tellOfNumbers = () => {
  const tellAges = () => all("[data-age-of]").forEach(tellAge);
  const tellBirths = () => all("[data-birth-of][data-unborn]").forEach(tellBirth);
  const afterPress = awaitPresses();
  document.addEventListener("change", ({ target }) =>
    afterPress(() => {
      tellBirths();
      tellAges();
      const asked = target.id && document.getElementById(`${target.id}-ask`);
      if (asked) {
        asked.hidden = !isDoubtfulCard(target.value);
      }
    })
  );
  tellBirths();
  tellAges();
};
