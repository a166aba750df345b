// What was met when the app was tried as new users would. Each test quotes the numbers of the lines that it holds.
import type { Browser, Locator, Page } from "@playwright/test";
import { AppServer, expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

let server: AppServer;
test.beforeAll(async () => {
  // What is answered, ended and shared here, others ask for.
  server = await AppServer.start();
});
test.afterAll(async () => server.stop());

const held = new Set<string>();
/** A test of lines of the trial. */
function line(numbers: string, what: string, holds: (browser: Browser) => Promise<void>): void {
  test(`${numbers}: ${what}`, async ({ browser }) => {
    await holds(browser);
    for (const number of numbers.split(", ")) held.add(number);
  });
}

async function page(browser: Browser, width = 1280, height = 800): Promise<Page> {
  return (await browser.newContext({ baseURL: server.url, viewport: { width, height } })).newPage();
}

async function camilleOnBoard(browser: Browser, width?: number, height?: number): Promise<Page> {
  const camille = await page(browser, width, height);
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  await allKept(camille);
  return camille;
}

async function rose(browser: Browser, width = 390, height = 844): Promise<Page> {
  const page_ = await page(browser, width, height);
  await signInRose(page_);
  await allKept(page_);
  return page_;
}

async function box(of: Locator) {
  const found = await of.boundingBox();
  if (!found) throw new Error(`${of} is not on the page`);
  return found;
}

/** How many of these are wholly within the window. */
async function whole(of: Locator): Promise<number> {
  return of.evaluateAll(
    (all) =>
      all.filter((it) => {
        const { top, bottom, left, right } = it.getBoundingClientRect();
        const shown = [document.elementFromPoint(left + 20, top + 3), document.elementFromPoint(right - 20, bottom - 3)];
        return top >= 0 && bottom <= innerHeight && shown.every((at) => at && it.contains(at));
      }).length,
  );
}

line("T8, T9", "the board is one screen, and freins come first where there is little room", async (browser) => {
  const desk = await camilleOnBoard(browser, 1280, 800);
  expect(await desk.evaluate(() => document.documentElement.scrollHeight - innerHeight), "nothing to scroll").toBeLessThanOrEqual(0);
  const cards = await whole(desk.locator(".card"));
  expect(cards, "whole cards").toBeGreaterThanOrEqual(10);
  const freins = await whole(desk.locator(".diagnosis-card"));
  expect(freins).toBe(5);
  // A head of two rows takes its room from the columns.
  for (const [width, height] of [[820, 1180], [1180, 820]] as const) {
    await desk.setViewportSize({ width, height });
    expect(await desk.evaluate(() => document.documentElement.scrollHeight - innerHeight), `${width}`).toBeLessThanOrEqual(0);
    expect(await whole(desk.locator(".add-step")), `${width}`).toBe(1);
  }
  const tops = new Set<number>();
  for (const column of await desk.locator(".column").all()) tops.add((await box(column)).y);
  expect(await desk.locator(".column").count()).toBe(4);
  expect([...tops], "four columns in one row").toHaveLength(1);
  const phone = await camilleOnBoard(browser, 390, 844);
  const first = await box(phone.locator(".diagnosis-card").first());
  expect(first.y).toBeLessThan(600);
  // What is always in sight on the person's phone is over what scrolls under it.
  const hers = await rose(browser);
  expect(await whole(hers.locator(".own-nav a"))).toBe(4);
  proof("one-screen", `1280 wide: ${cards} whole cards, ${freins} freins and leviers; 1180: 4 columns in 1 row; 390: the first frein at ${Math.round(first.y)} px`);
});

line("T1", "a second tap, 50, 250 and 600 ms after the first, does nothing to what comes under it", async (browser) => {
  let ended = 0;
  for (const pause of [50, 250, 600]) {
    const hers = await rose(browser);
    const shares = hers.locator(".shares li");
    const before = await shares.count();
    const end = shares.first().getByRole("button", { name: /Ne plus montrer/ });
    await end.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await box(end);
    await hers.mouse.click(x + width / 2, y + height / 2);
    await hers.waitForTimeout(pause);
    await hers.mouse.click(x + width / 2, y + height / 2);
    await allKept(hers);
    await expect(shares, `${pause} ms`).toHaveCount(before - 1);
    ended += 1;
    await hers.context().close();
  }
  const hers = await rose(browser);
  const step = await hers.locator("#prochaine").innerText();
  const done = hers.getByRole("button", { name: "C’est fait" });
  await done.focus();
  await hers.keyboard.press("Enter");
  await hers.keyboard.press("Enter");
  await allKept(hers);
  await expect(hers.locator("#prochaine")).not.toHaveText(step);
  await expect(hers.locator(".path-step", { hasText: "bravo" }).filter({ hasText: step })).toHaveCount(1);
  await expect(hers.locator(".path-step", { hasText: "bravo" })).toHaveCount(4);
  // T7: it is said where it is seen, and taken back from there.
  const toast = hers.locator(".notice.said");
  await expect(toast).toContainText("Bravo");
  const { y, height } = await box(toast);
  expect(y + height).toBeLessThanOrEqual(844);
  await toast.getByRole("button", { name: "Revenir en arrière" }).click();
  await expect(hers.locator("#prochaine")).toHaveText(step);
  proof("second-tap", `${ended} pairs of taps and 1 of keys: each acted once`);
});

line("T7", "what was done is said at the bottom of the screen, for eight seconds", async (browser) => {
  const camille = await camilleOnBoard(browser);
  // It is there before it says anything: a screen reader is told of what changes in what it knows.
  for (const says of await camille.locator(".notices [role=status]").all()) {
    const hidden = await says.evaluate((it) => !it.checkVisibility());
    expect(hidden, "kept from screen readers").toBe(false);
  }
  const card = camille.locator(".card", { hasText: "Refaire le CV" });
  await card.getByRole("button", { name: "Commencer" }).click();
  const toast = camille.locator(".notice.said");
  await expect(toast).toContainText("L’étape est commencée");
  await toast.getByRole("button", { name: "Revenir en arrière" }).click();
  await expect(camille.locator('[data-column="decide"]')).toContainText("Refaire le CV");
  await expect(toast).toHaveCount(0, { timeout: 12_000 });
});

line("T3, T19", "an answer stays in its place, can be changed, and reaches the professionals", async (browser) => {
  const hers = await rose(browser);
  const asked = hers.locator("summary", { hasText: /Camille vous propose.*permis/ });
  await asked.click();
  await hers.getByRole("button", { name: "On en parle" }).click();
  await allKept(hers);
  const kept = hers.locator(".path-step", { hasText: "permis" });
  await expect(kept).toContainText("Vous : On en parle · Changer");
  const yanis = await page(browser);
  await signIn(yanis, "yanis@letrait.example");
  const row = yanis.locator("a.row", { hasText: "Rose M." });
  await expect(row).toContainText("Rose veut en parler");
  await expect(row.locator(".pill:not(small)"), "several reasons").not.toHaveCount(1);
  // It is still open, where the answer was given.
  await kept.getByRole("button", { name: "Non", exact: true }).click();
  await expect(kept).toContainText("Vous : Non · Changer");
  await allKept(hers);
  await yanis.reload();
  await expect(row).toContainText("Rose a dit non");
});

line("T4", "a step that was stopped is apart, and counts nowhere", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const stopped = camille.locator(".card.stopped");
  await expect(stopped).toContainText("Arrêtée : Stage en boulangerie");
  const done = camille.locator('[data-column="fait"]');
  await expect(done.locator(".column-count")).toHaveText("3");
  await expect(camille.locator(".goal-progress")).toContainText("3 étapes faites sur 9");
  await expect(done.locator(".card").last()).toHaveClass(/stopped/);
  const hers = await rose(browser);
  await expect(hers.locator(".path-step", { hasText: "boulangerie" })).toContainText("Arrêtée");
});

