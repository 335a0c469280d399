// Words that are not saved yet are kept in this browser: edusum.keep(entry), edusum.kept(user), edusum.forget(id).
// An entry holds user, place (what it was written for), title, url and the words; each visit of a page has its own.
// edusum.keepNoMore(user) forgets them all, for whoever signs out; edusum.isLeaving is true from then on.
(() => {
  const edusum = (window.edusum ??= {});
  const PREFIX = "edusum.kept.";
  const OLDEST = 60 * 24 * 3600 * 1000;
  const visit = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

  const idOf = (entry) => `${PREFIX}${entry.user}.${entry.place}.${visit}`;

  const read = (id) => {
    try {
      return JSON.parse(window.localStorage.getItem(id));
    } catch {
      return null;
    }
  };

  // Whether the browser took it; it may be full, or told to keep nothing.
  edusum.keep = (entry) => {
    if (edusum.isLeaving) return true;
    try {
      window.localStorage.setItem(idOf(entry), JSON.stringify({ ...entry, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  };

  edusum.forget = (id) => window.localStorage.removeItem(id);

  edusum.forgetOwn = (entry) => edusum.forget(idOf(entry));

  const ids = (user) => Object.keys(window.localStorage).filter((id) => id.startsWith(`${PREFIX}${user}.`));

  edusum.keepsAny = (user) => ids(user).length > 0;

  edusum.keepNoMore = (user) => {
    edusum.isLeaving = true;
    ids(user).forEach(edusum.forget);
  };

  // Puts back what is left of an entry of an earlier visit.
  edusum.keepAs = (id, entry) => {
    try {
      window.localStorage.setItem(id, JSON.stringify(entry));
    } catch {
      // as it was
    }
  };

  // What earlier visits of that person left, the newest first; what is older than two months goes.
  edusum.kept = (user) => {
    const entries = [];
    for (const id of ids(user)) {
      if (id.endsWith(`.${visit}`)) continue;
      const entry = read(id);
      if (!entry || Date.now() - entry.at > OLDEST) edusum.forget(id);
      else entries.push({ ...entry, id });
    }
    return entries.sort((one, other) => other.at - one.at);
  };
})();
