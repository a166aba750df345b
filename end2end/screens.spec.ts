// Pictures of each screen at each size, in the person's own colours and on paper too, and a page that lays each beside its
// drawing.
import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, proof, test } from "./support/server.js";
import { eachScreen, SIZES } from "./support/screens.js";

const FOLDER = join(import.meta.dirname, "screenshots");
/** The drawings, when they are on the machine. */
const DRAWINGS = process.env.DRAWINGS ?? join(import.meta.dirname, "../../shared/design/mockups");

/** The drawing of a screen, where it has one. */
const DRAWN: Record<string, string> = {
  accueil: "accueil.png",
  board: "board.png",
  etape: "etape.png",
  usager: "usager.png",
  partage: "session.png",
};

/** What is not told on the screen as it is drawn: how to look at it, and what holds then. */
const LOOKS = [
  ["own-colours", { forcedColors: "active" }, toldWithoutOurColours],
  ["paper", { media: "print" }, nothingToPress],
] as const;

/** Where our backgrounds are taken away, what is filled and what is chosen still differ from the rest. */
async function toldWithoutOurColours(page: Page, name: string): Promise<void> {
  const looks = (what: string) =>
    page.locator(what).evaluateAll((all) => [...new Set(all.map((it) => getComputedStyle(it).backgroundColor))]);
  for (const [some, rest] of [
    [".segments .filled", ".segments :not(.filled)"],
    [".chip:is([aria-pressed=true], [aria-current])", ".chip:not([aria-pressed=true], [aria-current])"],
  ] as const) {
    const others = await looks(rest);
    for (const colour of await looks(some)) expect(others, `${name}: ${some}`).not.toContain(colour);
  }
}

async function nothingToPress(page: Page, name: string): Promise<void> {
  // And nothing that one would have to scroll to.
  const cut = await page.locator("[data-scrolls]").evaluateAll((all) => all.filter((it) => it.clientHeight + 2 < it.scrollHeight).length);
  expect(cut, `${name}, on paper: lists that are cut`).toBe(0);
  await expect(page.locator(".button").filter({ visible: true }), `${name}, on paper`).toHaveCount(0);
}

// @proof board screens: pictures of each screen at each size, in end2end/screenshots
test("T27: each screen has its picture at each size, beside its drawing", async ({ browser }) => {
  test.setTimeout(600_000);
  const pictures: { name: string; size: string }[] = [];
  for (const size of SIZES) {
    await eachScreen(browser, size, async (name, page) => {
      await page.screenshot({ path: join(FOLDER, `${name}-${size.name}.png`) });
      pictures.push({ name, size: size.name });
      if (size !== SIZES[0]) return;
      for (const [look, how, holds] of LOOKS) {
        await page.emulateMedia(how);
        await holds(page, name);
        await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), fullPage: true });
        await page.emulateMedia({ media: null, forcedColors: null });
        pictures.push({ name, size: look });
      }
    });
  }
  const drawn = await drawings();
  const rows = pictures.map(({ name, size }) => {
    const drawing = drawn.get(name);
    const beside = drawing ? `<img src="${drawing}" alt="the drawing">` : "";
    return `<h2>${name}, ${size}</h2><p><img src="${name}-${size}.png" alt="the screen">${beside}</p>`;
  });
  const style = "p { display: flex; gap: 1rem; align-items: start } img { max-width: 49%; border: 1px solid }";
  const head = `<!doctype html><meta charset="utf-8"><title>Screens and drawings</title><style>${style}</style>`;
  await writeFile(join(FOLDER, "index.html"), [head, ...rows].join("\n"));
  const beside = pictures.filter(({ name }) => drawn.has(name)).length;
  for (const name of Object.keys(DRAWN)) expect(pictures.map((it) => it.name), "what is drawn").toContain(name);
  const laid = existsSync(DRAWINGS) ? `${beside} with their drawing beside them` : "no folder of drawings here";
  proof("screens", `${pictures.length} pictures in end2end/screenshots, laid out in its index.html; ${laid}`);
});

/** Copies the drawings that are there beside the pictures; gives the address of each, by the name of its screen. */
async function drawings(): Promise<Map<string, string>> {
  const there = new Map<string, string>();
  await mkdir(join(FOLDER, "drawings"), { recursive: true });
  for (const [name, file] of Object.entries(DRAWN)) {
    if (!existsSync(join(DRAWINGS, file))) continue;
    await copyFile(join(DRAWINGS, file), join(FOLDER, "drawings", file));
    there.set(name, `drawings/${file}`);
  }
  return there;
}
