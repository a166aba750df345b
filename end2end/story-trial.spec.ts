// What was met when the app was tried as new users would. Each test quotes the numbers of the lines that it holds.
import type { Browser, Locator, Page } from "@playwright/test";
import { AppServer, expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose, workWord } from "./support/signin.js";

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

async function page(browser: Browser, width = 1280, height = 800, of = server): Promise<Page> {
  return (await browser.newContext({ baseURL: of.url, viewport: { width, height } })).newPage();
}

async function camilleOnBoard(browser: Browser, width?: number, height?: number): Promise<Page> {
  const camille = await page(browser, width, height);
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  await allKept(camille);
  return camille;
}

async function rose(browser: Browser, width = 390, height = 844, of = server): Promise<Page> {
  const page_ = await page(browser, width, height, of);
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
  // What she ends here, others look at.
  const own = await AppServer.start();
  let ended = 0;
  for (const pause of [50, 250, 600]) {
    for (let late = true; late; ) {
      const hers = await rose(browser, 390, 844, own);
      const shares = hers.locator(".shares li");
      const before = await shares.count();
      const end = shares.first().getByRole("button", { name: /Ne plus montrer/ });
      await end.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await box(end);
      await hers.evaluate(() => {
        const taps: number[] = [];
        Reflect.set(globalThis, "taps", taps);
        addEventListener("pointerdown", ({ timeStamp }) => taps.push(timeStamp), true);
      });
      // From press to press: what the first takes is a part of the pause.
      const since = Date.now();
      await hers.mouse.click(x + width / 2, y + height / 2);
      await hers.waitForTimeout(Math.max(0, pause - (Date.now() - since)));
      await hers.mouse.click(x + width / 2, y + height / 2);
      await allKept(hers);
      // A slow machine's second tap comes later than was meant, and may be one of its own.
      late = await hers.evaluate((most) => {
        const [first = 0, second = 0] = Reflect.get(globalThis, "taps") as number[];
        return second - first > most;
      }, Math.max(pause, 300) + 150);
      if (!late) await expect(shares, `${pause} ms`).toHaveCount(before - 1);
      await hers.context().close();
    }
    ended += 1;
  }
  await own.stop();
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

test("a card that is carried out of the window, and removed there by someone else, leaves nothing behind", async ({ browser }) => {
  const own = await AppServer.start();
  const on = async (email: string) => {
    const theirs = await page(browser, 1280, 800, own);
    await signIn(theirs, email);
    await theirs.goto(await boardOfRose(theirs));
    await allKept(theirs);
    return theirs;
  };
  const [camille, yanis] = [await on("camille@letrait.example"), await on("yanis@letrait.example")];
  const title = "Demander l’aide au permis";
  const card = (of: Page) => of.locator(".card", { hasText: title });
  const from = await box(card(camille).locator(".card-terms"));
  await camille.mouse.move(from.x + 5, from.y + 5);
  await camille.mouse.down();
  await camille.mouse.move(from.x + 60, from.y + 80, { steps: 4 });
  await expect(camille.locator(".carried")).toBeVisible();
  await camille.mouse.move(-40, 300, { steps: 4 });
  await card(yanis).locator(".card-menu-button").click();
  await yanis.getByRole("button", { name: "Retirer", exact: true }).click();
  await allKept(yanis);
  await expect(camille.locator(".column .card", { hasText: title })).toHaveCount(0);
  await camille.mouse.up();
  await expect(camille.locator(".carried")).toHaveCount(0);
  await expect(camille.locator("[data-takes]")).toHaveCount(0);
  // The next card is carried as ever.
  const next = camille.locator(".card", { hasText: "Refaire le CV" });
  const there = await box(next.locator(".card-terms"));
  const over = await box(camille.locator('[data-column="en-cours"] .well'));
  await camille.mouse.move(there.x + 5, there.y + 5);
  await camille.mouse.down();
  await camille.mouse.move(over.x + 40, over.y + 60, { steps: 5 });
  await camille.mouse.up();
  await expect(camille.locator('[data-column="en-cours"] .card', { hasText: "Refaire le CV" })).toHaveCount(1);
  await allKept(camille);
  await own.stop();
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

async function openStep(on: Page, title: string): Promise<void> {
  await on.locator(".card-title a", { hasText: title }).click();
  await expect(on.locator(".sheet")).toBeVisible();
}

line("T4b", "a share keeps what the person saw: what is added reaches the partner once they show it too", async (browser) => {
  const ines = await page(browser);
  await signIn(ines, "ines@missionlocale.example");
  await ines.locator("a.row", { hasText: "Rose" }).click();
  await ines.waitForURL(/partage\/./);
  await awake(ines);
  const shown = ines.locator(".shared-step", { hasText: "permis du CCAS" });
  await expect(shown).toBeVisible();

  const camille = await camilleOnBoard(browser);
  await openStep(camille, "permis du CCAS");
  await expect(camille.locator(".asks-again")).toContainText(/Mission locale.*\s: ce qui change ne se voit que si Rose le montre\./);
  await camille.locator("#etape-lieu").fill("Chez le médecin");
  await camille.keyboard.press("Tab");
  await allKept(camille);

  const hers = await rose(browser, 820, 1180);
  const seen = hers.locator(".seen-by", { hasText: "Mission locale" }).locator("li", { hasText: "permis du CCAS" });
  await expect(seen).toContainText("Pas encore montré : le lieu.");
  // She reads what she would show.
  await expect(seen.locator(".not-shown")).toContainText("Chez le médecin");
  await expect(shown).not.toContainText("médecin");
  await ines.reload();
  await awake(ines);
  await expect(shown).not.toContainText("médecin");
  await seen.getByRole("button", { name: "Montrer aussi : le lieu" }).click();
  await expect(shown).toContainText("Chez le médecin");
  await expect(seen).not.toContainText("Pas encore montré");
});

line("T10", "changing what was agreed says so first, shows what changed, and undo gives the agreements back", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const title = "Refaire le CV avec Yanis";
  const decided = camille.locator("[data-column=decide] .card", { hasText: title });
  await expect(decided).toBeVisible();
  await openStep(camille, title);
  await expect(camille.locator(".asks-again")).toContainText(/redemande l’accord de (Rose, Yanis|Yanis, Rose)\./);
  await camille.locator("#etape-lieu").fill("Zertelle");
  await camille.keyboard.press("Tab");
  await allKept(camille);
  await camille.keyboard.press("Escape");
  await expect(decided).toHaveCount(0);

  const hers = await rose(browser);
  const asked = hers.locator(".path-proposal", { hasText: title });
  await asked.locator("summary").click();
  await expect(asked.locator(".what-changed")).toContainText("Où : maintenant « Zertelle »");
  await expect(asked.locator(".what-changed")).toContainText("Toujours d’accord ?");
  await camille.keyboard.press("Control+z");
  await allKept(camille);
  await expect(decided).toBeVisible();
  await expect(asked).toHaveCount(0);
});

line("T11", "noting an agreement on paper is asked once more, and says what it is worth", async (browser) => {
  // Where nobody has answered this step yet.
  const own = await AppServer.start();
  const camille = await (await browser.newContext({ baseURL: own.url })).newPage();
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  await openStep(camille, "permis du CCAS");
  const parties = camille.locator(".parties");
  const before = await parties.innerText();
  await camille.getByRole("button", { name: "Noter un accord sur papier" }).click();
  await expect(camille.getByText("Rose a signé une feuille avec exactement ces mots ?")).toBeVisible();
  await camille.getByRole("group", { name: "Noter un accord sur papier" }).getByRole("button", { name: "Annuler" }).click();
  expect(await parties.innerText()).toBe(before);
  await camille.getByRole("button", { name: "Noter un accord sur papier" }).click();
  await camille.getByRole("button", { name: "Oui, le noter" }).click();
  await expect(camille.getByText("Rose confirmera avec sa carte avant de commencer.")).toBeVisible();
  // What was noted by mistake is taken back.
  await camille.getByRole("button", { name: "Retirer l’accord sur papier" }).click();
  await allKept(camille);
  expect(await parties.innerText()).toBe(before);
  await camille.context().close();
  await own.stop();
});

line("T13, T29", "a person proposes in one large field, and proposing is agreeing", async (browser) => {
  const hers = await rose(browser);
  let taps = 0;
  const tap = async (on: Locator) => {
    taps += 1;
    await on.click();
  };
  await tap(hers.getByRole("link", { name: "Proposer" }));
  await expect(hers.locator("#mots")).toBeFocused();
  const field = await box(hers.locator("#mots"));
  expect(field.height).toBeGreaterThan(140);
  await hers.keyboard.type("Faire un gâteau pour l’école");
  // What was typed survives a reload.
  await hers.reload();
  await expect(hers.locator("#mots")).toHaveValue("Faire un gâteau pour l’école");
  await tap(hers.getByRole("button", { name: "Envoyer à l’équipe" }));
  await hers.waitForURL(/mon-parcours$/);
  await allKept(hers);
  const proposed = hers.locator(".path-step", { hasText: "Faire un gâteau" });
  await expect(proposed).toContainText("Vous : D’accord");
  await hers.goto("/mon-parcours/proposer");
  await expect(hers.locator("#mots")).toHaveValue("");

  const camille = await camilleOnBoard(browser);
  const card = camille.locator(".card", { hasText: "Faire un gâteau" });
  await expect(card.locator(".theme-icon")).toContainText("Sans thème");
  // A professional's own proposal asks nothing of her.
  await camille.getByRole("button", { name: "Proposer une étape" }).click();
  await camille.locator("#nouvelle-etape").fill("Parler de la cantine");
  await camille.getByRole("button", { name: "Proposer", exact: true }).click();
  const own = camille.locator(".card", { hasText: "Parler de la cantine" });
  await expect(own).toBeVisible();
  await expect(own.getByRole("link", { name: "Répondre" })).toHaveCount(0);
  expect(await camille.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  expect(taps).toBeLessThanOrEqual(3);
  proof("proposes", `the person proposes, and has said yes, in ${taps} taps beside the words`);
});

line("T30", "a person sees what an organisation will see, for what and until when, before they show it", async (browser) => {
  const hers = await rose(browser);
  let taps = 0;
  const tap = async (on: Locator) => {
    taps += 1;
    await on.click();
  };
  const clips = hers.locator(".seen-by", { hasText: "CLIPS" });
  await expect(clips).toContainText("Ne voit rien.");
  await tap(clips.locator("summary"));
  await tap(clips.getByRole("button", { name: "Refaire le CV avec Yanis", exact: true }));
  const preview = clips.locator(".preview");
  await expect(preview).toContainText("CLIPS verra exactement ceci :");
  await expect(preview.locator(".seen")).toContainText("Refaire le CV avec Yanis");
  await expect(preview.getByLabel("Pour quoi ?")).not.toHaveValue("");
  await expect(preview).toContainText(/Jusqu’au \d/);
  await tap(preview.getByRole("button", { name: "Montrer", exact: true }));
  await allKept(hers);
  await expect(clips.locator(".shares")).toContainText("Refaire le CV avec Yanis");
  expect(taps).toBeLessThanOrEqual(3);
  proof("shows", `the person shows a step in ${taps} taps, having read what will be seen`);
});

line("T16", "the first Escape leaves the field, and what is written outlives the sheet", async (browser) => {
  const camille = await camilleOnBoard(browser);
  await openStep(camille, "Visiter la cuisine");
  const message = camille.getByLabel("Mon message");
  await message.fill("Je demande au chef.");
  await camille.keyboard.press("Escape");
  await expect(camille.locator(".sheet")).toBeVisible();
  await expect(message).not.toBeFocused();
  await camille.keyboard.press("Escape");
  await expect(camille.locator(".sheet")).toHaveCount(0);
  await openStep(camille, "Visiter la cuisine");
  await expect(camille.getByLabel("Mon message")).toHaveValue("Je demande au chef.");
  // A page that is loaded again finds it, and what was begun on the board; whoever signs in here afterwards does not.
  await camille.keyboard.press("Escape");
  await camille.getByRole("button", { name: "Proposer une étape" }).click();
  await camille.locator("#nouvelle-etape").fill("Voir le médecin");
  await camille.reload();
  await awake(camille);
  await camille.getByRole("button", { name: "Proposer une étape" }).click();
  await expect(camille.locator("#nouvelle-etape")).toHaveValue("Voir le médecin");
  await camille.keyboard.press("Escape");
  await openStep(camille, "Visiter la cuisine");
  await expect(camille.getByLabel("Mon message")).toHaveValue("Je demande au chef.");
  const kept = () => camille.evaluate(() => JSON.stringify(sessionStorage));
  expect(await kept()).toContain("demande au chef");
  const elsewhere = await camille.context().newPage();
  await elsewhere.goto("/accueil");
  await elsewhere.getByRole("button", { name: "Quitter" }).click();
  // Hers are shown to her, where the page was, and kept by nothing.
  await camille.getByText("Vos mots qui ne sont pas encore enregistrés").click();
  for (const words of ["Je demande au chef.", "Voir le médecin"]) await expect(camille.getByText(words)).toBeVisible();
  expect(await kept()).not.toContain("demande au chef");
});

line("T5", "a step stands beside the board where there is room, and covers it elsewhere", async (browser) => {
  const camille = await camilleOnBoard(browser, 1500, 900);
  await openStep(camille, "permis du CCAS");
  const board = camille.locator(".board");
  await expect(board).not.toHaveAttribute("inert");
  const sheet = camille.locator(".sheet");
  const [beside, main] = [await box(sheet), await box(camille.locator(".columns"))];
  expect(main.x + main.width, "nothing is covered").toBeLessThanOrEqual(beside.x);
  expect(await sheet.evaluate((it) => getComputedStyle(it).boxShadow)).toBe("none");
  await camille.locator(".card-title a", { hasText: "Visiter la cuisine" }).click();
  await expect(sheet.getByLabel("Titre de l’étape")).toHaveValue(/Visiter la cuisine/);
  await expect(camille).toHaveTitle(/^Étape · Parcours/);
  await camille.setViewportSize({ width: 1280, height: 800 });
  await expect(board).toHaveAttribute("inert");
});

line("T25", "the goal is in the person's own words: what another writes in it is asked of them", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const head = camille.locator(".goal");
  const field = camille.getByLabel("Mon cap, avec mes mots");
  await expect(head).toContainText("mots de Rose");
  const hers = await rose(browser);
  const goal = hers.locator(".goal");
  await expect(goal).toContainText("vos mots");
  const before = await field.inputValue();
  const asks = hers.getByRole("group", { name: "Est-ce que ce sont vos mots ?" });
  const adds = async (words: string) => {
    await field.press("End");
    await field.pressSequentially(words);
    await allKept(camille);
    await expect(head).toContainText("écrit par Camille, pas encore dit par Rose");
    await expect(asks).toContainText("Camille a écrit dans votre cap");
  };
  await adds(" À Lyon.");
  // Her own words are there, and come back with one tap.
  await expect(asks).toContainText(before);
  await asks.getByRole("button", { name: "Remettre mes mots" }).click();
  await expect(asks).toBeHidden();
  await expect(field).toHaveValue(before);
  await expect(head).toContainText("mots de Rose");
  await adds(" Bientôt.");
  await asks.getByRole("button", { name: "Oui, c’est mon cap" }).click();
  await expect(asks).toBeHidden();
  await expect(goal).toContainText(`${before} Bientôt.`);
  await expect(head).toContainText("mots de Rose");
  // It waits for her over a page that is opened anew.
  await adds(" Non.");
  await hers.reload();
  await awake(hers);
  await asks.getByRole("button", { name: "Remettre mes mots" }).click();
  await expect(field).toHaveValue(`${before} Bientôt.`);
  // What is erased is asked too; the team says nothing for her.
  await field.fill("");
  await allKept(camille);
  await expect(head).toContainText("effacé par Camille, pas encore dit par Rose");
  await expect(head.getByRole("button")).toHaveCount(0);
  await expect(asks).toContainText("Camille a effacé votre cap");
  await asks.getByRole("button", { name: "Remettre mes mots" }).click();
  await expect(field).toHaveValue(`${before} Bientôt.`);
});

line("T26", "who does nothing for long is asked before their session ends, and stays with one tap", async (browser) => {
  const hers = await page(browser, 390, 844);
  await hers.clock.install();
  await signInRose(hers);
  await allKept(hers);
  const asks = hers.getByRole("dialog", { name: "Vous êtes encore là ?" });
  await hers.clock.fastForward("02:30");
  await expect(asks).toBeHidden();
  // Five minutes is how long she may rest: she has two left.
  await hers.clock.fastForward("00:40");
  await expect(asks).toBeVisible();
  const stay = asks.getByRole("button", { name: "Oui, je reste" });
  await expect(stay).toBeFocused();
  const asked = hers.waitForResponse((answer) => answer.url().endsWith("/api/v1/stay"));
  await stay.click();
  expect((await asked).status()).toBe(200);
  await expect(asks).toBeHidden();
  await hers.clock.fastForward("02:30");
  await expect(asks).toBeHidden();

  // A partner is asked too; and where a session has stood for as long as one may, that is said, with the way to go on.
  const ines = await page(browser);
  await ines.clock.install();
  await signIn(ines, "ines@missionlocale.example");
  await ines.locator("a.row", { hasText: "Rose" }).click();
  await ines.waitForURL(/partage\/./);
  await awake(ines);
  await ines.clock.fastForward("29:00");
  await expect(ines.getByRole("dialog", { name: "Vous êtes encore là ?" })).toBeVisible();
  await ines.getByRole("button", { name: "Oui, je reste" }).click();
  await expect(ines.getByRole("dialog")).toBeHidden();
  const camille = await page(browser);
  await camille.clock.install();
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await allKept(camille);
  await camille.clock.fastForward("11:58:30");
  const ends = camille.getByRole("dialog", { name: "Votre session finit dans deux minutes" });
  await expect(ends).toBeVisible();
  const address = new URL(camille.url()).pathname;
  await expect(ends.getByRole("link", { name: "M’identifier de nouveau" })).toHaveAttribute("href", `/connexion?suite=${address}`);
  await ends.getByRole("button", { name: "J’ai compris" }).click();
  await camille.clock.fastForward("00:20");
  await expect(ends).toBeHidden();
});

line("T40", "Tab stops at one card of a column, and the arrows go to the others", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const titles = (column: string) => camille.locator(`[data-column=${column}] .card-title a`);
  const stops = await camille.locator(".columns").evaluate((columns) => {
    const all = [...columns.querySelectorAll<HTMLElement>("a, button")];
    return { of: all.length, stops: all.filter((it) => it.tabIndex >= 0).length };
  });
  // Its title, its handle, what moves it on.
  expect(stops.stops).toBeLessThanOrEqual(4 * 3);
  expect(stops.of).toBeGreaterThan(2 * stops.stops);
  await titles("a-discuter").first().focus();
  await camille.keyboard.press("ArrowDown");
  await expect(titles("a-discuter").nth(1)).toBeFocused();
  await camille.keyboard.press("ArrowRight");
  await expect(titles("decide").first()).toBeFocused();
  await camille.keyboard.press("ArrowLeft");
  await expect(titles("a-discuter").nth(1)).toBeFocused();
  await camille.keyboard.press("Home");
  await expect(titles("a-discuter").first()).toBeFocused();
  await camille.keyboard.press("End");
  await expect(titles("a-discuter").last()).toBeFocused();
  // Tab goes on within that card, and comes back to it.
  await camille.keyboard.press("Tab");
  await camille.keyboard.press("Shift+Tab");
  await expect(titles("a-discuter").last()).toBeFocused();
  // A column whose stop has gone to another has one again.
  const stop = camille.locator("[data-column=decide] .card-title a[tabindex='0']");
  const goes = titles("decide").last();
  await goes.focus();
  await expect(goes).toHaveAttribute("tabindex", "0");
  const handle = camille.locator("[data-column=decide] .card-menu-button").last();
  await handle.press("ArrowRight");
  await allKept(camille);
  await expect(stop).toHaveCount(1);
  await camille.keyboard.press("Control+z");
  await allKept(camille);
});

line("T17", "an offer of help reaches the person and the team, and the answer its partner", async (browser) => {
  const ines = await page(browser);
  await signIn(ines, "ines@missionlocale.example");
  await ines.locator("a.row", { hasText: "Rose" }).click();
  await ines.waitForURL(/partage\/./);
  await awake(ines);
  const shared = ines.locator(".shared-step", { hasText: "Refaire le CV" });
  await shared.getByRole("button", { name: /Je peux aider/ }).click();
  await expect(shared).toContainText("Vous proposez votre aide");
  const camille = await page(browser);
  await signIn(camille, "camille@letrait.example");
  const row = camille.locator("a.row", { hasText: "Rose M." });
  await expect(row).toContainText("Aide proposée");
  const hers = await rose(browser);
  const offer = hers.locator(".offer", { hasText: "Mission locale vous propose son aide" });
  await offer.getByRole("button", { name: "Oui, je veux bien" }).click();
  await allKept(hers);
  // It stays, and can be changed.
  await expect(offer.getByRole("button", { name: "Oui, je veux bien" })).toHaveAttribute("aria-pressed", "true");
  await expect(shared).toContainText("Votre aide est acceptée");
  await camille.goto(await boardOfRose(camille));
  await openStep(camille, "Refaire le CV");
  await expect(camille.locator(".sheet .offer")).toContainText("Rose a dit oui");
});

line("T33, T41", "what opened closes by Escape or by its button, and the place is what opened it", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const add = camille.getByRole("button", { name: "Ajouter : Ce qui freine" });
  for (const closes of [() => camille.keyboard.press("Escape"), () => camille.getByRole("button", { name: "Annuler" }).click()]) {
    await add.click();
    await expect(camille.locator("#nouveau-frein")).toBeFocused();
    await closes();
    await expect(camille.locator("#nouveau-frein")).toHaveCount(0);
    await expect(add).toBeFocused();
  }
  await openStep(camille, "permis du CCAS");
  const stop = camille.locator(".sheet-stage").getByRole("button", { name: "Arrêter…", exact: true });
  const { height } = await box(stop);
  await stop.click();
  expect((await box(stop)).height).toBe(height);
  await camille.keyboard.press("Escape");
  await expect(camille.locator(".sheet .small-form")).toHaveCount(0);
  await expect(camille.locator(".sheet")).toBeVisible();
  await expect(stop).toBeFocused();
});

