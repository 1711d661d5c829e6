// Tells how many items of a list are ticked, and offers to change them; all at once where asked.

export function ticks() {
  return [...document.querySelectorAll("form.bulk .tick input")];
}

export function countChosen() {
  const bar = document.querySelector(".bulk-bar");
  if (!bar) return;
  const told = bar.querySelector("[data-chosen]");
  const without = told.textContent;
  const all = everyone();
  const count = () => {
    const chosen = ticks().filter((tick) => tick.checked).length;
    told.textContent = chosen ? `Change ${chosen} ticked ${chosen === 1 ? "item" : "items"}` : without;
    all.checked = chosen > 0 && chosen === ticks().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const tick of ticks()) tick.checked = all.checked;
    count();
  });
  document.querySelector("form.bulk").addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
}

// The tick that chooses all the items of this page; it stands in the heading.
function everyone() {
  const heading = document.querySelector("form.bulk thead th");
  const label = document.createElement("label");
  label.className = "tick";
  const box = document.createElement("input");
  box.type = "checkbox";
  const name = document.createElement("span");
  name.className = "unseen";
  name.textContent = "Choose all items of this page";
  label.append(box, name);
  heading.prepend(label);
  return box;
}