line("T12", "a card that is carried follows, and columns say whether they take it", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const card = camille.locator(".card", { hasText: "Demander l’aide au permis" });
  // Anywhere on it, with a mouse.
  const from = await box(card.locator(".card-terms"));
  const over = await box(camille.locator('[data-column="en-cours"] .well'));
  await camille.mouse.move(from.x + 5, from.y + 5);
  await camille.mouse.down();
  await camille.mouse.move(over.x + 40, over.y + 60, { steps: 5 });
  await expect(camille.locator(".carried")).toBeVisible();
  const carried = await box(camille.locator(".carried"));
  expect(Math.abs(carried.x - over.x), "under the pointer").toBeLessThan(120);
  await expect(camille.locator('[data-column="en-cours"]')).toHaveAttribute("data-takes", "no");
  await expect(camille.locator('[data-column="en-cours"]')).toContainText("Il faut d’abord être d’accord ensemble");
  await expect(camille.locator('[data-column="decide"]')).toHaveAttribute("data-takes", "yes");
  // Given up: nothing has changed, and nothing of it stays.
  await camille.keyboard.press("Escape");
  await camille.mouse.up();
  await expect(camille.locator(".carried")).toHaveCount(0);
  await expect(camille.locator("[data-takes]")).toHaveCount(0);
  const column = camille.locator('[data-column="a-discuter"] .card-title');
  const titles = [/Visiter la cuisine/, /Demander l’aide au permis/];
  await expect(column).toHaveText(titles);

  // On the lower half of a card it lands behind it.
  const first = await box(camille.locator(".card", { hasText: "Visiter la cuisine" }).locator(".card-terms"));
  const last = await box(card);
  await camille.mouse.move(first.x + 5, first.y + 5);
  await camille.mouse.down();
  await camille.mouse.move(last.x + 60, last.y + last.height - 6, { steps: 5 });
  await expect(card).toHaveAttribute("data-land", "after");
  await camille.mouse.up();
  await expect(column).toHaveText([...titles].reverse());
  await expect(camille.locator("[data-land]")).toHaveCount(0);
});

