import { all } from "./dom.js";

// Of halls with a place on the map, the one next to a position, in degrees.
export const nearestOf = (halls, { latitude, longitude }) => {
  const narrow = Math.cos((latitude * Math.PI) / 180);
  const distance = (hall) =>
    Math.hypot(hall.latitude - latitude, (hall.longitude - longitude) * narrow);
  return halls.reduce((best, hall) => (distance(hall) < distance(best) ? hall : best));
};

// The nearest window: the position is compared here and sent nowhere.
export const findNearest = () => {
  if (!navigator.geolocation) {
    return;
  }
  all("[data-locate]").forEach((place) => {
    const status = place.querySelector("[role=status]");
    const fail = () => {
      status.textContent = place.dataset.failed;
    };
    const go = ({ coords }) =>
      fetch(place.dataset.locate)
        .then((response) => response.json())
        .then((halls) => location.assign(nearestOf(halls, coords).url))
        .catch(fail);
    place.hidden = false;
    place
      .querySelector("button")
      .addEventListener("click", () =>
        navigator.geolocation.getCurrentPosition(go, fail, { timeout: 10000 })
      );
  });
};
