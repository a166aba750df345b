// A card's address holds its secret after the `#`, which browsers keep to themselves. It is taken out of the address bar at
// once, in a tab that was open already too: nobody who looks at the screen or at the history reads it. It goes back behind
// the form's own address: when the code is refused, the page that the form comes back to has it again, and the card need not
// be shown a second time.
const card = document.getElementById("card");
const pin = document.getElementById("pin");
const way = card.form.action;
function read() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  card.value = secret;
  card.form.action = `${way}#${secret}`;
  document.getElementById("card-asked").hidden = true;
  document.getElementById("card-read").hidden = false;
  pin.focus();
}
addEventListener("hashchange", read);
read();
