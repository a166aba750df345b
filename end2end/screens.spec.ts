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

/** What the style tells by an attribute or a class: on what, by which, and all that it may be there. */
const STATES = [
  { on: ".chip:not([aria-current])", by: "aria-pressed", values: ["true", "false"] },
  { on: ".chip:not([aria-pressed])", by: "aria-current", values: ["true", null] },
  { on: ".topbar nav a", by: "aria-current", values: ["page", null] },
  { on: ".own-nav a", by: "aria-current", values: ["page", null] },
  { on: ".button.plain", by: "aria-pressed", values: ["true", "false"] },
  { on: ".button.primary", by: "aria-pressed", values: ["true", "false"] },
  { on: ".column", by: "data-takes", values: ["yes", "no", null] },
  { on: ".card", by: "data-land", values: ["before", "after", null] },
  { on: ".level-bar", by: "data-filled", values: ["0", "1", "2", "3", "4"] },
  { on: ".segments span", by: "class", values: ["filled", ""] },
  { on: ".card", by: "class", values: ["", "written", "dragged", "stopped"] },
];
/** The states that were looked at, on whichever screen they were met first. */
const looked = new Set<(typeof STATES)[number]>();

/** Where our backgrounds and shadows are taken away, each state still makes another picture than the others. */
async function toldWithoutOurColours(page: Page, name: string): Promise<void> {
  const inTheStyle = await page.evaluate(statesOfTheStyle);
  const known = STATES.map(({ on, by }) => `${on.split(":")[0]} ${by}`);
  for (const state of inTheStyle) expect(known, name).toContain(state);
  for (const state of STATES.filter((it) => !looked.has(it))) {
    const element = page.locator(state.on).filter({ visible: true }).first();
    if ((await element.count()) === 0) continue;
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    if (!box || !(await element.evaluate(isOnTop))) continue;
    looked.add(state);
    // With what stands around it: a line between two cards is outside both.
    const clip = { x: Math.max(0, box.x - 10), y: Math.max(0, box.y - 10), width: box.width + 20, height: box.height + 20 };
    const before = await element.getAttribute(state.by);
    const others = (before ?? "").split(" ").filter((word) => !state.values.includes(word));
    const set = (value: string | null) =>
      element.evaluate((it, { by, value }) => (value === null ? it.removeAttribute(by) : it.setAttribute(by, value)), { by: state.by, value });
    const shown = (value: string | null) => (state.by === "class" ? [...others, value].join(" ") : value);
    const pictures = new Map<string, string | null>();
    for (const value of state.values) {
      await set(shown(value));
      const picture = (await page.screenshot({ clip, caret: "hide" })).toString("base64");
      expect(pictures.get(picture), `${name}: ${state.on} looks alike, ${state.by} ${value} and`).toBeUndefined();
      pictures.set(picture, value);
    }
    await set(before);
  }
}

const isOnTop = (element: Element) => {
  const box = element.getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
  return there !== null && element.contains(there);
};

/** Each `.class attribute` by which a rule of the style paints a background or a shadow. */
function statesOfTheStyle(): string[] {
  const found = new Set<string>();
  const walk = (rules: CSSRuleList, around: string) => {
    for (const rule of rules) {
      const selector = rule instanceof CSSStyleRule ? rule.selectorText.replaceAll("&", around) : around;
      if (rule instanceof CSSStyleRule && /background|box-shadow|outline|border/.test(rule.cssText)) {
        for (const [, on, states] of selector.matchAll(/(\.[\w-]+(?:\.[\w-]+)?(?: a)?)(?::is\()?((?:,? ?\[(?:aria|data)-[^\]]*\])+)/g)) {
          for (const [, by] of (states ?? "").matchAll(/\[([\w-]+)/g)) found.add(`${on} ${by}`);
        }
      }
      if ("cssRules" in rule) walk(rule.cssRules as CSSRuleList, selector);
    }
  };
  for (const sheet of document.styleSheets) walk(sheet.cssRules, "");
  return [...found];
}

async function nothingToPress(page: Page, name: string): Promise<void> {
  // And nothing that one would have to scroll to.
  const cut = await page.locator("[data-scrolls]").evaluateAll((all) => all.filter((it) => it.clientHeight + 2 < it.scrollHeight).length);
  expect(cut, `${name}, on paper: lists that are cut`).toBe(0);
  await expect(page.locator(".button").filter({ visible: true }), `${name}, on paper`).toHaveCount(0);
}

// @proof experience own-colours: in the person's own colours no state is told by a background or a shadow alone, by pixels
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
  expect(STATES.filter((it) => !looked.has(it)), "states that no screen shows").toEqual([]);
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
  proof("own-colours", `${STATES.length} states, each another picture in the person's own colours, by its pixels`);
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
