// Mon parcours on paper: from the person's own view and from the board, one A4 by the browser's own printing and as a file.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { AppServer, expect, proof, test } from "./support/server.js";
import { SIZES } from "./support/screens.js";
import { awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

// The whole of Rose's parcours is counted on paper: nobody else writes on it.
let server: AppServer;
test.beforeAll(async () => {
  server = await AppServer.start();
});
test.afterAll(async () => server.stop());

/** How many pages the browser prints of what it shows, and how large they are, as they stand in its file. */
async function printed(page: Page): Promise<{ pages: number; size: string }> {
  // The style says which paper: what the test would ask for besides is left out.
  const file = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const [, wide, high] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(file) ?? [];
  return { pages: file.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0, size: `${Math.round(Number(wide))} × ${Math.round(Number(high))}` };
}

/** What is on the paper but cannot be seen there. */
const cut = (page: Page) =>
  page.locator(".paper, .paper-steps").evaluateAll((all) => all.filter((it) => it.clientHeight + 1 < it.scrollHeight).length);

// @proof experience paper: a parcours is one A4, printed by the browser and as a tagged file, from the board and the person's view
test("T46: Rose takes her parcours along on one sheet, and so does Camille", async ({ browser }, info) => {
  const figures: string[] = [];
  for (const who of ["Rose", "Camille"]) {
    const page = await (await browser.newContext({ baseURL: server.url })).newPage();
    let next = "Atelier « Ma boîte mail » dans le Bus Numérique";
    if (who === "Rose") {
      await signInRose(page);
      next = await page.locator("#prochaine").innerText();
    } else {
      await signIn(page, "camille@letrait.example");
      await page.goto(await boardOfRose(page));
      await awake(page);
      await page.getByRole("button", { name: "Plus", exact: true }).click();
    }
    await page.getByRole("link", { name: "Sur papier" }).click();
    await page.waitForURL(/\/papier$/);
    await expect(page.locator(".paper-title")).toHaveText(next);
    await expect(page.locator(".paper")).toContainText("Retravailler dans une cantine");
    // Working notes, exchanges, what was given up and why: on no kitchen table.
    for (const kept of ["Je n’ai pas le code", "boulangerie", "préfère la cuisine", "Pas d’adresse mail"]) {
      await expect(page.locator("body")).not.toContainText(kept);
    }
    // All nine steps that are not given up.
    await expect(page.locator(".paper-steps > li, .paper-done > li, .paper-title")).toHaveCount(9);

    // The button prints; it is there because scripts are.
    await page.evaluate(() => (window.print = () => document.body.setAttribute("data-printed", "yes")));
    await page.getByRole("button", { name: "Imprimer" }).click();
    await expect(page.locator("body")).toHaveAttribute("data-printed", "yes");
    const { pages, size } = await printed(page);
    expect({ pages, size }).toEqual({ pages: 1, size: "595 × 842" });
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 680, height: 1000 });
    expect(await cut(page), "lists that are cut on paper").toBe(0);
    await expect(page.locator(".button").filter({ visible: true })).toHaveCount(0);
    await page.screenshot({ path: info.outputPath(`printed-${who}.png`), fullPage: true });
    await page.emulateMedia({ media: null });

    const answer = await page.request.get(await hrefOf(page));
    expect(answer.headers()).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": 'inline; filename="mon-parcours.pdf"',
      "cache-control": "no-store",
    });
    const file = info.outputPath(`mon-parcours-${who}.pdf`);
    await writeFile(file, await answer.body());
    const text = read(file);
    if (text !== undefined) expect(text).toContain(next.replaceAll(/\s/g, " "));
    figures.push(`${who}: ${pages} page of ${size} pt printed, ${(await answer.body()).length} bytes as a file${text === undefined ? " (pdftotext: SKIPPED)" : ""}`);
    await page.context().close();
  }
  proof("paper", figures.join("; "));
});

/** The address of the file. */
async function hrefOf(page: Page): Promise<string> {
  return (await page.getByRole("link", { name: "Télécharger le PDF" }).getAttribute("href")) ?? "";
}

/** What `pdftotext` reads in a file, if it is on the machine, with plain spaces. */
function read(file: string): string | undefined {
  try {
    return execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replaceAll(/\s+/g, " ");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    console.log("SKIPPED: pdftotext is not on this machine");
    return undefined;
  }
}

test("axe finds nothing on the paper, at four sizes and in the dark", async ({ browser }) => {
  for (const size of SIZES) {
    const page = await (await browser.newContext({ baseURL: server.url, viewport: size, bypassCSP: true })).newPage();
    await signIn(page, "camille@letrait.example");
    await page.goto(`${await boardOfRose(page)}/papier`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "RGAAv4"]).analyze();
      expect(violations.map((it) => it.id), `${size.name}, ${colorScheme}`).toEqual([]);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, size.name).toBeLessThanOrEqual(0);
    await page.context().close();
  }
});

test("without scripts the page is whole, and its button is not there", async ({ browser }) => {
  const signed = await browser.newContext({ baseURL: server.url });
  const page = await signed.newPage();
  await signIn(page, "camille@letrait.example");
  const board = await boardOfRose(page);
  const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, storageState: await signed.storageState() });
  const paper = await plain.newPage();
  await paper.goto(`${board}/papier`);
  await expect(paper.getByRole("heading", { name: "Mon parcours" })).toBeVisible();
  await expect(paper.getByRole("button", { name: "Imprimer" })).toHaveCount(0);
  await expect(paper.getByRole("link", { name: "Télécharger le PDF" })).toBeVisible();
});

test("a partner has neither the page nor the file", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(page, "ines@missionlocale.example");
  const shared = (await page.locator("a.row", { hasText: "Rose" }).getAttribute("href")) ?? "";
  for (const ending of ["papier", "papier.pdf"]) {
    const answer = await page.request.get(`${shared.replace("partage", "parcours")}/${ending}`);
    expect(answer.status(), ending).toBe(404);
  }
});
