// A session that is over leaves nothing of a parcours on the screen, and asks for nothing more.
import { expect, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

test("when the session is over, nothing of the parcours stays in the page, and the page asks no more", async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInRose(page);
  await page.goto(await page.getByRole("link", { name: "Voir tout le tableau" }).getAttribute("href").then((it) => it ?? ""));
  await awake(page);
  await allKept(page);
  await expect(page.locator("html")).toContainText("Retravailler");
  let sockets = 0;
  page.on("websocket", () => (sockets += 1));

  const other = await context.newPage();
  await other.goto("/mon-parcours");
  await other.getByRole("button", { name: "Quitter" }).click();
  await expect(page.getByRole("heading", { name: "Votre session est finie" })).toBeVisible();
  const left = await page.evaluate(() => document.documentElement.outerHTML + document.title);
  for (const words of ["Retravailler", "cantine", "CAF", "Rose"]) expect(left).not.toContain(words);
  await expect(page.getByRole("link", { name: "S’identifier" })).toHaveAttribute("href", "/carte");
  // One more question, in case a new session had taken its place; then silence, for longer than a first retry takes.
  const asked = sockets;
  expect(asked).toBeLessThanOrEqual(1);
  await page.waitForTimeout(3_000);
  expect(sockets).toBe(asked);
});

test("VW2: the team’s page of a parcours answers a partner like one that does not exist", async ({ browser }) => {
  const camille = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  const board = await boardOfRose(camille);
  const ines = await (await browser.newContext()).newPage();
  await signIn(ines, "ines@missionlocale.example");
  const answers = [];
  for (const address of [board, board.replace(/.$/, (last) => (last === "0" ? "1" : "0"))]) {
    const answer = await ines.goto(address);
    answers.push([answer?.status(), await ines.locator("main").innerText()]);
  }
  expect(answers[0]).toEqual(answers[1]);
});

test("what a partner sees goes with the share, and a link that comes back gives what was offered meanwhile", async ({
  browser,
}) => {
  const ines = await (await browser.newContext()).newPage();
  await signIn(ines, "ines@missionlocale.example");
  await ines.locator("a.row", { hasText: "Rose" }).click();
  await ines.locator(".shared-step").first().waitFor();
  await awake(ines);
  const camille = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);

  const shared = ines.locator(".shared-step").filter({ has: ines.getByRole("button", { name: /Je peux aider/ }) });
  const title = await shared.first().locator("h3").innerText();
  await ines.context().setOffline(true);
  await shared.first().getByRole("button", { name: /Je peux aider/ }).click();
  await expect(ines.getByText("Pas encore enregistré")).toBeVisible();
  await ines.context().setOffline(false);
  const card = camille.locator(".card", { hasText: title });
  await expect(card).toContainText("Mission locale peut aider", { timeout: 45_000 });
  await expect(ines.getByText("Pas encore enregistré")).toHaveCount(0);
});

test("a card that waits after wrong codes opens again at once when a professional has said so", async ({
  browser,
  server,
}) => {
  const rose = await browser.newContext();
  const tries = async (pin: string) => {
    const answer = await rose.request.post(`${server.url}/api/v1/sign_in_with_card`, {
      form: { card: "c0ffee00c0ffee00c0ffee00c0ffee01", pin },
      headers: { origin: server.url },
    });
    return answer.status();
  };
  for (let wrong = 0; wrong < 5; wrong += 1) expect(await tries("000000")).toBe(401);
  expect(await tries("240613"), "the right code, too early").toBe(401);

  const camille = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  await camille.getByRole("button", { name: "Plus", exact: true }).click();
  await camille.getByRole("button", { name: "Débloquer la carte" }).click();
  await expect(camille.getByText("La carte de Rose s’ouvre à nouveau")).toBeVisible();
  expect(await tries("240613")).toBe(200);
});

test("a card's secret stays with the form after a wrong code, and is in no address", async ({ browser }) => {
  const rose = await (await browser.newContext()).newPage();
  const seen: string[] = [];
  rose.on("framenavigated", (frame) => seen.push(frame.url()));
  const tries = async (pin: string) => {
    await expect(rose.getByText("Votre carte est lue.")).toBeVisible();
    await expect(rose.getByLabel("Le numéro de ma carte")).toBeHidden();
    await expect(rose, "erased as soon as it is read").not.toHaveURL(/c0ffee/);
    // The sixth digit is the last.
    await rose.getByLabel("Mon code secret (6 chiffres)").fill(pin);
  };
  await rose.goto("/carte#c0ffee00c0ffee00c0ffee00c0ffee01");
  await tries("000000");
  await expect(rose.getByRole("alert")).toContainText("Vérifiez, puis réessayez");
  await tries("240613");
  await rose.waitForURL(/mon-parcours/);
  await expect(rose.getByRole("heading", { level: 1 })).toContainText("Rose");
  expect(seen.filter((url) => /mon-parcours.*c0ffee/.test(url)), "carried on to where it leads").toEqual([]);
  await rose.goBack();
  await expect(rose, "nor in the history").not.toHaveURL(/c0ffee/);
});

test("who works with two cells signs in once, and changes between them in two taps", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, "hugo@cms.example");
  await page.getByRole("button", { name: /Duclair/ }).click();
  await expect(page.getByText("Rien n’est partagé avec vous en ce moment.")).toBeVisible();
  await page.getByRole("link", { name: "Changer d’espace" }).click();
  await expect(page.getByRole("button", { name: /Duclair.*Espace actuel/ })).toBeVisible();
  await page.getByRole("button", { name: /Le Trait/ }).click();
  await page.waitForURL(/partage/);
  await expect(page.getByRole("heading", { name: "Parcours partagés" })).toBeVisible();
});
