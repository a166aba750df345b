// The keyboard's place: nobody loses it because somebody else types, and it never goes behind what covers the page.
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

const KEYS = 200;

// @proof house focus-kept: the keyboard's place is not lost because somebody else types
test("another person's 200 keys take neither the open menu nor the focus", async ({ browser }) => {
  const camille = await (await browser.newContext()).newPage();
  const rose = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await signInRose(rose);
  const board = await boardOfRose(camille);
  for (const page of [camille, rose]) {
    await page.goto(board);
    await awake(page);
    await allKept(page);
  }
  // The hardest case: the menu is the one of the very card that Rose writes in.
  const card = camille.locator(".card", { hasText: "Visiter la cuisine" });
  await rose.locator(".card-title a", { hasText: "Visiter la cuisine" }).click();
  await allKept(rose);
  await card.locator(".card-menu-button").click();
  await expect(card.locator(".card-menu")).toBeVisible();
  const goal = camille.getByLabel("Mon cap, avec mes mots");
  await goal.focus();
  await camille.keyboard.press("Home");
  await camille.keyboard.press("ArrowRight");
  const place = () =>
    camille.evaluate(() => {
      const field = document.activeElement as HTMLTextAreaElement | null;
      return {
        same: (field as unknown as { marked?: true } | null)?.marked === true,
        caret: field?.selectionStart,
        menu: (document.querySelector(".card-menu") as unknown as { marked?: true } | null)?.marked === true,
      };
    });
  await camille.evaluate(() => {
    for (const it of [document.activeElement, document.querySelector(".card-menu")]) Object.assign(it ?? {}, { marked: true });
  });
  const before = await place();
  expect(before).toEqual({ same: true, caret: 1, menu: true });

  const title = rose.getByLabel("Titre de l’étape");
  const was = await title.inputValue();
  await title.focus();
  await rose.keyboard.press("Control+End");
  // Half of the keys write, half take it away: the stories share a server, and find the title as it was.
  for (let at = 0; at < KEYS / 2; at += 1) await rose.keyboard.press("e");
  await expect(card.locator(".card-title")).toContainText(was + "e".repeat(KEYS / 2));
  for (let at = 0; at < KEYS / 2; at += 1) await rose.keyboard.press("Backspace");
  await expect(card.locator(".card-title")).toHaveText(new RegExp(`^\\s*${was}\\s*$`));
  expect(await place(), "the focus, the caret, the menu: the same elements").toEqual(before);
  proof("focus-kept", `${KEYS} keys of another person in the card whose menu is open: menu, focus and caret stay`);
});

// The rows of a list stay the same elements while somebody else writes, adds and takes away.
test("another person's keys take the focus from no row of a list", async ({ browser }) => {
  const camille = await (await browser.newContext()).newPage();
  const rose = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await signInRose(rose);
  const board = await boardOfRose(camille);
  await camille.goto(board);
  await camille.locator(".card-title a", { hasText: "Refaire le CV" }).click();
  await awake(camille);
  await camille.getByLabel("Ligne à ajouter").fill("Le diplôme");
  await camille.locator(".box", { hasText: "À cocher" }).getByRole("button", { name: "Ajouter" }).click();
  await allKept(camille);
  await rose.goto(camille.url());
  await awake(rose);
  await allKept(rose);
  const title = rose.getByLabel("Titre de l’étape");
  const types = async (seen: (words: RegExp) => Promise<void>) => {
    await title.focus();
    await rose.keyboard.press("Control+End");
    for (const key of "!?.") await rose.keyboard.type(key);
    await seen(/!\?\.$/);
    for (let at = 0; at < 3; at += 1) await rose.keyboard.press("Backspace");
    await seen(/Yanis$/);
  };
  // A line that is ticked, the same line's button, a frein that the step lifts, and on the board what can be undone.
  const places = [
    camille.getByRole("checkbox", { name: "Le diplôme" }),
    camille.getByRole("button", { name: "Enlever « Le diplôme »" }),
    camille.getByLabel("Pour lever"),
  ];
  for (const place of places) {
    await place.focus();
    await place.evaluate((element) => Object.assign(element, { marked: true }));
    await types((words) => expect(camille.getByLabel("Titre de l’étape")).toHaveValue(words));
    expect(await place.evaluate((element) => element === document.activeElement && "marked" in element)).toBe(true);
  }
  await camille.goto(board);
  await awake(camille);
  await allKept(camille);
  await camille.locator(".board-topbar > [popovertarget=annuler]").click();
  const undo = camille.locator(".popover li button").nth(2);
  const name = await undo.textContent();
  await undo.focus();
  await types((words) => expect(camille.locator(".card-title a", { hasText: "Refaire le CV" })).toHaveText(words));
  await expect(camille.locator(":focus")).toHaveText(name ?? "");
});

// @proof house modal-step: the keyboard's place is not behind an opened step
test("Tab from the opened step never reaches what it covers", async ({ browser }) => {
  let tabs = 0;
  for (const [width, height] of [
    [1180, 820],
    [390, 844],
  ] as const) {
    const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
    await signIn(page, "camille@letrait.example");
    await page.goto(await boardOfRose(page));
    await awake(page);
    await allKept(page);
    const card = page.locator(".card", { hasText: "Visiter la cuisine" });
    await card.locator(".card-title a").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeFocused();
    // What a screen reader is given: the step, and nothing of the board behind it.
    const given = await (await page.context().newCDPSession(page)).send("Accessibility.getFullAXTree");
    const headings = given.nodes.filter((it) => !it.ignored && it.role?.value === "heading").map((it) => it.name?.value);
    expect(headings).toContain("Notre accord");
    expect(headings).not.toContain("Ce qui freine");
    for (const [key, way] of [
      ["Tab", "last"],
      ["Shift+Tab", "first"],
    ] as const) {
      const met = new Set<string>();
      // Once round and on: until a place comes back.
      for (let at = 0; at < 120; at += 1) {
        await page.keyboard.press(key);
        tabs += 1;
        const where = await page.evaluate(() => {
          const it = document.activeElement;
          if (!it || it === document.body) return "page";
          return it.closest(".sheet") ? `sheet ${[...document.querySelectorAll("*")].indexOf(it)}` : `covered: ${it.outerHTML.slice(0, 80)}`;
        });
        expect(where, `${width} wide, ${key}`).not.toContain("covered");
        if (met.has(where) && met.size > 10) break;
        met.add(where);
      }
      expect(met.size, `the ${way} of the step was reached`).toBeGreaterThan(10);
    }
    await page.getByLabel("Titre de l’étape").focus();
    // Out of the field, then out of the step.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(card.locator(".card-title a")).toBeFocused();
  }
  proof("modal-step", `${tabs} Tabs at 2 widths, none reached what the step covers; closed, the focus is on its card`);
});
