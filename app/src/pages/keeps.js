// A plain form that is refused comes back empty from the service. With scripts it stays where it is, and what was wrong is
// said beside its field: nothing that was written is written again.
const form = document.querySelector("form[data-keeps]");
const says = document.getElementById("refus");
let sending = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  sending = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "text/html" } });
    const { pathname, searchParams } = new URL(answer.url);
    if (answer.ok && pathname !== "/connexion" && !searchParams.has("refus")) return location.assign(answer.url);
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const its = now.querySelector("form[data-keeps]");
    // Another page in its place: who was signed out meanwhile.
    if (!its) {
      says.textContent = form.dataset.signedOut;
      return;
    }
    for (const problem of now.querySelectorAll(".form-problem")) document.getElementById(problem.id).textContent = problem.textContent;
    for (const field of now.querySelectorAll("[aria-describedby]")) {
      const here = document.getElementById(field.id);
      if (field.hasAttribute("aria-invalid")) here.setAttribute("aria-invalid", "true");
      else here.removeAttribute("aria-invalid");
    }
    // Who may be chosen may be others by now.
    const others = its.elements.referent;
    if (others) form.elements.referent.replaceWith(document.importNode(others, true));
    form.querySelector("[aria-invalid]")?.focus();
  } catch {
    says.textContent = form.dataset.noLink;
  } finally {
    sending = false;
  }
});