line("T37", "a title is one line, and never none", async (browser) => {
  const camille = await camilleOnBoard(browser);
  await openStep(camille, "Visiter la cuisine");
  const title = camille.getByLabel("Titre de l’étape");
  const before = await title.inputValue();
  await title.press("End");
  await title.press("Enter");
  expect(await title.inputValue()).toBe(before);
  await title.fill("");
  await expect(camille.locator(".sheet .form-problem")).toContainText("Il faut quelques mots ici.");
  await camille.waitForTimeout(1_500);
  await expect(camille.locator(".card", { hasText: "Visiter la cuisine" })).toBeVisible();
  await title.press("Tab");
  await expect(title).toHaveValue(before);
  await expect(camille.locator(".sheet .form-problem")).toHaveCount(0);
  // A title that is written anew passes through nothing.
  await title.fill("");
  await title.pressSequentially(before, { delay: 5 });
  await allKept(camille);
  await expect(title).toHaveValue(before);
});

line("T38", "what is too long is said, and nothing of it is cut", async (browser) => {
  const camille = await camilleOnBoard(browser);
  await openStep(camille, "Visiter la cuisine");
  const long = "Apporter le livret de famille. ".repeat(20);
  const line_ = camille.getByLabel("Ligne à ajouter");
  await line_.fill(long);
  await line_.press("Enter");
  await expect(camille.locator(".notice.said")).toContainText("trop long");
  await expect(line_).toHaveValue(long);
  const hers = await rose(browser);
  await hers.goto("/mon-parcours/proposer");
  await hers.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    document.getElementById("mots")?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, long.repeat(20));
  await expect(hers.locator("#refus")).toContainText("seul le début est là");
});