line("T12", "a finger that rests on a card carries it, and one that passes over it scrolls", async (browser) => {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 800 }, hasTouch: true });
  const camille = await context.newPage();
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  const finger = await context.newCDPSession(camille);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints });
  const { x, y } = await box(camille.locator(".card", { hasText: "Demander l’aide au permis" }).locator(".card-terms"));
  const carried = camille.locator(".carried");
  await touch("touchStart", { x: x + 9, y: y + 9 });
  for (const way of [10, 30, 60]) await touch("touchMove", { x: x + 9, y: y + 9 + way });
  // Longer than it would have had to rest.
  await camille.waitForTimeout(600);
  await expect(carried).toHaveCount(0);
  await touch("touchEnd");
  await touch("touchStart", { x: x + 9, y: y + 9 });
  await expect(carried).toHaveCount(1);
  await touch("touchMove", { x: x + 90, y: y + 30 });
  const there = await box(carried);
  expect(there.x - x, "it follows").toBeGreaterThan(40);
  await touch("touchEnd");
  await expect(carried).toHaveCount(0);
  await context.close();
});

line("T14", "Ctrl Z takes back what one did, and the list is in the head of the page", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const decided = camille.locator('[data-column="decide"]');
  await camille.locator(".card", { hasText: "visio avec la CAF" }).getByRole("button", { name: "Commencer" }).click();
  await expect(decided).not.toContainText("visio avec la CAF");
  await allKept(camille);
  // In what is written in, it is the browser's own.
  await camille.getByLabel("Mon cap, avec mes mots").focus();
  await camille.keyboard.press("Control+z");
  await allKept(camille);
  await expect(decided).not.toContainText("visio avec la CAF");
  await camille.locator("#contenu").focus();
  await camille.keyboard.press("Control+z");
  await expect(decided).toContainText("visio avec la CAF");
  const list = camille.locator(".board-topbar > [popovertarget=annuler]");
  expect((await box(list)).y).toBeLessThan(80);
  await list.click();
  await expect(camille.locator(".popover li").first()).toContainText("Camille a changé l’état");
});

