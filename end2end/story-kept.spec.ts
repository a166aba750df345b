// What a person sees when the service cannot keep what they type: their words stay, the page says why, and goes on by
// itself; and when their session ends meanwhile, the words that the service never had are still on the page.
import { spawnSync } from "node:child_process";
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, workWord } from "./support/signin.js";

const FULL = "Le disque du service est plein";

// @proof kept full-disk-page: what a person sees on a full disk
test("words typed on a full disk stay, the page says why, and they are kept when there is room", async ({
  browser,
  server,
}) => {
  const limit = (bytes: string) =>
    spawnSync("prlimit", [`--pid=${server.id}`, `--fsize=${bytes}:unlimited`]).status === 0;
  test.skip(!limit("unlimited"), "prlimit is not on this machine");
  const [camille, yanis] = await Promise.all(
    ["camille", "yanis"].map(async (who) => {
      const page = await (await browser.newContext()).newPage();
      await signIn(page, `${who}@letrait.example`);
      await page.goto(await boardOfRose(page));
      await awake(page);
      await allKept(page);
      return page;
    }),
  );
  if (!camille || !yanis) throw new Error("two pages are wanted");
  const goal = (page: typeof camille) => page.getByLabel("Mon cap, avec mes mots", { exact: true });
  const before = await goal(camille).inputValue();

  limit("512");
  await goal(camille).press("End");
  await goal(camille).pressSequentially(" avec le permis");
  await expect(camille.getByText(FULL)).toBeVisible();
  await expect(workWord(camille)).not.toHaveText(/Tout est enregistré/);
  await expect(goal(camille)).toHaveValue(`${before} avec le permis`);
  await camille.screenshot({ path: "screenshots/disque-plein.png" });
  // Reading goes on, for someone who comes now too.
  const health = await (await fetch(`${server.url}/health/ready`)).text();
  expect(health).toContain("full");
  await yanis.reload();
  await expect(goal(yanis)).toHaveValue(before);

  limit("unlimited");
  await allKept(camille);
  await expect(camille.getByText(FULL)).toBeHidden();
  await expect(goal(camille)).toHaveValue(`${before} avec le permis`);
  await expect(goal(yanis)).toHaveValue(`${before} avec le permis`);
  await expect.poll(async () => (await fetch(`${server.url}/health/ready`)).ok).toBe(true);
  proof("full-disk-page", "1 full disk: the words stayed, the page said why, and they were kept with room again");
});

// @proof kept words-of-an-ended-session: what a person sees when their session ends
for (const [known, when] of [
  [true, "on their way"],
  [false, "typed before the service knew the page"],
] as const) {
  test(`words ${when} as a session ends are on the page`, async ({ browser, server }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, "camille@letrait.example");
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    if (!known) await page.route("**/issue_client", (route) => route.abort());
    await page.goto(await boardOfRose(page));
    await awake(page);
    const goal = page.getByLabel("Mon cap, avec mes mots", { exact: true });
    await goal.press("End");
    if (known) {
      await goal.pressSequentially(" lilas");
      await allKept(page);
      await context.setOffline(true);
    }
    await goal.pressSequentially(" zinnia");
    await expect(workWord(page)).toContainText("Gardez cette page ouverte", { timeout: 45_000 });
    const headers = { origin: server.url, cookie: cookies };
    const ended = await fetch(`${server.url}/api/v1/sign_out`, { method: "POST", headers, redirect: "manual" });
    expect(ended.status).toBeLessThan(400);
    await (known ? context.setOffline(false) : page.unrouteAll());
    await expect(page.getByRole("heading", { name: "Votre session est finie" })).toBeVisible({ timeout: 45_000 });
    await page.getByText("Vos mots qui ne sont pas encore enregistrés").click();
    await expect(page.getByText("zinnia")).toBeVisible();
    proof("words-of-an-ended-session", `1 session ended with words ${when}: they are on the page`);
  });
}
