// Nothing typed is lost: not before the page wakes, not while a keyboard composes, not in a field that another person
// changes beside it, not when it is refused, not on a link that is dead without saying so.
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose, workWord } from "./support/signin.js";

const STEP = "Visiter la cuisine";

/** Camille on Rose's board, with a step opened; the address is for the others. */
async function camilleOpens(browser: Browser, words = STEP): Promise<[Page, string]> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, "camille@letrait.example");
  await page.goto(await boardOfRose(page));
  const step = await page.locator(".card-title a", { hasText: words }).getAttribute("href");
  if (!step) throw new Error("the board does not show the step");
  await page.goto(step);
  await awake(page);
  await allKept(page);
  return [page, step];
}

async function roseOpens(browser: Browser, step: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signInRose(page);
  await page.goto(step);
  await awake(page);
  await allKept(page);
  return page;
}

const title = (page: Page) => page.getByLabel("Titre de l’étape");
const place = (page: Page) => page.getByLabel("Où", { exact: true });
const details = (page: Page) => page.getByLabel("Précisions", { exact: true });

test("RB1: words typed before the page is awake are kept", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const rose = await roseOpens(browser, step);
  let wake = () => {};
  const asleep = new Promise<void>((done) => (wake = done));
  await camille.route("**/*.wasm", async (route) => {
    await asleep;
    await route.continue();
  });
  await camille.goto(step, { waitUntil: "commit" });
  await details(camille).pressSequentially("Demander madame Petit. ");
  await place(camille).pressSequentially("École Jaurès");
  wake();
  await expect(details(rose)).toHaveValue(/Demander madame Petit\./);
  await place(camille).blur();
  await expect(place(rose)).toHaveValue("École Jaurès");
  await expect(details(camille)).toHaveValue(/Demander madame Petit\./);
  await allKept(camille);
});

test("CF3: words that come while a keyboard composes are not erased by it", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const rose = await roseOpens(browser, step);
  const before = await title(rose).inputValue();
  const composes = (event: string, typed: string) =>
    title(rose).evaluate(
      (area: HTMLTextAreaElement, [event, typed]) => {
        area.value += typed;
        area.dispatchEvent(new CompositionEvent(event ?? "", { bubbles: true }));
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      },
      [event, typed],
    );
  await title(rose).focus();
  await composes("compositionstart", " mar");
  await title(camille).focus();
  await camille.keyboard.press("Control+Home");
  await title(camille).pressSequentially("Aller ");
  await expect(rose.locator(".card-title a", { hasText: STEP })).toContainText("Aller");
  await composes("compositionend", "di");
  for (const page of [rose, camille]) await expect(title(page)).toHaveValue(`Aller ${before} mardi`);
});

test("CF1: a place that is being typed is not overwritten by what others change, and comes last", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const rose = await roseOpens(browser, step);
  await place(camille).fill("");
  await place(camille).pressSequentially("Cantine de l’éc");
  await place(rose).fill("Mairie");
  await place(rose).blur();
  await title(rose).press("Control+End");
  await title(rose).pressSequentially(" vite");
  await expect(title(camille)).toHaveValue(/ vite$/);
  await expect(place(camille)).toHaveValue("Cantine de l’éc");
  await place(camille).pressSequentially("ole");
  await place(camille).blur();
  for (const page of [camille, rose]) await expect(place(page)).toHaveValue("Cantine de l’école");
});

test("words typed just before a step is closed are given", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const errors: string[] = [];
  camille.on("pageerror", (error) => errors.push(error.message));
  const rose = await roseOpens(browser, step);
  await details(camille).focus();
  await camille.keyboard.press("Control+End");
  await camille.keyboard.type("Fin.");
  await camille.keyboard.press("Escape");
  await expect(details(rose)).toHaveValue(/Fin\.$/);
  // The timers of a field that is gone find nothing, and break nothing.
  await allKept(camille);
  expect(errors).toEqual([]);
});

test("GR5: a link that is dead without saying so is noticed, and what was typed meanwhile arrives", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const rose = await roseOpens(browser, step);
  await camille.context().setOffline(true);
  await details(camille).focus();
  await camille.keyboard.press("Control+End");
  await camille.keyboard.type(" Hors ligne.");
  await expect(workWord(camille)).toContainText("Gardez cette page ouverte", { timeout: 45_000 });
  await camille.context().setOffline(false);
  await expect(details(rose)).toHaveValue(/ Hors ligne\.$/, { timeout: 45_000 });
  await allKept(camille);
});

test("a title that is too long, and a message that is refused, stay where they were typed", async ({ browser }) => {
  const [camille, step] = await camilleOpens(browser);
  const rose = await roseOpens(browser, step);
  const before = await title(camille).inputValue();
  const long = `${before}${" trop".repeat(60)}`;
  await title(camille).fill(long);
  await expect(camille.getByText("C’est trop long")).toBeVisible();
  await expect(workWord(camille)).toContainText("Gardez cette page ouverte");
  await title(rose).focus();
  await rose.keyboard.press("Control+Home");
  await title(rose).pressSequentially("Puis ");
  await expect(title(camille)).toHaveValue(`Puis ${long}`);
  await title(camille).fill(`Puis ${before} demain`);
  for (const page of [camille, rose]) await expect(title(page)).toHaveValue(`Puis ${before} demain`);
  await allKept(camille);

  await camille.getByLabel("Mon message").fill("J’ai une question");
  await rose.goto(step.replace(/\/etape.*/, ""));
  await awake(rose);
  const card = rose.locator(".card", { hasText: before });
  await card.locator(".card-menu-button").click();
  await card.getByRole("button", { name: "Retirer" }).click();
  await expect(camille.getByText("Cette étape est dans la corbeille.")).toBeVisible();
  await camille.getByRole("button", { name: "Envoyer" }).click();
  await expect(camille.getByText("Cet élément est dans la corbeille.")).toBeVisible();
  await expect(camille.getByLabel("Mon message")).toHaveValue("J’ai une question");
});

test("RB2: a page that holds refused words asks before it is left", async ({ browser }) => {
  // Not the step of the other stories: one of them ends with that in the bin.
  const words = "Rendez-vous en visio";
  const [camille, step] = await camilleOpens(browser, words);
  const rose = await roseOpens(browser, step);
  // Cut off, Camille writes in a message; meanwhile the step goes to the bin.
  await camille.context().setOffline(true);
  await camille.getByLabel("Mon message").fill("Je passe à 14 h");
  await camille.getByRole("button", { name: "Envoyer" }).click();
  await expect(workWord(camille)).toContainText("Gardez cette page ouverte", { timeout: 45_000 });
  await rose.goto(step.replace(/\/etape.*/, ""));
  await awake(rose);
  const card = rose.locator(".card", { hasText: words });
  await card.locator(".card-menu-button").click();
  await card.getByRole("button", { name: "Retirer" }).click();
  await allKept(rose);
  await camille.context().setOffline(false);
  const refused = camille.locator(".sheet .conflicts", { hasText: "Je passe à 14 h" });
  await expect(refused).toBeVisible({ timeout: 45_000 });
  await allKept(camille);
  const asked = camille.waitForEvent("dialog");
  void camille.reload().catch(() => {});
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(refused).toBeVisible();
});
