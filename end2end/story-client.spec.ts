// A client belongs to a browser and a person, not to one loading of a page.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

const STEP = "Visiter la cuisine";
const LOADS = 5;

/** The client that a page is given while `does` runs. */
async function client(page: Page, does: () => Promise<unknown>): Promise<string> {
  const [answer] = await Promise.all([page.waitForResponse(/api\/v1\/issue_client/), does()]);
  return answer.json() as Promise<string>;
}

/** What this browser keeps, by name. */
const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage).sort());

async function opened(context: BrowserContext, address: string): Promise<[Page, string]> {
  const page = await context.newPage();
  // A page that still holds words asks before it goes: these go.
  page.on("dialog", (dialog) => void dialog.accept());
  return [page, await client(page, () => page.goto(address))];
}

// @proof house client-kept: a browser keeps a person’s client through every loading, for one tab at a time
test("ID1: a page that is loaded anew has the same client, and nothing typed is lost or doubled", async ({ browser }) => {
  const context = await browser.newContext();
  const first = await context.newPage();
  await signIn(first, "camille@letrait.example");
  const board = await boardOfRose(first);
  await first.goto(board);
  const step = (await first.locator(".card-title a", { hasText: STEP }).getAttribute("href")) ?? "";
  await allKept(first);
  await first.close();

  const [page, mine] = await opened(context, step);
  const details = page.getByLabel("Précisions", { exact: true });
  const words: string[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    await allKept(page);
    // Typed, and loaded anew before it was given.
    const word = `mot${load} `;
    words.push(word);
    await details.press("ControlOrMeta+End");
    await details.pressSequentially(word);
    expect(await client(page, () => page.reload())).toBe(mine);
    // Typed before the page knows its client again.
    const early = `tôt${load} `;
    words.push(early);
    await details.press("ControlOrMeta+End");
    await details.pressSequentially(early);
  }
  await allKept(page);
  const rose = await (await browser.newContext()).newPage();
  await signInRose(rose);
  await rose.goto(step);
  await awake(rose);
  const said = await rose.getByLabel("Précisions", { exact: true }).inputValue();
  for (const word of words) expect(said.split(word), `${word}: in « ${said} »`).toHaveLength(2);

  // A second tab has its own, and keeps it too.
  const [second, other] = await opened(context, step);
  expect(other).not.toBe(mine);
  await allKept(second);
  expect(await client(second, () => second.reload())).toBe(other);
  await allKept(second);
  await second.close();
  const [third, again] = await opened(context, step);
  expect(again).toBe(other);
  await allKept(third);
  await third.close();

  // Somebody else in this browser has another; whoever comes back has theirs again.
  await page.close();
  const next = await context.newPage();
  await context.clearCookies();
  await signIn(next, "yanis@letrait.example");
  expect(await client(next, () => next.goto(step))).not.toBe(mine);
  await allKept(next);
  await context.clearCookies();
  await signIn(next, "camille@letrait.example");
  expect(await client(next, () => next.goto(step))).toBe(mine);
  await allKept(next);
  expect(await kept(next)).toHaveLength(3);

  // Who signs out leaves nothing.
  await next.goto("/accueil");
  await next.getByRole("button", { name: "Quitter" }).click();
  await next.waitForURL(/connexion/);
  expect(await kept(next)).toEqual([]);
  await signIn(next, "camille@letrait.example");
  expect(await client(next, () => next.goto(step))).not.toBe(mine);
  proof("client-kept", `${LOADS} loadings, one client; ${words.length} words typed around them, each there once; 2 tabs, 2 people, signed out: nothing kept`);
});

test("ID1: a browser that locks nothing is given a client for each loading", async ({ browser }) => {
  const clients = new Set<string>();
  for (const locks of ["undefined", "{ request: () => Promise.reject(new DOMException('no', 'SecurityError')) }"]) {
    const context = await browser.newContext();
    await context.addInitScript(`Object.defineProperty(navigator, "locks", { value: ${locks} })`);
    const page = await context.newPage();
    await signIn(page, "camille@letrait.example");
    const board = await boardOfRose(page);
    clients.add(await client(page, () => page.goto(board)));
    await allKept(page);
    clients.add(await client(page, () => page.reload()));
    await allKept(page);
    await context.close();
  }
  expect(clients.size).toBe(4);
});
