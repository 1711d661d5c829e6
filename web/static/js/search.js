// The key "/" leads to the search box from wherever nothing is being typed.
const box = document.querySelector("[data-find]");
const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);

document.addEventListener("keydown", (event) => {
  if (!box || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) return;
  event.preventDefault();
  box.focus();
  box.select();
});
