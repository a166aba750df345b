// A commune installs Itinéraire in the morning and works with it in the afternoon: no demonstration data.
import { type Browser, expect, type Page } from "@playwright/test";
import { link as linkOf, MailServer } from "./support/mail.js";
import { AppServer, proof, test } from "./support/server.js";
import { awake } from "./support/signin.js";

/** Keys that someone who is used to it presses in a second. */
const KEYS = 3;
const SENTENCE = "un cheval boit le mardi";

let server: AppServer;
let printed: string;
let mail: MailServer;
test.beforeAll(async () => {
  mail = await MailServer.start();
  ({ server, address: printed } = await AppServer.startEmpty((url) => ({
    ITINERAIRE_PUBLIC_URL: url,
    ITINERAIRE_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    ITINERAIRE_MAIL_FROM: "Itinéraire <itineraire@saint-aubin.example>",
  })));
});
test.afterAll(async () => {
  await server.stop();
  await mail.stop();
});

/** A browser of someone's own. */
async function tablet(browser: Browser, size = { width: 1180, height: 820 }): Promise<Page> {
  return (await browser.newContext({ viewport: size, baseURL: server.url })).newPage();
}

/** Types as someone does who goes from field to field by the keyboard; counts each key. */
function typist(page: Page) {
  let keys = 0;
  return {
    keys: () => keys,
    fill: async (field: string, words: string) => {
      await page.locator(field).focus();
      await page.keyboard.type(words);
      keys += words.length + 1;
    },
    press: async (name: string) => {
      await page.keyboard.press(name);
      keys += 1;
    },
  };
}

/** Asks someone to come; gives the link that is handed over, or that their letter brings. */
async function invites(
  page: Page,
  who: { first: string; last: string; email: string; can: string[]; of?: string; byMail?: boolean },
): Promise<string> {
  await page.goto("/membres");
  await page.locator("#prenom").fill(who.first);
  await page.locator("#nom").fill(who.last);
  await page.locator("#adresse").fill(who.email);
  if (who.of) await page.locator("#structure").selectOption({ label: who.of });
  for (const box of await page.locator(".asked-several input").all()) await box.setChecked(false);
  for (const can of who.can) await page.getByRole("checkbox", { name: can }).check();
  const way = who.byMail ? "Envoyer l’invitation par mail" : "Préparer un lien à remettre";
  await page.getByRole("button", { name: way }).click();
  await page.waitForURL(/\/membres\/[0-9a-f-]{36}$/);
  if (who.byMail) {
    await expect(page.getByLabel("Lien d’invitation")).toHaveCount(0);
    const letter = await mail.nth(who.email, 1);
    expect(letter.subject).toBe("Votre invitation à Itinéraire (Saint-Aubin)");
    return linkOf(letter);
  }
  const link = await page.getByLabel("Lien d’invitation").inputValue();
  expect(page.url(), "no number stands in an address").not.toContain(link.split("#")[1]);
  return link;
}

/** Comes with the link. */
async function comes(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByText("Votre invitation est lue.")).toBeVisible();
  expect(page.url(), "nobody who looks at the screen reads it").toBe(`${server.url}/invitation`);
  await page.getByLabel("Votre adresse mail").fill(email);
  await page.getByLabel("Un mot de passe").fill(SENTENCE);
  await page.getByLabel("Le même, encore une fois").fill(SENTENCE);
  await page.getByRole("button", { name: "Rejoindre la cellule" }).click();
  await page.waitForURL(/\/(accueil|partage)$/);
}

