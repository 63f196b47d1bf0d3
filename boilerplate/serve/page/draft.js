// Corrections of a page that is not saved yet: kept in this browser, so that a reload loses nothing.

const key = (corpus, page) => `boilerplate.draft:${corpus}:${page}`;

export const draft = {
  load(corpus, page, blocks) {
    const roles = JSON.parse(localStorage.getItem(key(corpus, page)) ?? "null");
    return roles?.length === blocks ? roles : null;
  },
  save: (corpus, page, roles) => localStorage.setItem(key(corpus, page), JSON.stringify(roles)),
  drop: (corpus, page) => localStorage.removeItem(key(corpus, page)),
};
