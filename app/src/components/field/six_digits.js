// A code of six digits: refused in our own words, whatever the browser's language; where nothing else is asked, the sixth
// digit is the last.
for (const pin of document.querySelectorAll("input.pin")) {
  pin.addEventListener("invalid", () => pin.setCustomValidity(pin.validity.valueMissing ? "" : pin.title));
  pin.addEventListener("input", () => {
    pin.setCustomValidity("");
    if (pin.dataset.sends !== undefined && /^[0-9]{6}$/.test(pin.value)) pin.form.requestSubmit();
  });
}
