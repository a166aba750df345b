// Passing the tablet: the professional's page goes, the person is themselves alone, and the professional comes back with a
// code of their own.
import type { Page } from "@playwright/test";
import { AppServer, expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn } from "./support/signin.js";

/** Nothing of a parcours is in the page. */
async function saysNothing(page: Page): Promise<void> {
  const all = await page.evaluate(() => document.documentElement.outerHTML + document.title);
  for (const words of ["Retravailler", "cantine", "CAF", "Dossier"]) expect(all).not.toContain(words);
}

// @proof experience handing: the tablet is handed over, answered on, given back and taken up again where it was
test("the tablet is handed over, answered on, given back, and taken up again where it was", async ({ browser }) => {
  // What is answered here, other stories ask for.
  const server = await AppServer.start();
  const page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1180, height: 820 } })).newPage();
  await signIn(page, "camille@letrait.example");
  const board = await boardOfRose(page);
  await page.goto(board);
  await awake(page);
  await allKept(page);
  await page.getByRole("link", { name: "Passer la main" }).click();
  await expect(page.getByRole("heading", { name: "Passer la main à Rose" })).toBeVisible();
  await saysNothing(page);
  const code = page.locator("#code");
  await code.fill("123456");
  await page.getByRole("button", { name: "Passer la main à Rose" }).click();
  await expect(page.getByRole("alert")).toContainText("ne se devinent pas");
  await code.fill("902817");
  await page.getByRole("button", { name: "Passer la main à Rose" }).click();
  await page.waitForURL(/carte/);
  await expect(page.getByRole("heading", { name: "Rose, c’est à vous" })).toBeVisible();
  await saysNothing(page);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length), "kept in the browser").toBe(0);
  // Whoever goes back in the history finds no page of before.
  await page.goBack();
  await page.waitForURL(/connexion/);
  await saysNothing(page);
  await page.goto(board);
  await page.waitForURL(/connexion/);

  await page.goto("/carte#c0ffee00c0ffee00c0ffee00c0ffee01");
  await page.fill("#pin", "240613");
  await page.waitForURL(/mon-parcours/);
  await awake(page);
  await page.locator("summary", { hasText: /Camille vous propose.*permis/ }).click();
  await page.getByRole("button", { name: "On en parle" }).click();
  await allKept(page);
  await page.getByRole("button", { name: "Rendre l’appareil à Camille" }).click();
  await page.waitForURL(/reprendre/);
  await expect(page.getByRole("heading", { name: "Camille, votre code" })).toBeVisible();
  await saysNothing(page);
  // The sixth digit is the last.
  await code.fill("111213");
  await expect(page.getByRole("alert")).toContainText("Ce code ne va pas");
  await code.fill("902817");
  await page.waitForURL(new RegExp(board));
  await awake(page);
  await allKept(page);
  await expect(page.locator(".card", { hasText: "permis" })).toContainText("Rose : on en parle");
  // From now on the code is known: two taps.
  await page.getByRole("link", { name: "Passer la main" }).click();
  await page.getByRole("button", { name: "Passer la main à Rose" }).click();
  await expect(page.getByRole("heading", { name: "Rose, c’est à vous" })).toBeVisible();
  await page.context().close();
  await server.stop();
  proof("handing", "handed over in 2 taps, nothing of the parcours left on 4 pages or in the browser, taken up with 6 digits");
});
