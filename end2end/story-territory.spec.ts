// A commune's own words: a territory file is changed and loaded again, and every page says what it says.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

const FILE = join(import.meta.dirname, "..", "demo", "le-trait.toml");

/** A place where it is another day now than in Paris, where these browsers are. */
const ELSEWHERE = new Date().getUTCHours() >= 11 ? "Pacific/Kiritimati" : "Pacific/Pago_Pago";

/** The day there, so many days from now: *25 novembre*, *1ᵉʳ décembre*. */
function day(after = 0): string {
  const at = new Date(Date.now() + after * 86_400_000);
  const parts = new Intl.DateTimeFormat("fr-FR", { timeZone: ELSEWHERE, day: "numeric", month: "long" }).format(at);
  return parts.replace(/^1(er)? /, "1ᵉʳ ");
}

// @proof house territory: a territory file that is changed and loaded again changes what every page says
test("a cell says its own words, on its own clocks, once its file is loaded", async ({ browser, server }) => {
  const changes: [string, string][] = [
    ['fr = "Emploi"', 'fr = "Travail"'],
    ['slug = "work"\nwords = { fr = "Travail" }\ncolour = "violet"', 'slug = "work"\nwords = { fr = "Travail" }\ncolour = "green"'],
    ['slug = "health"', 'retired = true\nslug = "health"'],
    ['fr = "Fort"', 'fr = "Lourd"'],
    ['fr = "Collectif interne"', 'fr = "En équipe"'],
    ['fr = "M’aider pour cette étape"', 'fr = "M’épauler"'],
    ['zone = "Europe/Paris"', `zone = "${ELSEWHERE}"`],
    ["share_days = 60", "share_days = 21"],
    ['fr = "Les démarches en ligne"', 'fr = "Les formulaires sur internet"'],
  ];
  let text = await readFile(FILE, "utf8");
  for (const [old, now] of changes) {
    expect(text).toContain(old);
    text = text.replace(old, now);
  }
  const file = join(server.folder, "commune.toml");
  await writeFile(file, text);
  expect(await server.whileStopped(["territory", "load", file])).toContain("this cell was there, and now is: Le Trait");

  const camille = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  await expect(camille.locator("a.row", { hasText: "Rose M." })).toContainText("En équipe");
  await camille.goto(await boardOfRose(camille));
  await allKept(camille);
  await expect(camille.locator(".topbar .pill", { hasText: "En équipe" })).toBeVisible();
  await expect(camille.locator(".card .theme-icon.green", { hasText: "Travail" }).first()).toBeVisible();
  await expect(camille.getByText("Emploi", { exact: true })).toHaveCount(0);
  await expect(camille.locator(".level", { hasText: "Lourd" }).first()).toBeVisible();
  // What is retired is offered to nobody.
  await camille.getByRole("button", { name: "Proposer une étape" }).click();
  const themes = camille.locator("#theme-nouvelle-etape");
  await expect(themes.locator("option", { hasText: "Travail" })).toHaveCount(1);
  await expect(themes.locator("option", { hasText: "Santé" })).toHaveCount(0);
  // What is often said there is proposed, the less the more is written, and a tap writes it with its theme.
  await camille.getByRole("button", { name: "Ajouter : Ce qui freine" }).click();
  const written = camille.getByLabel("Qu’est-ce qui freine ?");
  const often = camille.getByRole("list", { name: "Souvent dit" }).first().getByRole("button");
  await expect(often).toHaveCount(3);
  await written.pressSequentially("les form");
  await expect(often).toHaveCount(1);
  await often.click();
  await expect(written).toHaveValue("Les formulaires sur internet");
  await expect(written).toBeFocused();
  await expect(often).toHaveCount(0);
  await expect(camille.locator("#theme-nouveau-frein")).toHaveValue("digital");
  await written.press("Enter");
  await expect(camille.locator(".diagnosis-card .words").filter({ hasText: "Les formulaires" })).toHaveCount(1);
  // The step that is sorted by it keeps it, and shows it.
  const ill = camille.locator(".card", { hasText: "complémentaire santé" });
  const step = (await ill.locator(".card-title a").getAttribute("href")) ?? "";
  await ill.locator(".card-title a").click();
  const itsTheme = camille.locator("#etape-theme");
  await expect(itsTheme).toHaveValue("health");
  await itsTheme.selectOption({ label: "Travail" });
  await expect(itsTheme.locator("option", { hasText: "Santé" })).toHaveCount(0);
  await allKept(camille);

  const rose = await (await browser.newContext()).newPage();
  await signInRose(rose);
  const toCms = rose.locator(".seen-by", { hasText: "Montrer autre chose à CMS" });
  await toCms.locator("summary").click();
  await toCms.getByRole("button", { name: "Mon cap", exact: true }).click();
  await toCms.getByRole("button", { name: "Montrer", exact: true }).click();
  const shares = toCms.locator(".shares li", { hasText: "cantine" });
  await expect(shares).toContainText(day(21));

  await rose.goto(step);
  const toThem = rose.locator(".show-more", { hasText: "Montrer à Mission locale" });
  await toThem.locator("summary").click();
  await toThem.getByRole("button", { name: "Montrer", exact: true }).click();
  await allKept(rose);

  const ines = await (await browser.newContext()).newPage();
  await signIn(ines, "ines@missionlocale.example");
  const row = ines.locator("a.row", { has: ines.locator(".badge.green", { hasText: "Travail" }) });
  await row.filter({ hasText: "Rose" }).click();
  await ines.waitForURL(/partage\/./);
  await awake(ines);
  const shown = ines.locator(".shared-step", { hasText: "M’épauler" });
  await expect(shown.locator(".badge.green", { hasText: "Travail" })).toBeVisible();
  proof("territory", "9 changes of a territory file show on the board, the list, the person's page and a partner's");
});