line("T19", "the list of a home follows what happens, while one looks at it", async (browser) => {
  const camille = await page(browser);
  await signIn(camille, "camille@letrait.example");
  const row = camille.locator("a.row", { hasText: "Rose M." });
  await row.focus();
  await expect(row).not.toContainText("demande de l’aide");
  const hers = await rose(browser);
  await hers.getByRole("button", { name: "J’ai besoin d’aide" }).click();
  await allKept(hers);
  await expect(row).toContainText("Rose demande de l’aide", { timeout: 25_000 });
  await expect(row, "the keyboard's place is kept").toBeFocused();
});

test("N proposes, ? lists the keys, and the letter can be switched off", async ({ browser }) => {
  const camille = await camilleOnBoard(browser);
  const list = camille.getByRole("dialog", { name: "Les touches du clavier" });
  await camille.keyboard.press("n");
  await expect(camille.locator("#nouvelle-etape")).toBeFocused();
  await camille.keyboard.type("n?");
  await expect(camille.locator("#nouvelle-etape")).toHaveValue("n?");
  await camille.keyboard.press("Escape");
  await camille.keyboard.press("?");
  await expect(list).toContainText("revenir en arrière");
  // What was typed and not given stays: Escape is not «Annuler».
  await camille.keyboard.press("Escape");
  await camille.keyboard.press("n");
  await expect(camille.locator("#nouvelle-etape")).toHaveValue("n?");
  await camille.getByRole("button", { name: "Annuler", exact: true }).click();
  await camille.keyboard.press("?");
  const board = camille.url();
  await list.getByRole("link").click();
  await camille.getByRole("checkbox").uncheck();
  await camille.getByRole("button", { name: "Enregistrer" }).click();
  await expect(camille.getByRole("checkbox")).not.toBeChecked();
  // It is hers, and not this browser's.
  const elsewhere = await page(browser);
  await signIn(elsewhere, "camille@letrait.example");
  await elsewhere.goto(board);
  await awake(elsewhere);
  await elsewhere.keyboard.press("n");
  await elsewhere.keyboard.press("?");
  await expect(elsewhere.getByRole("dialog", { name: "Les touches du clavier" })).toBeVisible();
  await expect(elsewhere.locator("#nouvelle-etape")).toHaveCount(0);
  // The stories after this one find her keys as they were.
  await camille.getByRole("checkbox").check();
  await camille.getByRole("button", { name: "Enregistrer" }).click();
  await expect(camille.getByRole("checkbox")).toBeChecked();
});

