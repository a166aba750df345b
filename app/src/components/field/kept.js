// A plain form that is refused comes back empty from the service. With scripts it stays where it is, and what was wrong is
// said beside its field, or else above its button: nothing that was written is written again.
function keeps(form) {
  const says = form.querySelector(".form-problem[data-says]");
  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)), headers: { accept: "text/html" } });
      const { pathname, searchParams } = new URL(answer.url);
      if (answer.ok && pathname !== "/connexion" && !searchParams.has("refus")) return location.assign(answer.url);
      const now = new DOMParser().parseFromString(await answer.text(), "text/html");
      const its = now.getElementById(form.id);
      const said = [...now.querySelectorAll(".form-problem")].map((it) => it.textContent.trim()).find(Boolean);
      // Another page in its place: who was signed out meanwhile, or what was done about it by another; or none at all.
      if (!its) {
        const why = pathname === "/connexion" ? form.dataset.signedOut : (said ?? form.dataset.signedOut);
        says.textContent = answer.ok ? why : form.dataset.noLink;
        return;
      }
      let beside = false;
      for (const problem of its.querySelectorAll(".form-problem")) {
        document.getElementById(problem.id).textContent = problem.textContent;
        beside ||= problem.textContent.trim() !== "";
      }
      if (!beside) says.textContent = said ?? form.dataset.noLink;
      for (const field of its.querySelectorAll("[aria-describedby]")) {
        const here = document.getElementById(field.id);
        if (field.hasAttribute("aria-invalid")) here?.setAttribute("aria-invalid", "true");
        else here?.removeAttribute("aria-invalid");
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
}
document.querySelectorAll("form[data-keeps]").forEach(keeps);