// @proof cell founding: a cell begins on an empty database, colleagues come, a person is received and says yes, and a colleague leaves
test("a cell begins on an empty database, and works", async ({ browser }) => {
  const claire = await tablet(browser);
  await claire.goto(printed);
  await expect(claire.getByText("L’adresse de mise en place est lue.")).toBeVisible();
  expect(claire.url()).toBe(`${server.url}/mise-en-place`);
  const typed = typist(claire);
  await typed.fill("#commune", "Saint-Aubin");
  await typed.fill("#structures", "Mission locale\nPMI\nFrance Travail");
  await typed.fill("#prenom", "Claire");
  await typed.fill("#nom", "Hoarau");
  await typed.fill("#metier", "coordinatrice");
  await typed.fill("#adresse", "claire@saint-aubin.example");
  // What anyone guesses, first: what is written stays.
  for (const field of ["#motdepasse", "#encore"]) await typed.fill(field, "motdepasse123");
  await typed.press("Enter");
  await expect(claire.locator("#refus-motdepasse")).toContainText("trop facile à deviner");
  await expect(claire.locator("#commune")).toHaveValue("Saint-Aubin");
  for (const field of ["#motdepasse", "#encore"]) {
    await claire.locator(field).selectText();
    await typed.fill(field, SENTENCE);
  }
  await typed.press("Enter");
  await claire.waitForURL(/\/membres$/);
  await expect(claire.locator(".row")).toHaveCount(1);
  await expect(claire.locator(".members-around")).toContainText("France Travail");
  const keys = typed.keys();

  // Two colleagues, and someone of a partner.
  const samiras = await invites(claire, {
    first: "Samira",
    last: "O'Brien",
    email: "samira@saint-aubin.example",
    can: ["Accompagne des personnes", "Peut être la personne référente"],
    byMail: true,
  });
  const yanis = await invites(claire, {
    first: "Yanis",
    last: "Benali",
    email: "yanis@saint-aubin.example",
    can: ["Accompagne des personnes"],
    byMail: true,
  });
  await claire.reload();
  await expect(claire.locator(".facts")).toContainText("Mail envoyé");
  const ines = await invites(claire, {
    first: "Inès",
    last: "Perrin",
    email: "ines@missionlocale.example",
    can: ["Agit pour un partenaire"],
    of: "Mission locale",
  });
  const samira = await tablet(browser);
  await comes(samira, samiras, "samira@saint-aubin.example");
  // It opens once.
  const other = await tablet(browser);
  await other.goto(samiras);
  await other.getByLabel("Votre adresse mail").fill("samira@saint-aubin.example");
  await other.getByLabel("Un mot de passe").fill(SENTENCE);
  await other.getByRole("button", { name: "Rejoindre la cellule" }).click();
  await expect(other.locator("#refus")).toContainText("a déjà servi");
  await expect(other.getByLabel("Votre adresse mail")).toHaveValue("samira@saint-aubin.example");
  await comes(other, yanis, "yanis@saint-aubin.example");
  const partner = await tablet(browser);
  await comes(partner, ines, "ines@missionlocale.example");
  await claire.goto("/membres");
  await expect(claire.locator(".row").filter({ hasText: /Depuis le/ })).toHaveCount(4);

  // Someone comes, and leaves with a card.
  await samira.getByRole("link", { name: "Nouveau parcours" }).click();
  await samira.locator("#prenom").fill("Fatoumata");
  await samira.locator("#nom").fill("N’Diaye");
  await samira.locator("input[value=aloud]").check();
  // Samira herself: of the cell two may be the referent.
  await samira.getByLabel("Personne référente").selectOption({ label: "Samira O." });
  await samira.getByRole("button", { name: "Ouvrir le parcours" }).click();
  await samira.waitForURL(/\/carte$/);
  await samira.locator("#code").fill("240613");
  await samira.locator("#again").fill("240613");
  await samira.getByRole("button", { name: "Donner la carte" }).click();
  const number = ((await samira.locator(".printed-number").textContent()) ?? "").replaceAll(" ", "");
  await samira.getByRole("link", { name: "Ouvrir le parcours" }).click();
  await awake(samira);
  await samira.getByRole("button", { name: "Proposer une étape" }).click();
  await samira.locator("#nouvelle-etape").fill("Fatoumata demande une carte de transport");
  await samira.locator("#nouvelle-etape").press("Enter");
  const card = samira.locator(".card", { hasText: "transport" });
  await expect(card).toBeVisible();

  // Her first yes.
  const hers = await tablet(browser, { width: 390, height: 844 });
  await hers.goto(`/carte#${number}`);
  await awake(hers);
  await hers.fill("#pin", "240613");
  await hers.waitForURL(/mon-parcours/);
  await awake(hers);
  await hers.locator("summary", { hasText: "Samira vous propose" }).click();
  await hers.getByRole("button", { name: "D’accord" }).click();
  await expect(card).toContainText("Fatoumata : D’accord");

  // Samira leaves: Claire takes it all, and sees what she never saw before.
  const row = claire.locator(".row", { hasText: "Samira" });
  await row.click();
  await expect(claire.getByText("Samira accompagne 1 parcours, dont 1 comme personne référente.")).toBeVisible();
  await claire.getByLabel("Qui prend la suite").selectOption({ label: "Claire H." });
  await claire.getByLabel("Pourquoi, pour les personnes concernées").fill("Samira change de métier");
  await claire.getByRole("button", { name: "Mettre fin à l’accès" }).click();
  await expect(claire.locator(".facts")).toContainText(/Fin le/);
  await expect(samira.getByRole("heading", { name: "Votre session est finie" })).toBeVisible();
  await claire.goto("/accueil");
  await claire.locator("a.row", { hasText: "Fatoumata" }).click();
  await awake(claire);
  await expect(claire.locator(".card", { hasText: "transport" })).toBeVisible();
  // Whose parcours it is reads who it is now, and why.
  await hers.goto(new URL(claire.url()).pathname + "/equipe");
  await expect(hers.locator(".team-member").first()).toContainText("Samira change de métier");
  // Of whom they accompany no letter says anything.
  expect(mail.letters.length).toBe(2);
  for (const { letter } of mail.letters) {
    expect(`${letter.subject} ${letter.text}`).not.toMatch(/Fatoumata|N.Diaye|transport/);
  }
  // What was printed opens nothing a second time.
  await other.goto(printed);
  await expect(other.getByText("La mise en place est faite. Identifiez-vous.")).toBeVisible();
  proof("founding", `${keys} keys begin a cell (${Math.ceil(keys / KEYS)} s at ${KEYS} a second); 2 come by a letter and 1 by a link, 1 person says yes, 1 leaves and 1 goes on`);
});