test("pages are larger for whoever chose it, and denser at a desk, wherever they sign in", async ({ browser }) => {
  const choose = async (on: Page, density: RegExp) => {
    await on.goto("/affichage");
    await on.getByRole("radio", { name: density }).check();
    await on.getByRole("button", { name: "Enregistrer" }).click();
    await expect(on.getByRole("radio", { name: density })).toBeChecked();
  };
  const letter = (of: Page) => of.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const hers = await rose(browser);
  const middle = await letter(hers);
  await hers.getByRole("link", { name: "Affichage" }).click();
  await choose(hers, /^Grande/);
  const again = await rose(browser, 820, 1180);
  expect(await letter(again)).toBeGreaterThan(middle * 1.15);
  const camille = await camilleOnBoard(browser);
  expect(await letter(camille), "hers alone").toBe(middle);
  const card = camille.locator(".card", { hasText: "Refaire le CV" });
  const { height } = await box(card);
  const board = camille.url();
  await choose(camille, /^Petite/);
  await camille.goto(board);
  await awake(camille);
  expect((await box(card)).height, "more at once").toBeLessThan(height * 0.95);
  await choose(camille, /^Moyenne/);
  await choose(hers, /^Moyenne/);
});

line("T2", "while the link is cut the word asks to keep the page open, and claims no more", async (browser) => {
  const camille = await camilleOnBoard(browser);
  await camille.context().setOffline(true);
  const goal = camille.getByLabel("Mon cap, avec mes mots");
  const before = await goal.inputValue();
  await goal.press("End");
  await goal.pressSequentially(" Vite");
  await expect(workWord(camille)).toContainText("Gardez cette page ouverte");
  await camille.context().setOffline(false);
  await allKept(camille);
  await goal.fill(before);
  await allKept(camille);
});

