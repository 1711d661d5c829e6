// Single keys for lists: j and k move, x ticks, o opens, e edits, ? tells all this.
// They can be switched off, and none acts while somebody writes.

const OFF = "amends-keys-off";

const remembered = {
  get off() {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  },
  set off(value) {
    try { localStorage.setItem(OFF, value ? "1" : "0"); } catch { /* then it holds for this page */ }
  },
};

export function listenToKeys() {
  const help = document.querySelector("dialog.keys");
  let off = remembered.off;
  if (help) introduce(help, off, (value) => { off = remembered.off = value; });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?" && help) return act(event, () => help.showModal());
    const deed = off ? undefined : deeds[event.key];
    if (deed && deed() !== false) event.preventDefault();
  });
}

function introduce(help, off, choose) {
  const button = document.querySelector("[data-keys-help]");
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  const box = help.querySelector("[data-keys-switch]");
  box.checked = !off;
  box.addEventListener("change", () => choose(!box.checked));
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  x: () => withCurrent((row) => row.querySelector(".tick input")?.click()),
  o: () => withCurrent((row) => row.querySelector("a.title").click()),
  e: edit,
};

function rows() {
  return [...document.querySelectorAll("main table[data-keys] tbody tr")];
}

function current() {
  return document.activeElement?.closest?.("table[data-keys] tbody tr") ?? null;
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const here = all.indexOf(current());
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  return focus(all[Math.min(Math.max(next, 0), all.length - 1)].querySelector("a.title"));
}

function withCurrent(deed) {
  const row = current();
  if (!row) return false;
  deed(row);
  return true;
}

function edit() {
  const bar = document.querySelector(".bulk-bar");
  if (bar && document.querySelector("form.bulk .tick input:checked")) {
    bar.open = true;
    return focus(bar.querySelector("input[name=owner]"));
  }
  if (focus(document.querySelector("form.edit textarea[name=title]"))) return true;
  return withCurrent((row) => { location.href = `${row.querySelector("a.title").href}#edit`; });
}

function focus(element) {
  if (!element) return false;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
  return true;
}

function act(event, deed) {
  event.preventDefault();
  deed();
}

function isWriting(element) {
  const typed = element.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(typed) && !["checkbox", "radio"].includes(typed.type);
}
