// Lines that are selected in a draft's document become the lines of the item to add.

const numberOf = (node) => {
  const element = node instanceof Element ? node : node?.parentElement;
  const line = element?.closest("li[id]");
  const found = line && /L(\d+)$/.exec(line.id);
  return found ? Number(found[1]) : null;
};

export function takeSelectedLines() {
  const pane = document.querySelector("[data-draft] [data-pane]");
  const from = document.querySelector("[data-from]");
  const to = document.querySelector("[data-to]");
  if (!pane || !from || !to) return;
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !pane.contains(chosen.anchorNode)) return;
    const ends = [numberOf(chosen.anchorNode), numberOf(chosen.focusNode)];
    if (ends.includes(null)) return;
    from.value = Math.min(...ends);
    to.value = Math.max(...ends);
  });
}
