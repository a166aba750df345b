// A card's address holds its secret after the `#`, which browsers keep to themselves; so do those of an invitation and of the
// first day. It is taken out of the address bar at once, in a tab that was open already too: nobody who looks at the screen or at
// the history reads it. It goes back behind the form's own address: when it is refused, the page that the form comes back
// to has it again, and the card need not be shown a second time.
const field = document.querySelector("[data-secret]");
const way = field.form.action;
function read() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = secret;
  field.form.action = `${way}#${secret}`;
  document.getElementById("secret-asked").hidden = true;
  document.getElementById("secret-read").hidden = false;
  document.querySelector("[data-next], [data-sends]")?.focus();
}
addEventListener("hashchange", read);
read();