line("T18", "each step of the way opens its facts", async (browser) => {
  const hers = await rose(browser);
  const step = hers.locator(".path-step", { hasText: "visio avec la CAF" });
  await expect(step).toContainText(/décembre|janvier|novembre|à 14/);
  await step.locator("summary").click();
  await expect(step.getByText("Maison France Services")).toBeVisible();
  await expect(step.getByText("Apporter : carte d’identité")).toBeVisible();
});

line("T20", "an empty home says what to do", async (browser) => {
  const theo = await page(browser);
  await signIn(theo, "theo@letrait.example");
  await expect(theo.getByText("Vous n’accompagnez personne pour l’instant")).toBeVisible();
});

line("T21", "a link that was followed before signing in is where one arrives", async (browser) => {
  const camille = await page(browser);
  await signIn(camille, "camille@letrait.example");
  const board = await boardOfRose(camille);
  const other = await page(browser);
  await other.goto(board);
  await other.waitForURL(/connexion/);
  await other.fill("#email", "camille@letrait.example");
  await other.fill("#password", "faux");
  await other.click("button[type=submit]");
  // T35: the address is still there, and the place is where the fault is.
  await expect(other.getByRole("alert")).not.toBeEmpty();
  await expect(other.locator("#email")).toHaveValue("camille@letrait.example");
  await expect(other.locator("#password")).toBeFocused();
  await expect(other.locator("#password")).toHaveAttribute("aria-invalid", "true");
  await other.fill("#password", "un-demonstration-au-trait-2026");
  await other.click("button[type=submit]");
  await other.waitForURL(new RegExp(board));
  // Nowhere but to pages of ours.
  const away = await page(browser);
  await away.goto("/connexion?suite=https://example.org/parcours/");
  await away.fill("#email", "camille@letrait.example");
  await away.fill("#password", "un-demonstration-au-trait-2026");
  await away.click("button[type=submit]");
  await away.waitForURL(/accueil/);
  held.add("T35");
});

line("T31", "a frein is rated by a tap on its bar", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const frein = camille.locator(".diagnosis-card").nth(2);
  const bar = frein.getByRole("slider");
  const { x, y, width, height } = await box(bar);
  await camille.mouse.click(x + width - 3, y + height / 2);
  await allKept(camille);
  await expect(frein.locator(".level")).toContainText("très fort pour l’équipe");
  await bar.focus();
  await camille.keyboard.press("ArrowLeft");
  await expect(bar).toHaveAttribute("data-filled", "3");
});

line("T34, T36", "a card's link works in an open tab, its secret leaves the address, and six digits are enough", async (browser) => {
  const hers = await page(browser, 390, 844);
  await hers.goto("/carte");
  await hers.evaluate(() => (location.hash = "c0ffee00c0ffee00c0ffee00c0ffee01"));
  await expect(hers.getByText("Votre carte est lue.")).toBeVisible();
  expect(hers.url()).not.toContain("c0ffee");
  await expect(hers.locator("#pin")).toBeFocused();
  await hers.keyboard.type("240613");
  await hers.waitForURL(/mon-parcours/);
});

// @proof experience one-screen: the board is one screen, counted on what is rendered
// @proof experience second-tap: a second tap does nothing to what comes under it
// @proof experience trial: lines of the trial that a test holds
test("the lines that are held are counted", () => {
  const all = [...held].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  expect(all.length).toBeGreaterThan(12);
  proof("trial", `${all.length} lines of the trial held: ${all.join(", ")}`);
});
