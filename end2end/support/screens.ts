// Every screen, for whoever wants to look at each.
import type { Browser, Page } from "@playwright/test";
import { awake, boardOfRose, signIn, signInRose } from "./signin.js";

/** The three sizes that the screens are made for. */
export const SIZES = [
  { name: "tablet", width: 1280, height: 800 },
  { name: "upright", width: 820, height: 1180 },
  { name: "phone", width: 390, height: 844 },
];

/** Opens each screen at a size, in turn. */
export async function eachScreen(
  browser: Browser,
  size: { width: number; height: number },
  look: (name: string, page: Page) => Promise<void>,
): Promise<number> {
  const page = await (await browser.newContext({ viewport: size, bypassCSP: true })).newPage();
  let count = 0;
  const show = async (name: string) => {
    await awake(page);
    await look(name, page);
    count += 1;
  };
  await page.goto("/connexion");
  await show("connexion");
  await page.goto("/carte");
  await show("carte");
  await page.goto("/nulle-part");
  await show("introuvable");
  await signIn(page, "camille@letrait.example");
  await show("accueil");
  const board = await boardOfRose(page);
  await page.goto(board);
  await show("board");
  await page.locator(".card-title a", { hasText: "permis" }).click();
  await page.locator(".sheet").waitFor();
  await show("etape");
  await signInRose(page);
  await show("usager");
  await signIn(page, "ines@missionlocale.example");
  await show("partage-liste");
  await page.locator("a.row", { hasText: "Rose" }).click();
  await page.locator(".shared-step").first().waitFor();
  await show("partage");
  await page.context().close();
  return count;
}