line("T6", "the opened step says where one's work is, and what stands on top stays there", async (browser) => {
  const camille = await camilleOnBoard(browser, 390, 844);
  await camille.mouse.wheel(0, 1_200);
  await expect.poll(() => camille.evaluate(() => scrollY)).toBeGreaterThan(300);
  expect((await box(camille.locator(".board-topbar"))).y).toBe(0);
  await openStep(camille, "permis du CCAS");
  expect(await whole(camille.locator(".sheet .work-word"))).toBe(1);
});

line("T15", "after an action the keyboard's place is on something", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const place = () => camille.evaluate(() => document.activeElement?.tagName ?? "none");
  await camille.getByRole("button", { name: "Ajouter : Ce qui aide" }).click();
  await camille.locator("#nouveau-levier").fill("Parle trois langues");
  await camille.keyboard.press("Enter");
  await expect(camille.locator(".diagnosis-words", { hasText: "Parle trois langues" })).toBeVisible();
  await expect.poll(place).not.toBe("BODY");
  const title = "Refaire le CV";
  await openStep(camille, title);
  await camille.locator(".sheet-stage").getByRole("button", { name: "Arrêter…", exact: true }).click();
  await camille.keyboard.type("Plus tard");
  await camille.keyboard.press("Enter");
  await expect(camille.locator(".sheet .small-form")).toHaveCount(0);
  await expect.poll(place).not.toBe("BODY");
  await camille.keyboard.press("Escape");
  await expect(camille.locator(".sheet")).toHaveCount(0);
  await camille.keyboard.press("Control+z");
  await expect(camille.locator("[data-column=decide]")).toContainText(title);
});

