// Pictures of each screen at each size, and a page that lays each beside its drawing.
import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
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

test("each screen has its picture at each size, beside its drawing", async ({ browser }) => {
  test.setTimeout(600_000);
  const pictures: { name: string; size: string }[] = [];
  for (const size of SIZES) {
    await eachScreen(browser, size, async (name, page) => {
      await page.screenshot({ path: join(FOLDER, `${name}-${size.name}.png`) });
      pictures.push({ name, size: size.name });
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
