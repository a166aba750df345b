// A need is noticed at a counter in less than 45 seconds of typing, the cell asks and takes it, and the counter reads in one word
// what became of it; and someone asks for themselves, without an account.
import { expect, proof, test } from "./support/server.js";
import { signIn } from "./support/signin.js";

/** Keys that someone who is used to it presses in a second. */
const KEYS = 3;

// @proof cell entry: a need that is noticed is sent in 45 seconds of typing at 3 keys a second, and its sender reads what became of it
test("a need is noticed at a counter, and its person is received", async ({ browser, server }) => {
  const of = async () => (await browser.newContext({ viewport: { width: 1180, height: 820 }, baseURL: server.url })).newPage();
  const theo = await of();
  await signIn(theo, "theo@letrait.example");
  await theo.getByRole("link", { name: "Signaler" }).click();
  await theo.locator("#prenom").focus();
  let keys = 0;
  const type = async (words: string) => {
    await theo.keyboard.type(words);
    keys += words.length;
  };
  const key = async (name: string) => {
    await theo.keyboard.press(name);
    keys += 1;
  };
  await type("Brahim");
  await key("Tab");
  await type("Roussel");
  await key("Tab");
  await type("06 98 76 54 32");
  await key("Tab");
  await key("Tab");
  await expect(theo.locator("#besoin")).toBeFocused();
  await type("N’ouvre plus son courrier, craint une coupure.");
  // Without the person's agreement it does not go.
  await theo.locator("#accord").evaluate((box) => box.removeAttribute("required"));
  await theo.getByRole("button", { name: "Envoyer à la cellule" }).click();
  keys += 1;
  await expect(theo.locator("#refus-accord")).toContainText("rien ne part sans son accord");
  await expect(theo.locator("#besoin")).toHaveValue(/courrier/);
  await expect(theo.locator("#accord")).toBeFocused();
  await key("Space");
  await key("Enter");
  await expect(theo.getByText("C’est envoyé. Vous verrez ici ce que cela devient.")).toBeVisible();
  const mine = theo.locator(".report-one", { hasText: "Brahim Roussel" });
  await expect(mine).toContainText("Reçue");

  const camille = await of();
  await signIn(camille, "camille@letrait.example");
  await camille.getByRole("link", { name: /^Entrées/ }).click();
  await camille.locator("a.row", { hasText: "Brahim Roussel" }).click();
  await camille.locator("summary", { hasText: "Poser une question" }).click();
  await camille.getByLabel("Votre question à la personne qui l’envoie").fill("Est-il joignable le matin ?");
  await camille.getByRole("button", { name: "Envoyer la question" }).click();
  await expect(camille.locator(".facts")).toContainText("Question");
  await theo.goto("/signaler");
  await expect(mine).toContainText("Est-il joignable le matin ?");
  await mine.getByLabel("Votre réponse").fill("Oui, avant 11 h.");
  await mine.getByRole("button", { name: "Répondre" }).click();
  await expect(mine).toContainText("Reçue");
  await camille.reload();
  await expect(camille.getByText("Oui, avant 11 h.")).toBeVisible();
  await camille.getByRole("link", { name: "Ouvrir un parcours" }).click();
  await expect(camille.locator("#prenom")).toHaveValue("Brahim");
  await expect(camille.locator("#telephone")).toHaveValue("06 98 76 54 32");
  await camille.locator("input[value=aloud]").check();
  await camille.getByRole("button", { name: "Ouvrir le parcours" }).click();
  await camille.waitForURL(/\/carte$/);
  await theo.reload();
  await expect(mine).toContainText("Prise");
  await expect(mine.locator("a"), "one word, and no way to the parcours").toHaveCount(0);
  proof("entry", `${keys} keys, ${Math.ceil(keys / KEYS)} s of typing at ${KEYS} a second, a refusal among them; asked, answered, taken: one word each`);
  expect(keys).toBeLessThanOrEqual(45 * KEYS);
});

test("someone asks for themselves on a telephone, without an account", async ({ browser, server }) => {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: server.url })).newPage();
  await page.goto("/carte");
  await page.getByRole("link", { name: "Je voudrais de l’aide" }).click();
  await page.getByLabel("Votre prénom").fill("Mireille");
  await page.getByLabel("Votre nom").fill("Petit");
  await page.getByLabel("Ce qui vous aiderait").fill("Comprendre une lettre des impôts");
  await page.getByRole("button", { name: "Envoyer ma demande" }).click();
  await expect(page.locator("#refus-contact")).toContainText("Il faut un téléphone");
  await expect(page.locator("#telephone")).toBeFocused();
  await expect(page.getByLabel("Votre nom")).toHaveValue("Petit");
  await page.getByLabel("Quand et comment vous joindre").fill("À la maison, l’après-midi");
  await page.getByRole("button", { name: "Envoyer ma demande" }).click();
  await expect(page.getByText("Quelqu’un de l’équipe vous rappelle.")).toBeVisible();
  await expect(page.getByText("Mireille")).toHaveCount(0);
  const camille = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(camille, "camille@letrait.example");
  await camille.goto("/entrees");
  await expect(camille.locator("a.row", { hasText: "Mireille Petit" })).toContainText("demande pour soi");
});
