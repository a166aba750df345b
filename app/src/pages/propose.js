// What is said or typed here stays in this tab until the service has it, which the page of the parcours says: a reload, a cut link,
// a refusal and a session that has ended give it back.
const words = document.getElementById("mots");
const says = document.getElementById("refus");
const { form } = words;
// Of this person alone: another who signs in on this tab does not find it.
const draft = `proposition ${form.parcours.value}`;
const sent = `${draft} partie`;
words.value ||= sessionStorage.getItem(draft) ?? "";
// Sent again as it was, it is the same step; other words are another.
const fresh = form.step.value;
form.step.value = sessionStorage.getItem(sent) ?? fresh;
words.focus();
const keep = () => {
  form.step.value = fresh;
  sessionStorage.removeItem(sent);
  sessionStorage.setItem(draft, words.value);
};
words.addEventListener("input", keep);
words.addEventListener("paste", (event) => {
  const room = words.maxLength - words.value.length + (words.selectionEnd - words.selectionStart);
  if (event.clipboardData.getData("text").length > room) says.textContent = form.dataset.cut;
});
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    says.textContent = form.dataset.noLink;
    return;
  }
  sessionStorage.setItem(sent, form.step.value);
});

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
if (Recognition) {
  const button = document.getElementById("dicter");
  const listening = new Recognition();
  listening.lang = document.documentElement.lang;
  const stop = () => {
    button.setAttribute("aria-pressed", "false");
    says.textContent = "";
  };
  listening.onend = stop;
  listening.onresult = (heard) => {
    words.value = `${words.value} ${heard.results[0][0].transcript}`.trim().slice(0, words.maxLength);
    keep();
    words.focus();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      listening.stop();
      return;
    }
    button.setAttribute("aria-pressed", "true");
    says.textContent = form.dataset.listening;
    listening.start();
  });
}
