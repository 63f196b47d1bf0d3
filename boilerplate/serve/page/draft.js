// Corrections of pages that are not saved yet: kept in this browser, so that neither a reload
// nor a crash loses them; only in memory where the browser keeps nothing.

const memory = new Map();

const key = (corpus, page) => `boilerplate.draft:${corpus}:${page}`;

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

export const draft = {
  load(corpus, page) {
    const name = key(corpus, page);
    return memory.get(name) ?? stored(name);
  },

  // Whether it will be there after a reload.
  save(corpus, page, roles) {
    const name = key(corpus, page);
    memory.set(name, [...roles]);
    try {
      localStorage.setItem(name, JSON.stringify(roles));
      return true;
    } catch {
      return false;
    }
  },

  drop(corpus, page) {
    const name = key(corpus, page);
    memory.delete(name);
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
    return true;
  },
};
