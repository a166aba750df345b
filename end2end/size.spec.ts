// What each kind of page weighs: all that it needs to become what it is, in bytes as served to this browser, which takes
// brotli; and what it names besides (icon, manifest, every font of the style), whether this browser wants it or not.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { AppServer, expect, proof, target, test } from "./support/server.js";
import { awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

interface Kind {
  name: string;
  /** The ceiling: bytes, compressed as served (`docs/decisions/0031-bundles.md`, which says what raised it). */
  budget: number;
  /** The ceiling of its HTML and style alone, where it is not that of a first flight. */
  flight?: number;
  /** The program of the island that wakes up there. Where nothing does, no WASM and no script is sent for. */
  wakes?: "board" | "own" | "shared";
  enter?: (page: Page) => Promise<void>;
  /** Where it is, for who is signed in. */
  address: (page: Page) => Promise<string>;
}

const first = async (page: Page) => (await page.locator("a.row").first().getAttribute("href")) ?? "";
const at = (address: string) => async () => address;
const camille = (page: Page) => signIn(page, "camille@letrait.example");
const partner = (page: Page) => signIn(page, "ines@missionlocale.example");

const KINDS: Kind[] = [
  { name: "sign-in", budget: 60_000, address: at("/connexion") },
  { name: "sign-in by card", budget: 60_000, address: at("/carte") },
  { name: "home", budget: 60_000, enter: camille, address: at("/accueil") },
  { name: "partner's list", budget: 60_000, enter: partner, address: at("/partage") },
  { name: "paper", budget: 60_000, enter: camille, address: async (page) => `${await boardOfRose(page)}/papier` },
  { name: "usager's own view", budget: 341_000, flight: 15_400, wakes: "own", enter: signInRose, address: at("/mon-parcours") },
  { name: "partner's view", budget: 185_500, wakes: "shared", enter: partner, address: first },
  { name: "board", budget: 460_000, flight: 16_800, wakes: "board", enter: camille, address: boardOfRose },
];

/** Ten segments of 1,460 bytes: what a server may send before it hears from the other side. */
const FIRST_FLIGHT = 14_600;

// @proof fast first-flight: HTML and style of each kind of page, of the first flight of a connection
// @proof fast page-bytes: each kind of page weighs no more than its budget, and what does not wake up loads no program
test("each kind of page weighs no more than its budget", async ({ browser }) => {
  // A server of its own: what the other stories write on the board would be weighed too.
  const server = await AppServer.start();
  try {
    for (const kind of KINDS) await weigh(browser, server.url, kind);
  } finally {
    await server.stop();
  }
});

async function weigh(browser: Browser, baseURL: string, kind: Kind): Promise<void> {
  const someone = await browser.newContext({ serviceWorkers: "block", baseURL });
  const page = await someone.newPage();
  await kind.enter?.(page);
  const address = await kind.address(page);
  // The session alone goes on: nothing is in the cache.
  const context = await browser.newContext({ serviceWorkers: "block", baseURL, storageState: await someone.storageState() });
  const weights = await loaded(context, baseURL, address);
  const files = [...weights].sort(([, one], [, other]) => other - one);
  const total = files.reduce((sum, [, weight]) => sum + weight, 0);
  console.log(`  ${kind.name}`);
  for (const [path, weight] of files.slice(0, 10)) console.log(`  ${String(weight).padStart(10)}  ${path}`);
  proof("page-bytes", `${kind.name} ${total} bytes of ${kind.budget} allowed`);
  for (const wanted of [".css", ".woff2"]) expect(files.some(([path]) => path.endsWith(wanted)), wanted).toBe(true);
  for (const program of [".js", ".wasm"]) {
    expect(files.some(([path]) => path.endsWith(program)), `${kind.name} loads a ${program}`).toBe(kind.wakes !== undefined);
  }
  if (kind.wakes) {
    const largest = readFileSync(join(target, "programs", `${kind.wakes}.txt`), "utf8");
    console.log(`  the ten largest things in its program, bytes before compression:\n${largest.replace(/^/gm, "  ").trimEnd()}`);
    expect(largest.trim().split("\n")).toHaveLength(10);
  }
  // What the first paint waits for: the first flight of a connection, ten segments.
  const [html, style] = [weights.get(address) ?? Infinity, files.find(([path]) => path.endsWith(".css"))?.[1] ?? Infinity];
  const flight = kind.flight ?? FIRST_FLIGHT;
  proof("first-flight", `${kind.name} ${html + style} bytes of HTML and style of ${flight} allowed`);
  expect(html + style, `${kind.name}: HTML and style`).toBeLessThanOrEqual(flight);
  expect(total, kind.name).toBeLessThanOrEqual(kind.budget);
  // Over plain http, on another machine than the server's, a browser takes gzip alone.
  const file = files.find(([path]) => /\.(wasm|css)$/.test(path))?.[0] ?? "";
  const zipped = await context.request.get(file, { headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers()).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
  await context.close();
  await someone.close();
}

/** What a page and all that it loads or names weigh, by their paths. */
async function loaded(context: BrowserContext, baseURL: string, address: string): Promise<Map<string, number>> {
  const page = await context.newPage();
  const weights = new Map<string, Promise<number>>();
  page.on("requestfinished", (request) => {
    if (request.method() !== "GET") return;
    const path = request.url().replace(baseURL, "");
    weights.set(path, request.sizes().then((sizes) => sizes.responseBodySize));
  });
  await page.goto(address);
  await awake(page);
  await page.waitForLoadState("networkidle");
  const named = await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLLinkElement>("link[href]")].map((link) => link.href);
    const fonts = [...document.styleSheets].flatMap((sheet) =>
      [...sheet.cssRules].flatMap((rule) =>
        [...rule.cssText.matchAll(/url\("([^"]+)"\)/g)].map(([, url]) => new URL(url ?? "", sheet.href ?? "").href),
      ),
    );
    return [...links, ...fonts].filter((url) => url.startsWith(location.origin));
  });
  for (const url of new Set(named)) {
    if (weights.has(url.replace(baseURL, ""))) continue;
    const answered = page.waitForEvent("requestfinished", (request) => request.url() === url);
    expect(await page.evaluate(async (url) => (await fetch(url)).status, url), url).toBe(200);
    await answered;
  }
  return new Map(await Promise.all([...weights].map(async ([path, weight]) => [path, await weight] as const)));
}
