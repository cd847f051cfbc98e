// When a window is open, by the city's clock, whatever the clock of the device says.
const ZONE = "Asia/Shanghai";

// A moment as the city's day and time, `["2026-11-29", "17:03:00"]`.
export const cityClock = (moment) =>
  moment.toLocaleString("sv-SE", { timeZone: ZONE }).split(" ");

export const noonOf = (day) => new Date(`${day}T12:00:00+08:00`);

// What comes next of the hours of some days, `{day: [[from, to], …]}`: whether the window
// is open, on which day it opens or closes, and at what time; nothing where none are left.
export const nextOf = (hours, moment) => {
  const [today, clock] = cityClock(moment);
  const days = Object.entries(hours)
    .map(([day, spans]) => [day, spans.filter(([, to]) => day > today || to > clock)])
    .filter(([day, spans]) => day >= today && spans.length);
  if (!days.length) {
    return null;
  }
  const [day, [[from, to]]] = days[0];
  const isToday = day === today;
  const isOpen = isToday && from <= clock.slice(0, 5);
  return {
    isOpen,
    isToday,
    isTomorrow: noonOf(day) - noonOf(today) === 864e5,
    day,
    time: isOpen ? to : from,
  };
};

// The day in words of a language.
export const dayInWords = (day, language) =>
  noonOf(day).toLocaleDateString(language, {
    month: "long",
    day: "numeric",
    weekday: "long",
    timeZone: ZONE,
  });
