// A wrong password does not make anyone type their address again. It is kept by this tab alone, until it is used.
const email = document.getElementById("email");
const password = document.getElementById("password");
const again = new URLSearchParams(location.search).has("refus");
const kept = sessionStorage.getItem("email");
sessionStorage.removeItem("email");
if (again && kept) {
  email.value = kept;
  password.focus();
} else {
  email.focus();
}
email.form.addEventListener("submit", () => sessionStorage.setItem("email", email.value));
