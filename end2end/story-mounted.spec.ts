// A board that is shown from what a tablet kept of it: without the service, and without what the service writes in a page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, proof, test } from "./support/server.js";
import { allKept, awake, boardOfRose, signIn, signInRose, workWord } from "./support/signin.js";

const STEP = "Ma boîte mail";

// @proof house mounted: a board is shown, written on and taken up again from what a tablet kept, without the service
test("a board is mounted from what a tablet kept, far from the service, and its work arrives", async ({ browser }) => {
  const camille = await (await browser.newContext()).newPage();
  await signIn(camille, "camille@letrait.example");
  const board = await boardOfRose(camille);
  await camille.goto(board);
  const step = (await camille.locator(".card-title a", { hasText: STEP }).getAttribute("href"))?.split("/").pop() ?? "";

  // What a tablet keeps: the page as it came, and a place that was given and not answered.
  const html = await (await camille.request.get(board)).text();
  const written = await camille.evaluate((html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    return page.querySelector("leptos-island[data-props]")?.getAttribute("data-props") ?? "";
  }, html);
  const { page } = JSON.parse(written);
  const client = await camille.evaluate(async (parcours) => {
    const asked = await fetch("/api/v1/issue_client", { method: "POST", body: new URLSearchParams({ parcours, kept: "" }) });
    return (await asked.json()) as string;
  }, page.board.parcours as string);
  // As the rules count it: of another version, a board is made anew and not taken up.
  const rules = readFileSync(join(import.meta.dirname, "../domain/src/parcours/fact.rs"), "utf8");
  const version = Number(/BOARD_VERSION: u16 = (\d+)/.exec(rules)?.[1]);
  const kept = JSON.stringify({
    page,
    work: {
      client,
      parcours: page.board.parcours,
      usager: page.board.usager,
      board: { version, board: page.board },
      epoch: page.epoch,
      numbered_in: page.epoch,
      knows_its_client: true,
      next: 2,
      queue: [{ seq: 1, at: Date.now(), command: { step: [step, { set_place: { place: "À la mairie" } }] }, on: page.board.seq }],
      conflicts: [],
    },
  });

  const [code, wasm] = await camille.evaluate(() => {
    const named = (kind: string) => document.querySelector<HTMLLinkElement>(`link[rel=${kind}]`)?.href ?? "";
    return [named("modulepreload"), named("preload")] as const;
  });

  // A page of the app that knows nothing of any parcours, with the board's program alone; then no network.
  await camille.goto("/connexion");
  await awake(camille);
  await camille.evaluate(
    async ([code, wasm]) => {
      const program = (await import(code)) as { default(wasm: { module_or_path: string }): Promise<void>; hydrate(): void };
      await program.default({ module_or_path: wasm });
      program.hydrate();
    },
    [code, wasm] as const,
  );
  await camille.context().setOffline(true);
  const mount = (text: string) =>
    camille.evaluate(
      async ([code, text]) => ((await import(code)) as { mount_kept(text: string): boolean }).mount_kept(text),
      [code, text] as const,
    );
  expect(await mount("{}"), "what cannot be read changes nothing").toBe(false);
  await expect(camille.getByRole("heading", { name: "S’identifier" })).toBeVisible();
  expect(await mount(kept)).toBe(true);

  await expect(camille.getByRole("heading", { level: 1 })).toContainText("Rose M.");
  await expect(camille.locator(".card", { hasText: STEP })).toContainText("À la mairie");
  await expect(workWord(camille)).toContainText("Gardez cette page ouverte");
  const goal = camille.getByLabel("Mon cap, avec mes mots");
  await goal.press("ControlOrMeta+End");
  await goal.pressSequentially(" Et loin du réseau.");
  await expect(workWord(camille)).toContainText("2");

  await camille.context().setOffline(false);
  await allKept(camille);
  const rose = await (await browser.newContext()).newPage();
  await signInRose(rose);
  await rose.goto(board);
  await awake(rose);
  await expect(rose.locator(".card", { hasText: STEP })).toContainText("À la mairie");
  await expect(rose.getByLabel("Mon cap, avec mes mots")).toHaveValue(/ Et loin du réseau\.$/);
  proof("mounted", "shown without the service, 1 command kept and 1 given there: both arrived; what cannot be read changed nothing");
});
