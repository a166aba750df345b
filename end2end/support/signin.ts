// Signing in as the people of the demonstration.
import { expect, type Locator, type Page } from "@playwright/test";

/** Of everyone in the demonstration. */
export const PASSWORD = "un-demonstration-au-trait-2026";

/** Waits until the page is awake: until then a click would be a plain form's. */
export async function awake(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.waitForFunction(() => !document.querySelector("leptos-island") || document.documentElement.hasAttribute("data-awake"));
}

/** Signs a professional or a partner in. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/connexion");
  await awake(page);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("button[type=submit]");
  await page.waitForURL(/accueil|partage|espaces/);
  await awake(page);
}

/** Signs Rose in with her card and PIN. */
export async function signInRose(page: Page): Promise<void> {
  await page.goto("/carte#c0ffee00c0ffee00c0ffee00c0ffee01");
  await awake(page);
  await expect(page.getByText("Votre carte est lue.")).toBeVisible();
  // The sixth digit is the last.
  await page.fill("#pin", "240613");
  await page.waitForURL(/mon-parcours/);
  await awake(page);
}

/** The address of Rose's board, as Camille's list gives it. */
export async function boardOfRose(page: Page): Promise<string> {
  const address = await page.locator("a.row", { hasText: "Rose M." }).getAttribute("href");
  if (!address) throw new Error("the list does not name Rose's parcours");
  return address;
}

/** Where one's work is, as the page says it: the opened step says it too, over the board that it covers. */
export const workWord = (page: Page): Locator => page.locator(".work-word:not([inert] *)");

/** The link is up and nothing waits. */
export async function allKept(page: Page): Promise<void> {
  await expect(workWord(page)).toHaveText(/^\s*Tout est enregistré\s*$/);
}

/**
 * Does something an hour later by the page's clock: by what it reads while it hears of a tap or a key, and nothing else. What it looks at
 * by itself would ask whoever has done nothing for an hour whether they are still here.
 */
export async function anHourLater(page: Page, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now;
    Reflect.set(globalThis, "clock", now);
    Date.now = () => now() + (globalThis.event ? 3_600_000 : 0);
  });
  await act();
  await page.evaluate(() => {
    Date.now = Reflect.get(globalThis, "clock") as typeof Date.now;
  });
}
