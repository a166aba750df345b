// Every screen, for whoever wants to look at each: as it rests, and with what opens on it opened.
import { expect, type Browser, type Page } from "@playwright/test";
import { awake, boardOfRose, signIn, signInRose } from "./signin.js";

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
  await page.goto("/nulle-part");
  await show("introuvable", "Cette page n’existe pas");
  await signIn(page, "camille@letrait.example");
  await show("accueil", "Rose M.");
  await page.goto(await boardOfRose(page));
  await show("board", "À discuter");

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

  await page.locator(".card-title a", { hasText: "permis" }).click();
  await page.locator(".sheet").waitFor();
  await show("etape", "Notre accord");
  await signInRose(page);
  await show("usager", "Votre prochaine étape");
  await page.locator("summary", { hasText: /Camille vous propose/ }).click();
  await show("usager-proposition", "On en parle");
  // An hour later, for this page: the proof that signed Rose in is no longer fresh, and an answer asks for the code.
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  });
  await page.getByRole("button", { name: "D’accord" }).click();
  await show("usager-code", "Votre code secret");
  await page.getByRole("button", { name: "Pas maintenant" }).click();
  await page.getByRole("link", { name: "Proposer" }).click();
  await page.locator(".card-title a", { hasText: "permis" }).click();
  await page.locator(".sheet").waitFor();
  await show("usager-etape", "On en parle");
  await signIn(page, "ines@missionlocale.example");
  await show("partage-liste", "Parcours partagés");
  await page.locator("a.row", { hasText: "Rose" }).click();
  await page.locator(".shared-step").first().waitFor();
  await show("partage", "Parcours de Rose");
  await signIn(page, "hugo@cms.example");
  await show("espaces", "Où travaillez-vous maintenant");
  await page.context().close();
  return names;
}
