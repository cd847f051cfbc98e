// A private window may forbid storage: then nothing is remembered.
export const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(`onewindow.${key}`));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`onewindow.${key}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  forget(key) {
    try {
      localStorage.removeItem(`onewindow.${key}`);
    } catch {
      return;
    }
  },
};