line("T22", "until the page is alive it says so, and what is pressed on it works as a form", async (browser) => {
  const hers = await page(browser, 390, 844);
  await signInRose(hers);
  let arrives: () => void = () => {};
  const awaited = new Promise<void>((done) => (arrives = done));
  await hers.route("**/*.wasm*", async (route) => {
    await awaited;
    await route.continue();
  });
  await hers.goto("/mon-parcours", { waitUntil: "commit" });
  await expect(workWord(hers)).toHaveText("La page se prépare…");
  await expect(hers.getByRole("button", { name: "C’est fait" })).toHaveAttribute("type", "submit");
  arrives();
  await allKept(hers);
});

line("T28", "at 400 % no bar takes more than a quarter of the height", async (browser) => {
  const bars = (of: Page) =>
    of.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((it) => ["sticky", "fixed"].includes(getComputedStyle(it).position) && it.checkVisibility())
        .reduce((all, it) => all + it.getBoundingClientRect().height, 0),
    );
  const hers = await rose(browser, 320, 256);
  expect(await bars(hers)).toBeLessThanOrEqual(64);
  const camille = await camilleOnBoard(browser, 320, 256);
  expect(await bars(camille)).toBeLessThanOrEqual(64);
});

line("T32", "the bar says what the words say, and nothing where there is nothing", async (browser) => {
  const camille = await page(browser);
  await signIn(camille, "camille@letrait.example");
  const nobody = camille.locator("a.row", { hasText: "Jean-Paul" });
  await expect(nobody.locator(".segments")).toHaveCount(0);
  await expect(nobody).not.toContainText("sur 0");
  for (const row of await camille.locator("a.row", { has: camille.locator(".segments") }).all()) {
    const [, done, all] = /(\d+) sur (\d+) faite/.exec(await row.innerText()) ?? [];
    expect([await row.locator(".segments .filled").count(), await row.locator(".segments > span").count()]).toEqual([Number(done), Number(all)]);
  }
});

