// Letters over TLS, to a mail server that asks who gives them: an invitation and a forgotten password, with one restart between.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { link, MAIL_USER, MailServer } from "./support/mail.js";
import { AppServer, expect, freePort, proof, test } from "./support/server.js";

const HOST = "127.0.0.2";
// What `itineraire-demo tablet` writes beside the settings.
const [CERTIFICATE, KEY] = ["certificate.pem", "key.pem"];
const CAMILLE = "camille@letrait.example";
const SENTENCE = "un cheval boit le mardi";

// @proof cell mail: a forgotten password is chosen anew by a letter that waited for its mail server over a restart, over TLS
test("letters wait for the mail server, and come over TLS to whoever forgot their password", async ({ browser }) => {
  const port = await freePort();
  const password = encodeURIComponent(MAIL_USER.password);
  const server = await AppServer.start(
    (url, folder) => ({
      ITINERAIRE_PUBLIC_URL: url,
      ITINERAIRE_SMTP_URL: `smtps://${MAIL_USER.name}:${password}@${HOST}:${port}`,
      ITINERAIRE_MAIL_FROM: "Itinéraire <itineraire@letrait.example>",
      // The service trusts whom this machine does: for this story a certificate that was made a moment ago.
      SSL_CERT_FILE: join(folder, CERTIFICATE),
    }),
    HOST,
  );
  let mail: MailServer | undefined;
  try {
    const context = await browser.newContext({ baseURL: server.url, ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto("/connexion");
    await page.getByRole("link", { name: "Mot de passe oublié ?" }).click();
    await page.getByLabel("Adresse mail").fill(CAMILLE);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status")).toContainText("un mail part dans la minute");
    // Nobody takes it yet, and the service ends meanwhile.
    await server.restart();
    const file = (name: string) => readFile(join(server.folder, name));
    mail = await MailServer.start({ port, host: HOST, key: await file(KEY), cert: await file(CERTIFICATE) });
    const letter = await mail.nth(CAMILLE, 1);
    expect(letter.from?.name).toBe("Itinéraire");
    expect(letter.subject).toBe("Un nouveau mot de passe pour Itinéraire");
    await page.goto(link(letter));
    await expect(page.getByText("Votre lien est lu.")).toBeVisible();
    expect(page.url(), "nobody who looks at the screen reads it").toBe(`${server.url}/nouveau-mot-de-passe`);
    await page.getByLabel("Un mot de passe").fill(SENTENCE);
    await page.getByLabel("Le même, encore une fois").fill("un autre");
    await page.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await expect(page.locator("#refus-encore")).not.toBeEmpty();
    await page.getByLabel("Un mot de passe").fill(SENTENCE);
    await page.getByLabel("Le même, encore une fois").fill(SENTENCE);
    await page.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await page.waitForURL(/\/accueil/);
    expect((await mail.nth(CAMILLE, 2)).subject).toBe("Votre mot de passe a changé");
    await page.goto(link(letter));
    await page.getByLabel("Un mot de passe").fill(SENTENCE);
    await page.getByLabel("Le même, encore une fois").fill(SENTENCE);
    await page.getByRole("button", { name: "Choisir ce mot de passe" }).click();
    await expect(page.locator("#refus")).toContainText("Ce lien n’ouvre plus rien");
    proof("mail", `${mail.letters.length} letters over TLS, to whom the server asks for a password; the first had waited over a restart`);
  } finally {
    await server.stop();
    await mail?.stop();
  }
});
