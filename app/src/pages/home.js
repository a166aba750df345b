// What waits changes while one looks: the list is asked for again, and what has changed takes its place. A page that looks by
// itself keeps no session from resting.
const EVERY = 10_000;
async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { "x-itineraire-look": "1" } });
  // Who looks may be another by now, or nobody: on a tablet that was handed over the list answers like a page that is not there.
  if (answer.redirected || answer.status === 404) return location.reload();
  const list = document.getElementById("contenu");
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("contenu");
  if (!answer.ok || !now || now.innerHTML === list.innerHTML) return;
  // The keyboard's place is kept: on the same link, if it is still there.
  const place = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.replaceChildren(...now.childNodes);
  if (place) (list.querySelector(`a[href="${CSS.escape(place)}"]`) ?? list.querySelector("a"))?.focus();
}
const looks = () => look().catch(() => {});
setInterval(looks, EVERY);
document.addEventListener("visibilitychange", looks);