line("T42", "nothing moves in the head of the page while one types", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const goal = camille.getByLabel("Mon cap, avec mes mots");
  const before = await goal.inputValue();
  await camille.evaluate(() => {
    const places = new Set<string>();
    const look = () => {
      const all = [...document.querySelectorAll(".board-topbar > :is(h1, button, a)")];
      places.add(all.map((it) => Math.round(it.getBoundingClientRect().x)).join());
      document.body.dataset["places"] = String(places.size);
      requestAnimationFrame(look);
    };
    look();
  });
  await goal.press("End");
  await goal.pressSequentially(" Et avant Noël", { delay: 40 });
  await allKept(camille);
  await expect(camille.locator("body")).toHaveAttribute("data-places", "1");
  await goal.fill(before);
  await allKept(camille);
});

line("T44", "a title breaks no line after its opening quote", async (browser) => {
  const camille = await camilleOnBoard(browser);
  const title = await camille.locator(".card-title a", { hasText: "Ma boîte mail" }).evaluate((it) => it.textContent);
  expect(title).toContain("«\u00a0Ma boîte mail\u00a0»");
});

line("T45", "on a phone the head is two rows, and nothing hangs over its edge", async (browser) => {
  const camille = await camilleOnBoard(browser, 390, 844);
  const head = await box(camille.locator(".board-topbar"));
  expect(head.height).toBeLessThan(130);
  for (const it of await camille.locator(".board-topbar > *:visible").all()) {
    const { x, width } = await box(it);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
  }
});

