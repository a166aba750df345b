// One's own access, by the keyboard alone: a code beside the password, and a session that was left open elsewhere.
import type { Page } from "@playwright/test";
import { code } from "./support/codes.js";
import { AppServer, expect, proof, test } from "./support/server.js";
import { awake, PASSWORD, signIn } from "./support/signin.js";

const CAMILLE = "camille@letrait.example";

/** Goes on by Tab to what is wanted, and presses a key there. */
async function tabTo(page: Page, wanted: string, key: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const words = await page.evaluate(() => {
      const at = document.activeElement === document.body ? null : document.activeElement;
      return `${at?.id} ${at?.getAttribute("aria-label") ?? ""} ${at?.textContent ?? ""}`.replaceAll(/[\u202f\u00a0]/g, " ");
    });
    if (words.includes(wanted)) return page.keyboard.press(key);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${wanted}`);
}

// @proof cell second-factor: a code beside the password is set up, asked for and used once, and a session elsewhere is ended, by keys alone
test("a code is asked beside the password, and a session elsewhere is ended", async ({ browser }) => {
  const server = await AppServer.start();
  try {
    const context = async () => (await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 800 } })).newPage();
    const left = await context();
    await signIn(left, CAMILLE);
    const page = await context();
    await signIn(page, CAMILLE);
    await tabTo(page, "Mon accès : Camille", "Enter");
    await page.waitForURL(/mon-acces/);
    await tabTo(page, "preuve", "Home");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await expect(page.locator(".access-secret")).toBeVisible();
    const secret = await page.locator(".access-secret").innerText();
    const shown = code(secret);
    await tabTo(page, "code ", "Home");
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await expect(page.locator("#refus-activer")).toContainText("Rien n’a changé");
    await page.locator("#code").selectText();
    await page.keyboard.type(shown);
    await page.keyboard.press("Enter");
    await expect(page.locator(".access-rescues li")).toHaveCount(10);
    const rescue = await page.locator(".access-rescues li").nth(4).innerText();
    // A session of theirs that somebody may use: it ends at once.
    await tabTo(page, "Fermer : ", "Enter");
    await expect(page.locator(".access-sessions li")).toHaveCount(1);
    await left.goto("/accueil");
    await left.waitForURL(/connexion/);
    // From there the password alone opens nothing any more.
    await left.fill("#email", CAMILLE);
    await left.fill("#password", PASSWORD);
    await left.keyboard.press("Enter");
    await left.waitForURL(/deuxieme-verification/);
    await left.goto("/accueil");
    await left.waitForURL(/connexion/);
    await left.goto("/deuxieme-verification");
    await tabTo(left, "code ", "Home");
    await left.keyboard.type(shown);
    await left.keyboard.press("Enter");
    await expect(left.locator("#refus")).toContainText("a déjà servi");
    await left.locator("#code").focus();
    await left.keyboard.type(rescue);
    await left.keyboard.press("Enter");
    await left.waitForURL(/accueil/);
    await awake(left);
    await left.goto("/mon-acces");
    await expect(left.getByText("Il vous reste 9 codes de secours.")).toBeVisible();
    proof("second-factor", "1 code begins, 1 that was used and 1 wrong one open nothing, 1 of 10 on paper opens once; 1 session elsewhere ended");
  } finally {
    await server.stop();
  }
});
