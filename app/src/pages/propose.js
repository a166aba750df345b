// What is said or typed here stays in this tab until it was sent: a reload, a cut link or a refusal gives it back.
const words = document.getElementById("mots");
const says = document.getElementById("refus");
const { form } = words;
// Of this person alone: another who signs in on this tab does not find it.
const draft = `proposition ${form.parcours.value}`;
const sent = `${draft} partie`;
const refused = new URLSearchParams(location.search).has("refus");
if (sessionStorage.getItem(sent) && !refused) sessionStorage.removeItem(draft);
sessionStorage.removeItem(sent);
words.value ||= sessionStorage.getItem(draft) ?? "";
words.focus();
const keep = () => sessionStorage.setItem(draft, words.value);
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
  sessionStorage.setItem(sent, "1");
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
