// A link of 600 ms and 1 Mbit/s, and a processor four times slower: when a page is there, when a tap on it does what it says, when
// it is awake; as ratios to a page that wakes nothing, in the same run.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { AppServer, expect, proof, test } from "./support/server.js";
import { boardOfRose, signIn, signInRose } from "./support/signin.js";

const ROUNDS = Number(process.env.SLOW_ROUNDS ?? 1);
const LINK = { offline: false, latency: 600, downloadThroughput: 125_000, uploadThroughput: 125_000 };

// Nothing but the page itself loads the processor.
test.use({ trace: "off" });

/** Milliseconds since its address was entered. */
interface Times {
  /** Something of the page is painted. */
  paint: number;
  /** A tap does what it says. */
  tap: number;
  /** Its program is there, where it has one. */
  awake: number;
}

interface Kind {
  name: string;
  enter?: (page: Page) => Promise<void>;
  address: (page: Page) => Promise<string>;
  /** In the page: taps, and says whether that did what it says. */
  taps: () => boolean;
  /** In the page: whether its program is there. */
  isAwake: () => boolean;
}

const at = (address: string) => async () => address;
const answers = () => {
  const form = document.querySelector("form.act");
  return form !== null && !form.dispatchEvent(new Event("submit", { cancelable: true }));
};

const KINDS: Kind[] = [
  {
    name: "signing in",
    address: at("/connexion"),
    taps: () => {
      document.querySelector<HTMLElement>("#email")?.focus();
      return document.activeElement?.id === "email";
    },
    isAwake: () => true,
  },
  {
    name: "a person's view",
    enter: signInRose,
    address: at("/mon-parcours"),
    // What they are asked opens, and the answers in it are the browser's own until the program is there.
    taps: () => {
      document.querySelector<HTMLElement>("summary")?.click();
      return document.querySelector("details")?.open ?? false;
    },
    isAwake: answers,
  },
  {
    name: "the board",
    enter: (page) => signIn(page, "camille@letrait.example"),
    address: boardOfRose,
    taps: () => {
      const menu = document.querySelector<HTMLElement>(".card-menu-button");
      menu?.click();
      return menu?.getAttribute("aria-expanded") === "true";
    },
    isAwake: () => document.querySelector(".card-menu-button")?.getAttribute("aria-expanded") === "true",
  },
];

/** Goes there on the slow link, and tries to tap from the first paint on. */
async function opened(context: BrowserContext, address: string, kind: Kind): Promise<Times> {
  const page = await context.newPage();
  const link = await context.newCDPSession(page);
  await link.send("Network.enable");
  await link.send("Network.emulateNetworkConditions", LINK);
  await link.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(address, { waitUntil: "commit", timeout: 60_000 });
  const since = async (holds: () => boolean) => {
    const handle = await page.waitForFunction(
      (holds) => performance.getEntriesByName("first-contentful-paint").length > 0 && (0, eval)(`(${holds})()`) && performance.now(),
      holds.toString(),
      { polling: 50, timeout: 60_000 },
    );
    return Number(await handle.jsonValue());
  };
  const tap = await since(kind.taps);
  const awake = await since(kind.isAwake);
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN);
  await page.close();
  return { paint, tap, awake };
}

async function times(browser: Browser, baseURL: string, kind: Kind): Promise<[Times, Times]> {
  const someone = await browser.newContext({ baseURL });
  const page = await someone.newPage();
  await kind.enter?.(page);
  const address = await kind.address(page);
  // The session alone goes on: nothing is in the cache at first.
  const context = await browser.newContext({ baseURL, storageState: await someone.storageState(), bypassCSP: true });
  const both: [Times, Times] = [await opened(context, address, kind), await opened(context, address, kind)];
  await context.close();
  await someone.close();
  return both;
}

const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

// @proof fast slow-link SLOW_ROUNDS=5/1: on a slow link, when a page is painted and a tap works, cold and warm
test("on a slow link a person's view answers a tap as soon as it is painted", async ({ browser }) => {
  test.setTimeout(90_000 + ROUNDS * 90_000);
  const server = await AppServer.start();
  try {
    const seen = new Map<string, [Times, Times][]>(KINDS.map(({ name }) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of KINDS) seen.get(kind.name)?.push(await times(browser, server.url, kind));
    }
    const middle = (name: string, warm: 0 | 1, what: keyof Times) => median((seen.get(name) ?? []).map((both) => both[warm][what]));
    const still = ([0, 1] as const).map((warm) => middle("signing in", warm, "paint"));
    for (const { name } of KINDS) {
      const told = ([0, 1] as const).map((warm) => {
        const of = (what: keyof Times) => `${(middle(name, warm, what) / (still[warm] ?? NaN)).toFixed(2)} (${middle(name, warm, what).toFixed(0)} ms)`;
        return `${warm ? "warm" : "cold"}: painted ${of("paint")}, a tap works ${of("tap")}, awake ${of("awake")}`;
      });
      proof("slow-link", `${name}, to the paint of signing in, median of ${ROUNDS}: ${told.join("; ")}`);
    }
    for (const warm of [0, 1] as const) {
      const [tap, awake] = [middle("a person's view", warm, "tap"), middle("a person's view", warm, "awake")];
      if (!warm) expect(tap, "a tap waits for no program").toBeLessThan(awake);
    }
  } finally {
    await server.stop();
  }
});