test("the professional's story is told in 26 taps or fewer", async ({ browser }) => {
  // Words typed are not counted, and Enter is not pressed: what a finger does on a tablet.
  const own = await AppServer.start();
  const camille = await (await browser.newContext({ baseURL: own.url, viewport: { width: 1180, height: 820 } })).newPage();
  let taps = 0;
  const tap = async (on: Locator) => {
    taps += 1;
    await on.click();
  };
  const button = (name: string, exact = true) => camille.getByRole("button", { name, exact });
  await camille.goto("/connexion");
  await expect(camille.locator("#email")).toBeFocused();
  await camille.keyboard.type("camille@letrait.example");
  await tap(camille.locator("#password"));
  await camille.keyboard.type("un-demonstration-au-trait-2026");
  await tap(button("Entrer"));
  await tap(camille.locator("a.row", { hasText: "Rose M." }));
  await camille.waitForURL(/parcours\//);
  await awake(camille);
  await allKept(camille);
  // A frein, rated, and a levier.
  await tap(button("Ajouter : Ce qui freine"));
  await camille.keyboard.type("Peur du téléphone");
  await tap(button("Ajouter"));
  const frein = camille.locator(".diagnosis-card", { hasText: "Peur du téléphone" });
  await tap(frein.locator(".level-bar"));
  await tap(button("Ajouter : Ce qui aide"));
  await camille.keyboard.type("Très à l’aise à l’écrit");
  await tap(button("Ajouter"));
  await expect(camille.locator(".diagnosis-card", { hasText: "à l’écrit" })).toBeVisible();
  // A step with its day, hour, place, two people, what to bring; one's own yes is in it.
  await tap(button("Proposer une étape"));
  await camille.keyboard.type("Camille appelle la CAF avec Rose demain à 9 h 30 à la mairie, apporter le courrier");
  await tap(button("Proposer"));
  const card = camille.locator(".card", { hasText: "appelle la CAF" });
  await expect(card).toContainText("9 h 30");
  // What it lifts and leans on, a line to tick, a message.
  await tap(card.locator(".card-title a"));
  const sheet = camille.locator(".sheet");
  for (const [label, words] of [["Pour lever", "Peur du téléphone"], ["En s’appuyant sur", "Très à l’aise à l’écrit"]] as const) {
    // The list, and the line in it.
    taps += 2;
    await sheet.getByLabel(label).selectOption({ label: words });
  }
  await tap(sheet.getByLabel("Ligne à ajouter"));
  await camille.keyboard.type("Le numéro d’allocataire");
  await tap(sheet.locator(".box", { hasText: "À cocher" }).getByRole("button", { name: "Ajouter" }));
  await tap(sheet.getByLabel("Mon message"));
  await camille.keyboard.type("On appelle ensemble.");
  await tap(sheet.getByRole("button", { name: "Envoyer" }));
  await tap(sheet.getByRole("link", { name: "Fermer l’étape" }));
  await allKept(camille);
  // Begun, and taken back; put in the bin, and taken out of it.
  const toast = camille.locator(".notice.said");
  const decided = camille.locator("[data-column=decide] .card", { hasText: "Refaire le CV" });
  await tap(decided.getByRole("button", { name: "Commencer" }));
  await tap(toast.getByRole("button", { name: "Revenir en arrière" }));
  await expect(decided).toBeVisible();
  await tap(decided.locator(".card-menu-button"));
  await tap(decided.getByRole("button", { name: "Retirer", exact: true }));
  await expect(decided).toHaveCount(0);
  await tap(toast.getByRole("button", { name: "Revenir en arrière" }));
  await expect(decided).toBeVisible();
  await camille.context().close();
  await own.stop();
  expect(taps).toBeLessThanOrEqual(26);
  proof("taps", `the professional's story in ${taps} taps (47 when it was tried)`);
});

test("what stands far down in a step is one tap away, and its title and places are said", async ({ browser }) => {
  const camille = await camilleOnBoard(browser, 390, 844);
  const before = await camille.title();
  await openStep(camille, "permis du CCAS");
  await expect(camille).toHaveTitle(`Étape · ${before}`);
  for (const part of ["Échanges", "À cocher"]) {
    await camille.locator(".sheet-head").getByRole("button", { name: part, exact: true }).click();
    const heading = camille.locator(".sheet").getByRole("heading", { name: part, exact: true });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
  }
  // A place that another step has is offered.
  await expect(camille.locator("#lieux option[value='Mairie']")).toHaveCount(1);
  await camille.getByRole("link", { name: "Fermer l’étape" }).click();
  await expect(camille).toHaveTitle(before);
});

line("T39", "a partner to whom nothing is shown any more is told so, and of nothing else", async (browser) => {
  const ines = await page(browser);
  await signIn(ines, "ines@missionlocale.example");
  await ines.locator("a.row", { hasText: "Rose" }).click();
  await ines.waitForURL(/partage\/./);
  await awake(ines);
  await expect(ines.getByRole("heading", { name: "Étapes partagées" })).toBeVisible();
  const hers = await rose(browser);
  const ends = hers.locator(".seen-by", { hasText: "Mission locale" }).getByRole("button", { name: /^Ne plus montrer/ });
  for (let left = await ends.count(); left > 0; left -= 1) {
    await ends.first().press("Enter");
    await expect(ends).toHaveCount(left - 1);
    await hers.keyboard.press("Shift");
  }
  await expect(ines.locator(".shared-step")).toHaveCount(0);
  await ines.waitForTimeout(2_000);
  await expect(ines.getByText("Pas encore enregistré")).toHaveCount(0);
  await expect(ines.getByRole("heading", { name: "Étapes partagées" })).toHaveCount(0);
});

line("T23", "the page knows of a cut as soon as the browser does", async (browser) => {
  const camille = await camilleOnBoard(browser);
  // The socket itself is well: what is looked for is that the page does not wait for it to be silent.
  const again = camille.waitForEvent("websocket");
  await camille.evaluate(() => {
    const word = document.querySelector(".work-word");
    const note = () => document.body.setAttribute("data-said", `${document.body.dataset["said"] ?? ""}${word?.textContent}`);
    if (word) new MutationObserver(note).observe(word, { childList: true, characterData: true, subtree: true });
    dispatchEvent(new Event("offline"));
  });
  await again;
  await allKept(camille);
  await expect(camille.locator("body")).toHaveAttribute("data-said", /pas de liaison/);
});

line("T24", "Écouter is there where a voice speaks French, and nowhere else", async (browser) => {
  for (const [voices, buttons] of [[[], 0], [["en-GB"], 0], [["en-GB", "fr-FR"], 1]] as const) {
    const hers = await page(browser, 390, 844);
    await hers.addInitScript((all) => {
      speechSynthesis.getVoices = () => all.map((lang) => ({ lang }) as SpeechSynthesisVoice);
    }, voices);
    await signInRose(hers);
    await allKept(hers);
    await expect(hers.getByRole("button", { name: "Écouter" }), voices.join()).toHaveCount(buttons);
    await hers.context().close();
  }
});

test("a sentence is read as a step: each chip can be taken off, and what is unsure is asked", async ({ browser }) => {
  const camille = await camilleOnBoard(browser);
  await camille.getByRole("button", { name: "Proposer une étape" }).click();
  const line_ = camille.locator("#nouvelle-etape");
  const chips = camille.getByRole("list", { name: "Reconnu dans la phrase" }).getByRole("button");
  await line_.fill("Camille appelle la CAF avec Rose demain à 9 h 30, apporter le courrier");
  for (const said of ["Camille", "Rose", "9 h 30", "Apporter : le courrier", "Accès aux droits"])
    await expect(chips.filter({ hasText: said })).toHaveCount(1);
  await expect(camille.getByText("Étape : « Camille appelle la CAF avec Rose »")).toBeVisible();
  await chips.filter({ hasText: "9 h 30" }).click();
  await expect(chips.filter({ hasText: "9 h 30" })).toHaveCount(0);
  await expect(line_).toBeFocused();
  await expect(camille.getByText(/Étape\s: «\s.*9\sh\s30.*\s»/)).toBeVisible();
  await line_.fill("Rose voit Yanis lundi ou mardi");
  await expect(camille.locator(".propose [role=status]")).toContainText("Il y a deux dates : laquelle ?");
  await camille.locator(".propose [role=status] .chip").first().click();
  await expect(chips.filter({ hasText: "lundi" })).toHaveCount(1);
  await line_.fill("مرحبا ".repeat(300));
  await expect(camille.locator(".propose")).toContainText("C’est trop long");
  await line_.fill("Rose voit Yanis demain à 14 h");
  await line_.press("Enter");
  await allKept(camille);
  const card = camille.locator(".card", { hasText: "Rose voit Yanis" });
  await expect(card).toContainText("14 h");
});

// @proof experience one-screen: the board is one screen, counted on what is rendered
// @proof experience second-tap: a second tap does nothing to what comes under it
// @proof experience shows: a person shows a step in three taps at most
// @proof experience proposes: a person proposes in three taps at most
// @proof experience taps: the professional's story in 26 taps at most
// @proof experience trial: lines of the trial that a test holds
test("the lines that are held are counted", () => {
  const all = [...held].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  expect(all.length).toBeGreaterThan(12);
  proof("trial", `${all.length} lines of the trial held: ${all.join(", ")}`);
});
