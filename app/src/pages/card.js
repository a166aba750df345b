// A card's address holds its secret after the `#`, which browsers keep to themselves. It is taken out of the address bar at
// once: nobody who looks at the screen or at the history reads it. It goes back behind the form's own address: when the
// code is refused, the page that the form comes back to has it again, and the card need not be shown a second time.
const secret = location.hash.slice(1);
if (secret) {
  history.replaceState(null, "", location.pathname + location.search);
  const card = document.getElementById("card");
  card.value = secret;
  card.form.action += `#${secret}`;
  document.getElementById("card-asked").hidden = true;
  document.getElementById("card-read").hidden = false;
}
