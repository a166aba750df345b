// Looking for someone: by keys, with an error of typing, without scripts; and what was looked for stands in no address.
import { expect, proof, test } from "./support/server.js";
import { awake, boardOfRose, PASSWORD, signIn } from "./support/signin.js";

// @proof cell search-keys: from home to a person's board by six keys, with one error of typing; without scripts too
test("someone is found by a few keys, whatever page one is on", async ({ page, browser, server }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await signIn(page, "camille@letrait.example");
  const board = await boardOfRose(page);
  let keys = 0;
  const press = async (key: string) => {
    await page.keyboard.press(key);
    keys += 1;
  };
  await press("Control+k");
  for (const letter of "ros") await press(letter);
  await press("Enter");
  await page.waitForURL(/recherche$/);
  await expect(page.locator(".search-row").first()).toBeFocused();
  await press("Enter");
  await page.waitForURL(`**${board}`);
  await awake(page);
  expect(keys).toBeLessThanOrEqual(6);
  // From a board too, which has no field; what was looked for is still there, to be changed.
  await page.keyboard.press("Control+k");
  await page.waitForURL(/recherche$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("pemris");
  await page.keyboard.press("Enter");
  await expect(page.locator(".search-row").first()).toContainText("permis");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzzz");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("Rien ne ressemble");
  await expect(page.locator("input[type=search]")).toBeFocused();
  // On a telephone a link takes the field's place.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/accueil");
  await page.getByRole("link", { name: "Chercher" }).click();
  await page.waitForURL(/recherche$/);
  // Whoever sits down next finds nothing of it.
  await page.getByRole("button", { name: "Quitter" }).click();
  await page.waitForURL(/connexion/);
  expect((await page.context().cookies()).map((it) => it.name)).not.toContain("__Host-itineraire-cherche");

  const plain = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, viewport: { width: 1280, height: 800 } })).newPage();
  await plain.goto("/connexion");
  await plain.fill("#email", "camille@letrait.example");
  await plain.fill("#password", PASSWORD);
  await plain.click("button[type=submit]");
  await plain.fill("input[type=search]", "rose");
  await plain.keyboard.press("Enter");
  await plain.waitForURL(/recherche$/);
  await plain.locator(".search-row").first().click();
  await plain.waitForURL(`**${board}`);
  proof("search-keys", `${keys} keys from home to a board; found without scripts too, and no word of it in an address`);
});
