// Without a proxy: the service speaks TLS itself, as `cargo xtask serve --tablet` shows it to a tablet of the same network.
import { AppServer, expect, proof, test } from "./support/server.js";
import { allKept, awake, signInRose } from "./support/signin.js";

// @proof fast https: over https at 127.0.0.2, a person signs in by their card's address and answers
test("over https a person signs in by their card and answers", async ({ browser }) => {
  const server = await AppServer.start({}, "127.0.0.2");
  try {
    // The certificate was made a moment ago for this machine alone.
    const tablet = await browser.newContext({ baseURL: server.url, ignoreHTTPSErrors: true, hasTouch: true });
    const rose = await tablet.newPage();
    await signInRose(rose);
    await allKept(rose);
    const asked = rose.getByRole("button", { name: "J’ai besoin d’aide" });
    await asked.click();
    await expect(asked).toHaveCount(0);
    await allKept(rose);
    await rose.reload();
    await awake(rose);
    await expect(asked).toHaveCount(0);
    const cookie = (await tablet.cookies())[0];
    expect(cookie?.secure).toBe(true);
    const elsewhere = await tablet.request.get(server.url, { headers: { host: "127.0.0.1" }, maxRedirects: 0 });
    expect(elsewhere.status(), "another name than its own").toBe(421);
    proof("https", "1 card, 1 answer kept over TLS of our own");
  } finally {
    await server.stop();
  }
});
