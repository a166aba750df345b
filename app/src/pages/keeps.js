// A plain form that is refused comes back empty from the service. With scripts it stays where it is, and what was wrong is
// said beside its field: nothing that was written is written again.
const form = document.querySelector("form[data-keeps]");
const says = document.getElementById("refus");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "text/html" } });
    if (!new URL(answer.url).searchParams.has("refus") && answer.ok) return location.assign(answer.url);
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Whoever was signed out meanwhile is told so where they are: the words stay.
    if (!now.querySelector("form[data-keeps]")) throw answer;
    for (const problem of now.querySelectorAll(".form-problem")) document.getElementById(problem.id).textContent = problem.textContent;
    for (const field of now.querySelectorAll("[aria-describedby]")) {
      const here = document.getElementById(field.id);
      if (field.hasAttribute("aria-invalid")) here.setAttribute("aria-invalid", "true");
      else here.removeAttribute("aria-invalid");
    }
    form.querySelector("[aria-invalid]")?.focus();
  } catch {
    says.textContent = form.dataset.noLink;
  }
  button.disabled = false;
});
