// Before the page's program is there: a person answers and says that a step is done, by what the browser does by itself.
import { AppServer, expect, proof, test } from "./support/server.js";

// @proof fast forms: signing in by card, an answer and "C'est fait" work with no program at all
test("a person signs in, answers and ends a step without any script", async ({ browser }) => {
  // A server of its own: what is answered here, others ask.
  const server = await AppServer.start();
  try {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, hasTouch: true });
    const page = await context.newPage();
    await page.goto("/carte");
    await page.fill("#card", "c0ffee00c0ffee00c0ffee00c0ffee01");
    await page.fill("#pin", "240613");
    await page.click("button[type=submit]");
    await page.waitForURL(/mon-parcours#?$/);

    const proposal = page.locator("details", { hasText: /Camille vous propose/ }).first();
    const title = await proposal.locator("summary strong").innerText();
    await proposal.locator("summary").tap();
    await proposal.getByRole("button", { name: "On en parle" }).tap();
    await page.waitForURL(/mon-parcours#?$/);
    const answered = page.locator(".path-step", { hasText: title.replace(/^.*: /, "") });
    await expect(answered.getByText("Vous : On en parle · Changer"), "T3: it stays in its place").toBeVisible();

    const step = await page.locator("#prochaine").innerText();
    const asks = page.getByRole("button", { name: "J’ai besoin d’aide" });
    await asks.tap();
    await expect(page.getByRole("button", { name: "Aide demandée", pressed: true })).toBeVisible();
    await page.getByRole("button", { name: "C’est fait" }).tap();
    await page.waitForURL(/mon-parcours/);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(page.locator("#prochaine")).not.toHaveText(step);
    await expect(page.locator(".path-step", { hasText: step }).filter({ hasText: "bravo" })).toHaveCount(1);
    proof("forms", "with scripts off: 1 sign-in by card, 1 answer, 1 call for help, 1 step ended");
  } finally {
    await server.stop();
  }
});
