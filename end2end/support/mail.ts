// A real mail server of a story: what is sent to it is read there.
import { SMTPServer } from "smtp-server";
import PostalMime, { type Email } from "postal-mime";

/** Who may give it letters, where it asks. */
export const MAIL_USER = { name: "itineraire", password: "une boite aux lettres" };

/** A running mail server. */
export class MailServer {
  /** Every letter that it keeps, the first first. */
  readonly letters: { to: string; letter: Email }[] = [];

  private constructor(
    private readonly server: SMTPServer,
    readonly port: number,
  ) {}

  /** On a port of 127.0.0.1; or on one that was chosen, over TLS with this certificate alone, and for {@link MAIL_USER} alone. */
  static async start(safe?: { port: number; host: string; key: Buffer; cert: Buffer }): Promise<MailServer> {
    const server = new SMTPServer({
      secure: safe !== undefined,
      ...(safe ? { key: safe.key, cert: safe.cert } : { disabledCommands: ["STARTTLS", "AUTH"] }),
      authOptional: safe === undefined,
      onAuth(auth, _session, done) {
        const known = auth.username === MAIL_USER.name && auth.password === MAIL_USER.password;
        done(known ? null : new Error("unknown"), known ? { user: MAIL_USER.name } : undefined);
      },
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", async () => {
          const letter = await PostalMime.parse(Buffer.concat(parts));
          for (const to of session.envelope.rcptTo) mail.letters.push({ to: to.address, letter });
          done();
        });
      },
    });
    const listening = server.listen(safe?.port ?? 0, safe?.host ?? "127.0.0.1");
    await new Promise((done) => listening.once("listening", done));
    const address = listening.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const mail = new MailServer(server, address.port);
    return mail;
  }

  /** Waits for the letters to an address; gives the last of so many. */
  async nth(to: string, nth: number): Promise<Email> {
    const tooLate = Date.now() + 60_000;
    for (;;) {
      const theirs = this.letters.filter((it) => it.to === to);
      const letter = theirs[nth - 1]?.letter;
      if (letter) return letter;
      if (Date.now() > tooLate) throw new Error(`${theirs.length} letters to ${to}, and not ${nth}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.server.close(() => done()));
  }
}

/** The address that a letter leads to. */
export function link(letter: Email): string {
  const found = /https?:\/\/\S+/.exec(letter.text ?? "")?.[0];
  if (!found) throw new Error(`no address in ${letter.text}`);
  return found;
}
