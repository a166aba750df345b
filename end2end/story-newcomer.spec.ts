// Someone comes to the cell: their parcours is opened in less than 45 seconds of typing, they choose the code of a card, and it
// opens their page.
import { expect, proof, test } from "./support/server.js";
import { awake, signIn } from "./support/signin.js";

/** Keys that a professional presses in a second. */
const KEYS = 3;

// @proof cell newcomer: someone new has a parcours in 45 seconds of typing at 3 keys a second
// @proof cell team: a referent says who accompanies, and who is taken out reads nothing more
// @proof cell card: a card is printed with its code chosen by its person, and opens their page
test("someone comes, their parcours is opened, and the card that they are given opens it", async ({ browser, server }) => {
  const context = await browser.newContext({ viewport: { width: 1180, height: 820 } });
  const page = await context.newPage();
  await signIn(page, "camille@letrait.example");
  await page.getByRole("link", { name: "Nouveau parcours" }).click();
  await expect(page.locator("#prenom")).toBeFocused();

  let keys = 0;
  const type = async (words: string) => {
    await page.keyboard.type(words);
    keys += words.length;
  };
  const key = async (name: string) => {
    await page.keyboard.press(name);
    keys += 1;
  };
  await type("Fatoumata");
  await key("Tab");
  await type("N'Diaye");
  await key("Tab");
  // A year that nobody was born in, first: what is written stays.
  await type("2997");
  await key("Tab");
  await type("06 12 34 56 78");
  await page.locator("input[value=aloud]").focus();
  await key("Space");
  await key("Enter");
  await expect(page.locator("#refus-annee")).toHaveText("Vérifiez l’année de naissance : quatre chiffres, comme 1987.");
  await expect(page.locator("#annee")).toBeFocused();
  await expect(page.locator("#annee")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#nom")).toHaveValue("N'Diaye");
  await expect(page.locator("input[value=aloud]")).toBeChecked();
  await page.locator("#annee").selectText();
  await type("1987");
  await key("Enter");
  await page.waitForURL(/\/carte$/);
  proof("newcomer", `${keys} keys, ${Math.ceil(keys / KEYS)} s of typing at ${KEYS} a second, a mistake and its correction among them`);
  expect(keys).toBeLessThanOrEqual(45 * KEYS);

  // The person chooses.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Une carte pour Fatoumata");
  await page.locator("#code").fill("240613");
  await page.locator("#again").fill("240614");
  await page.getByRole("button", { name: "Donner la carte" }).click();
  await expect(page.locator("#refus")).toContainText("deux fois pareil");
  await page.locator("#code").fill("240613");
  await page.locator("#again").fill("240613");
  await page.getByRole("button", { name: "Donner la carte" }).click();
  await expect(page.locator(".printed-square")).toBeVisible();
  const number = ((await page.locator(".printed-number").textContent()) ?? "").replaceAll(" ", "");
  expect(number).toMatch(/^[0-9a-f]{32}$/);
  expect(page.url(), "no secret stands in an address").not.toContain(number);
  await expect(page.getByText("N'Diaye")).toHaveCount(0);
  // On paper: two sides on one sheet, and nothing to press.
  await page.emulateMedia({ media: "print" });
  const sides = await page.locator(".printed-side").evaluateAll((all) => all.map((it) => it.getBoundingClientRect()));
  expect(sides).toHaveLength(2);
  expect(sides[0]?.y).toBe(sides[1]?.y);
  await expect(page.locator(".printed-tools")).toBeHidden();
  const sheet = await page.pdf({ preferCSSPageSize: true });
  expect(sheet.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: null });
  await page.getByRole("link", { name: "Ouvrir le parcours" }).click();
  await awake(page);
  await expect(page.locator("h1").first()).toContainText("Fatoumata");

  // Of the cell one may be the referent, who is asked for: she finds the parcours in her list, and says who else accompanies.
  const morgane = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(morgane, "morgane@letrait.example");
  await morgane.locator("a.row", { hasText: "Fatoumata" }).click();
  await awake(morgane);
  await morgane.getByRole("button", { name: "Plus", exact: true }).click();
  await morgane.getByRole("link", { name: "Qui accompagne" }).click();
  await expect(morgane.locator(".team-member")).toHaveCount(2);
  await expect(morgane.locator(".team-member").first()).toContainText(/Morgane.*Personne référente/);
  // What is kept of her, and who gave her the card, is read there.
  await expect(morgane.locator(".team-kept")).toContainText(/1987.*06 12 34 56 78.*Information lue.*Carte donnée.*Camille/);
  const who = morgane.getByLabel("Qui ?");
  await who.selectOption({ label: (await who.locator("option", { hasText: "Yanis" }).textContent()) ?? "" });
  await morgane.getByRole("checkbox", { name: "Mobilité" }).check();
  await morgane.getByRole("button", { name: "Ajouter", exact: true }).click();
  const joined = morgane.locator(".team-member", { hasText: "Yanis" });
  await expect(joined.locator(".badge", { hasText: "Mobilité" })).toBeVisible();
  const yanis = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(yanis, "yanis@letrait.example");
  await yanis.locator("a.row", { hasText: "Fatoumata" }).click();
  await awake(yanis);
  await expect(yanis.locator(".columns")).toBeVisible();
  await joined.getByRole("button", { name: /Retirer.*Yanis/ }).click();
  await expect(joined).toHaveCount(0);
  // What he had open closes.
  await expect(yanis.locator(".columns")).toHaveCount(0);
  proof("team", "the referent adds a colleague for one theme, who finds the parcours, and takes them out, whose board closes");

  // On a telephone of hers.
  const hers = await (await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: server.url })).newPage();
  await hers.goto(`/carte#${number}`);
  await awake(hers);
  await hers.fill("#pin", "240613");
  await hers.waitForURL(/mon-parcours/);
  await awake(hers);
  await hers.getByRole("link", { name: "Proposer" }).first().click();
  await hers.fill("#mots", "Apprendre à conduire");
  await hers.getByRole("button", { name: "Envoyer à l’équipe" }).click();
  await hers.waitForURL(/mon-parcours\?propose/);
  await expect(page.locator(".card", { hasText: "Apprendre à conduire" })).toBeVisible();
  proof("card", "1 sheet, 2 sides, a first name alone; its number and the code open the person's page, and what they propose is on the board");
});

test("what is written of someone stays when the session has ended meanwhile, and when there is no link", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, "camille@letrait.example");
  await page.goto("/nouveau-parcours");
  await page.fill("#prenom", "Awa");
  await page.fill("#nom", "Sarr");
  await page.locator("input[value=on_paper]").check();
  const send = page.getByRole("button", { name: "Ouvrir le parcours" });
  await context.setOffline(true);
  await send.click();
  await expect(page.locator("#refus")).toContainText("Pas de liaison.");
  await context.setOffline(false);
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await fetch(`${server.url}/api/v1/sign_out`, { method: "POST", headers: { origin: server.url, cookie: cookies }, redirect: "manual" });
  await send.click();
  await expect(page.locator("#refus")).toContainText("Votre session est finie.");
  await expect(page.locator("#prenom")).toHaveValue("Awa");
  // In another tab, as it says; then it goes on.
  await signIn(await context.newPage(), "camille@letrait.example");
  await send.click();
  await page.waitForURL(/\/carte$/);
});
