// What the board's page weighs: all that it needs to become interactive, in bytes as served to this browser, which
// takes brotli; and what it names besides (icon, manifest, every font of the style), whether this browser wants it or not.
import type { Browser } from "@playwright/test";
import { AppServer, expect, test } from "./support/server.js";
import { awake, signIn } from "./support/signin.js";

/** The ceiling: bytes, compressed as served (`docs/decisions/0005-size.md`). It only goes down. */
const BUDGET = 400_000;

test("the board's page weighs no more than its budget", async ({ browser }) => {
  // A server of its own: what the other stories write on the board would be weighed too.
  const server = await AppServer.start();
  try {
    await weigh(browser, server.url);
  } finally {
    await server.stop();
  }
});

async function weigh(browser: Browser, baseURL: string): Promise<void> {
  const someone = await browser.newContext({ serviceWorkers: "block", baseURL });
  const first = await someone.newPage();
  await signIn(first, "camille@letrait.example");
  const board = (await first.locator("a.row").first().getAttribute("href")) ?? "";
  // The session alone goes on: nothing is in the cache.
  const context = await browser.newContext({ serviceWorkers: "block", baseURL, storageState: await someone.storageState() });
  const page = await context.newPage();
  const weights = new Map<string, Promise<number>>();
  page.on("requestfinished", (request) => {
    if (request.method() !== "GET") return;
    const path = request.url().replace(baseURL, "");
    weights.set(path, request.sizes().then((sizes) => sizes.responseBodySize));
  });
  await page.goto(board);
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
  let total = 0;
  for (const [path, weight] of [...weights].sort()) {
    console.log(`  ${String(await weight).padStart(8)}  ${path}`);
    total += await weight;
  }
  console.log(`  ${String(total).padStart(8)}  in all, of ${BUDGET} allowed`);
  for (const wanted of [".css", ".js", ".wasm", ".woff2"]) {
    expect([...weights.keys()].some((path) => path.endsWith(wanted)), `the page loads a ${wanted}`).toBe(true);
  }
  expect(total).toBeLessThanOrEqual(BUDGET);
  // Over plain http, on another machine than the server's, a browser takes gzip alone.
  const wasm = [...weights.keys()].find((path) => path.endsWith(".wasm")) ?? "";
  const zipped = await context.request.get(wasm, { headers: { "accept-encoding": "gzip" } });
  expect(zipped.headers()).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
}
