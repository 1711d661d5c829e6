// The key "/" leads to the search box from wherever nothing is being typed.

const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

export function searchBySlash() {
  const box = document.querySelector("[data-find]");
  document.addEventListener("keydown", (event) => {
    if (!box || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
