// The key that people know from elsewhere. On a page without the field, and where a screen is too narrow for it, its own page opens.
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  const field = [...document.querySelectorAll("input[type=search]")].find((it) => it.offsetParent !== null);
  if (!field) return location.assign("/recherche");
  field.focus();
  field.select();
});
