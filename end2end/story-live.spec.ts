// A usager and a professional, in two browsers, build a parcours together and find it again.
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose, workWord } from "./support/signin.js";

// @proof board same-title: two people type in one title at once, then kill -9: both words are there
test("both type in one title at once; both words are there, on reload, and after kill -9", async ({ browser, server }) => {
  const camille = await (await browser.newContext()).newPage();
  const rose = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await signInRose(rose);
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  const link = camille.locator(".card-title a", { hasText: "Visiter la cuisine" });
  const step = await link.getAttribute("href");
  expect(step).toBeTruthy();
  await camille.goto(step ?? "");
  await rose.goto(step ?? "");
  const title = (page: typeof rose) => page.getByLabel("Titre de l’étape");
  for (const page of [camille, rose]) {
    await awake(page);
    await allKept(page);
    await title(page).focus();
    await page.keyboard.press("End");
  }
  await Promise.all([
    title(camille).pressSequentially(" menuiserie", { delay: 40 }),
    title(rose).pressSequentially(" boulangerie", { delay: 35 }),
  ]);
  let phases = 0;
  let looks = 0;
  /** Each word exactly once in each window, the same text in both, and nothing that still waits. */
  const bothHave = async (phase: string, words: string[]) => {
    for (const page of [camille, rose]) {
      for (const word of words) await expect(title(page), phase).toHaveValue(new RegExp(word));
      await allKept(page);
      const text = await title(page).inputValue();
      for (const word of words) expect(text.split(word).length - 1, `${phase}: ${word} in « ${text} »`).toBe(1);
      looks += 1;
    }
    expect(await title(camille).inputValue(), phase).toBe(await title(rose).inputValue());
    phases += 1;
  };
  const reloadBoth = async () => {
    for (const page of [camille, rose]) {
      await page.reload();
      await awake(page);
    }
  };
  const words = ["Visiter la cuisine de l’école", "menuiserie", "boulangerie"];
  await bothHave("typed", words);
  await reloadBoth();
  await bothHave("reloaded", words);

  let kills = 0;
  await server.kill9();
  kills += 1;
  await title(rose).focus();
  await rose.keyboard.press("End");
  await title(rose).pressSequentially(" demain");
  await expect(workWord(rose)).toContainText("Gardez cette page ouverte");
  words.push("demain");
  await server.restart();
  await bothHave("started again", words);
  await reloadBoth();
  await bothHave("started again and reloaded", words);
  const typed = words.length - 1;
  proof(
    "same-title",
    `${typed} words typed, each once in both windows in ${phases} phases (${looks} looks), ${kills} kill -9 with the last word typed meanwhile`,
  );
});

test("the usager's yes is theirs: given with their session, asked again when the words change", async ({ browser }) => {
  const camille = await (await browser.newContext()).newPage();
  const rose = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await signInRose(rose);
  await camille.goto(await boardOfRose(camille));
  await awake(camille);
  await camille.locator(".card-title a", { hasText: "permis" }).click();
  await rose.locator("summary", { hasText: /Camille vous propose/ }).click();
  await rose.getByRole("button", { name: "D’accord" }).click();
  const roses = camille.locator(".parties li", { hasText: "Rose" });
  await expect(roses).toContainText("D’accord");
  await expect(camille.locator('[data-column="decide"]')).toContainText("permis");
  await camille.getByLabel("Où").fill("Mairie");
  await camille.getByLabel("Où").blur();
  await expect(roses).toContainText("À confirmer");
  await expect(camille.locator('[data-column="a-discuter"]')).toContainText("permis");
});

test("the page reads without JavaScript", async ({ browser, server }) => {
  const signedIn = await browser.newContext();
  const camille = await signedIn.newPage();
  await signIn(camille, "camille@letrait.example");
  const board = await boardOfRose(camille);
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await signedIn.storageState() });
  const page = await plain.newPage();
  await page.goto(server.url + board);
  await expect(page.getByText("Rendez-vous en visio avec la CAF")).toBeVisible();
  await expect(page.getByLabel("Mon cap, avec mes mots")).toHaveValue(/Retravailler/);
});
