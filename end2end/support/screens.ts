// Every screen, for whoever wants to look at each: as it rests, and with what opens on it opened.
import { expect, type Browser, type Page } from "@playwright/test";
import { AppServer } from "./server.js";
import { code } from "./codes.js";
import { anHourLater, awake, boardOfRose, PASSWORD, signIn, signInRose } from "./signin.js";

/** The sizes that the screens are made for. */
export const SIZES = [
  { name: "tablet", width: 1280, height: 800 },
  { name: "upright", width: 820, height: 1180 },
  { name: "phone", width: 390, height: 844 },
  { name: "desktop", width: 1920, height: 1080 },
];

/** Opens each screen at a size, in turn, and gives their names. */
export async function eachScreen(
  browser: Browser,
  size: { width: number; height: number },
  look: (name: string, page: Page) => Promise<void>,
): Promise<string[]> {
  const page = await (await browser.newContext({ viewport: size, bypassCSP: true })).newPage();
  const names: string[] = [];
  /** `landmark` is what only this screen says: an error page is never counted as the screen. */
  const show = async (name: string, landmark: string) => {
    await awake(page);
    await expect(page.getByText(landmark).filter({ visible: true }).first(), name).toBeVisible();
    await look(name, page);
    names.push(name);
  };
  await page.goto("/connexion");
  await show("connexion", "S’identifier");
  await page.goto("/carte");
  await show("carte", "Bonjour");
  await page.goto("/a-propos");
  await show("a-propos", "Qui fait vivre ce service");
  await page.goto("/nulle-part");
  await show("introuvable", "Cette page n’existe pas");
  await signIn(page, "camille@letrait.example");
  await show("accueil", "Rose M.");
  // Where there is no room for the field, a link leads to it.
  await page.keyboard.press("Control+k");
  await page.locator("input[type=search]:focus").waitFor();
  await page.keyboard.type("permsi");
  await page.keyboard.press("Enter");
  await show("recherche", "étape de Rose M.");
  await page.goto("/affichage");
  await show("affichage", "Taille de ce qui est à l’écran");
  await page.goto("/nouveau-parcours");
  await show("nouveau-parcours", "Ouvrir le parcours");
  await page.goto("/accueil");
  // Not Rose's: her card is what she signs in with.
  await page.goto(`${await page.locator("a.row", { hasText: "Jean-Paul" }).getAttribute("href")}/carte`);
  await show("carte-code", "choisissez un code secret");
  for (const field of ["#code", "#again"]) await page.fill(field, "240613");
  await page.getByRole("button", { name: "Donner la carte" }).click();
  await show("carte-imprimer", "La carte est prête");
  await page.goto("/accueil");
  await page.goto(await boardOfRose(page));
  await show("board", "À discuter");
  const board = page.url();
  await page.goto(`${board}/equipe`);
  await show("equipe", "Personne référente");
  await page.getByRole("link", { name: "Corriger ce qui est noté" }).click();
  await show("identite", "Relisez-le avec la personne");
  await page.goto(board);
  await awake(page);

  const menu = page.locator(".card-menu-button").first();
  await menu.click();
  await show("board-deplacer", "Vers «");
  // What is removed comes back from the bin: the next size finds the same board.
  await page.getByRole("button", { name: "Retirer", exact: true }).click();
  await page.getByRole("button", { name: "Plus", exact: true }).click();
  await show("board-corbeille", "Remettre «");
  await page.getByRole("button", { name: /^Remettre/ }).click();
  await page.locator(".board-topbar > [popovertarget=annuler]").click();
  await show("board-annuler", "Annuler «");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Ajouter.*frein/i }).click();
  await show("board-ajouter-frein", "Qu’est-ce qui freine");

  await page.getByRole("button", { name: "Proposer une étape" }).click();
  await page.locator("#nouvelle-etape").fill("Camille appelle la CAF avec Rose demain ou lundi à 9 h 30, apporter le courrier");
  // A finger that writes has gone on: what it presses next is no second tap.
  await page.locator("#nouvelle-etape").press("End");
  await show("board-proposer", "Il y a deux dates");

  await page.locator(".card-title a", { hasText: "permis" }).click();
  await page.locator(".sheet").waitFor();
  await show("etape", "Notre accord");
  await page.goto(`${new URL(page.url()).pathname.split("/etape")[0]}/papier`);
  await show("papier", "Les autres étapes");
  await signInRose(page);
  await show("usager", "Votre prochaine étape");
  const toCms = page.locator(".show-more", { hasText: "Montrer autre chose à CMS" });
  await toCms.locator("summary").click();
  await toCms.getByRole("button", { name: "Mon cap", exact: true }).click();
  await show("usager-montrer", "CMS verra exactement ceci");
  await page.goto("/mon-parcours/proposer");
  await show("proposer", "Envoyer à l’équipe");
  await page.goto("/mon-parcours");
  await awake(page);
  await page.locator("summary", { hasText: /Camille vous propose/ }).click();
  await show("usager-proposition", "On en parle");
  // An hour later, for this page: the proof that signed Rose in is no longer fresh, and an answer asks for the code.
  await anHourLater(page, () => page.getByRole("button", { name: "D’accord" }).click());
  await show("usager-code", "Votre code secret");
  await page.getByRole("button", { name: "Pas maintenant" }).click();
  await page.getByRole("link", { name: "Voir tout le tableau" }).click();
  await page.locator(".card-title a", { hasText: "permis" }).click();
  await page.locator(".sheet").waitFor();
  await show("usager-etape", "On en parle");
  await signIn(page, "nadege@letrait.example");
  await page.goto("/membres");
  await show("membres", "Inviter quelqu’un");
  // Another each time: nobody is asked twice.
  const email = `awa${Date.now()}@letrait.example`;
  for (const [field, words] of [["#prenom", "Awa"], ["#nom", "Sarr"], ["#adresse", email]] as const) await page.fill(field, words);
  await page.getByRole("button", { name: "Préparer un lien à remettre" }).click();
  await show("membre-invite", "L’invitation est prête");
  await page.goto("/membres");
  await page.locator("a.row", { hasText: "Camille" }).click();
  await show("membre", "Qui prend la suite");
  await page.goto("/invitation");
  await show("invitation", "Bienvenue dans Itinéraire");
  // Here letters could be sent; nobody takes them.
  const begins = await AppServer.startEmpty((url) => ({
    ITINERAIRE_PUBLIC_URL: url,
    ITINERAIRE_SMTP_URL: "smtp://127.0.0.1:9",
    ITINERAIRE_MAIL_FROM: "itineraire@saint-aubin.example",
  }));
  try {
    await page.goto(begins.address);
    await show("mise-en-place", "Commencer");
    await page.goto(`${begins.server.url}/mot-de-passe`);
    await show("mot-de-passe", "Recevoir le lien");
    await page.goto(`${begins.server.url}/nouveau-mot-de-passe`);
    await show("nouveau-mot-de-passe", "Choisir ce mot de passe");
  } finally {
    await begins.server.stop();
  }
  await page.goto("/demander?refus=contact");
  await show("demander", "Il faut un téléphone");
  await signIn(page, "theo@letrait.example");
  await page.goto("/signaler");
  await show("signaler", "Ce que vous avez remarqué");
  for (const [field, words] of [["#prenom", "Rachid"], ["#nom", "Lacroix"], ["#telephone", "06 98 76 54 32"]] as const) await page.fill(field, words);
  await page.fill("#besoin", "N’ouvre plus son courrier, craint une coupure.");
  await page.check("#accord");
  await page.getByRole("button", { name: "Envoyer à la cellule" }).click();
  await show("signaler-envoye", "C’est envoyé");
  await page.goto("/entrees");
  await show("entrees", "Rachid Lacroix");
  await page.locator("a.row", { hasText: "Rachid Lacroix" }).first().click();
  await page.locator("summary", { hasText: "Orienter ailleurs" }).click();
  await show("entree", "Vers qui, et comment");
  // A code beside the password: set up, asked for, and stopped, so that it can be looked at again.
  await page.goto("/mon-acces");
  await page.fill("#preuve", PASSWORD);
  await page.getByRole("button", { name: "Mettre en place" }).click();
  await show("mon-acces", "Le code que l’application montre");
  const secret = await page.locator(".access-secret").innerText();
  await page.fill("#code", code(secret));
  await page.getByRole("button", { name: "Activer" }).click();
  await show("mon-acces-codes", "Notez ces codes");
  const rescue = await page.locator(".access-rescues li").first().innerText();
  await page.goto("/connexion");
  await page.fill("#email", "theo@letrait.example");
  await page.fill("#password", PASSWORD);
  await page.click("button[type=submit]");
  await show("deuxieme-verification", "Il manque le code");
  await page.fill("#code", rescue);
  await page.click("button[type=submit]");
  await page.waitForURL(/accueil/);
  await page.goto("/mon-acces");
  await page.locator("summary", { hasText: "Ne plus demander" }).click();
  await page.fill("#preuve", PASSWORD);
  await page.getByRole("button", { name: "Arrêter" }).click();
  await expect(page.getByRole("button", { name: "Mettre en place" })).toBeVisible();
  await signIn(page, "ines@missionlocale.example");
  await show("partage-liste", "Parcours partagés");
  await page.locator("a.row", { hasText: "Rose" }).click();
  await page.locator(".shared-step").first().waitFor();
  await show("partage", "Parcours de Rose");
  await signIn(page, "hugo@cms.example");
  await show("espaces", "Où travaillez-vous maintenant");
  await signIn(page, "camille@letrait.example");
  await page.goto(`${await boardOfRose(page)}/passer`);
  await show("passer", "Votre page se ferme");
  // The first time a code is chosen; from then on it is known.
  const chosen = page.locator("#code");
  if (await chosen.isVisible()) await chosen.fill("902817");
  await page.getByRole("button", { name: "Passer la main à Rose" }).click();
  await show("carte-confiee", "c’est à vous");
  await signInRose(page);
  await show("usager-confie", "Rendre l’appareil");
  await page.getByRole("button", { name: "Rendre l’appareil à Camille" }).click();
  await show("reprendre", "Votre code vous ramène");
  await page.context().close();
  return names;
}
