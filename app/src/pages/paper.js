// Where there are scripts, a button prints; elsewhere the browser's own menu does.
const print_ = document.getElementById("imprimer");
print_.hidden = false;
print_.addEventListener("click", () => print());
