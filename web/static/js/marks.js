// Lights up the lines of what is pointed at or focused, and the other way round.

const LIT = "lit";
const names = (element) => (element.dataset.mark || "").split(" ").filter(Boolean);

function bearers() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-mark]")) {
    for (const name of names(element)) {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(element);
    }
  }
  return found;
}

function bringIntoView(pane, element) {
  const place = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (place.top >= frame.top && place.bottom <= frame.bottom) return;
  pane.scrollTop += place.top - frame.top - frame.height / 4;
}

export function followMarks() {
  const known = bearers();
  if (!known.size) return;
  const pane = document.querySelector("[data-pane]");
  let lit = [];
  const show = (source) => {
    for (const element of lit) element.classList.remove(LIT);
    const all = source ? names(source).flatMap((name) => known.get(name) || []) : [];
    lit = [...new Set(all)].filter((element) => element.tagName !== "A");
    for (const element of lit) element.classList.add(LIT);
    if (!pane || !source || pane.contains(source)) return;
    const first = lit.find((element) => pane.contains(element));
    if (first) bringIntoView(pane, first);
  };
  const meant = (event) => (event.target instanceof Element ? event.target.closest("[data-mark]") : null);
  let last = null;
  const follow = (event) => {
    const source = meant(event);
    if (source === last) return;
    last = source;
    show(source);
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
}
