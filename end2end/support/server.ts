// Each story has a server of its own: the real binary, on a free port, with an empty database and the demonstration's
// data in it.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";

const root = join(import.meta.dirname, "..", "..");
export const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.ITINERAIRE_BINARY ?? join(target, "debug", "itineraire");
const demo = join(dirname(binary), "itineraire-demo");

/** What a server is started with; what depends on its own address and its folder is a function of them. */
type Settings = Record<string, string> | ((url: string, folder: string) => Record<string, string>);

/** A running server. Start one with {@link AppServer.start}, and stop it in `afterAll`; or take the `server` fixture. */
export class AppServer {
  /** All that it printed since it first started: the demonstration's sign-ins are in it. */
  output = "";
  private child: ChildProcess | undefined;

  private constructor(
    /** `http://127.0.0.1:PORT`, without a slash at the end. */
    readonly url: string,
    /** The folder of its database, for this server alone. */
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * Starts a server and waits until it answers. `environment` adds to what it is started with. With `name`, it speaks https
   * under that name, with a certificate that no browser knows.
   */
  static async start(environment: Settings = {}, name?: string): Promise<AppServer> {
    return AppServer.begin(environment, name, (server) => server.fill());
  }

  /** The same, on a database without a cell; gives too the address that it printed, where one begins. */
  static async startEmpty(environment: Settings = {}): Promise<{ server: AppServer; address: string }> {
    const server = await AppServer.begin(environment, undefined, async () => undefined);
    const address = /^\S+\/mise-en-place#\S+$/m.exec(server.output)?.[0];
    if (!address) throw new Error(`no address was printed:\n${server.output}`);
    return { server, address };
  }

  private static async begin(
    environment: Settings,
    name: string | undefined,
    fill: (server: AppServer) => Promise<void>,
  ): Promise<AppServer> {
    for (const built of [binary, demo]) {
      if (existsSync(built)) continue;
      throw new Error(`${built} is not built: cargo xtask build, then cargo build -p itineraire-server -p itineraire-demo`);
    }
    const folder = await mkdtemp(join(tmpdir(), "itineraire-"));
    const port = await freePort();
    const url = name ? `https://${name}:${port}` : `http://127.0.0.1:${port}`;
    const server = new AppServer(url, folder, {
      ...process.env,
      LEPTOS_OUTPUT_NAME: "itineraire",
      LEPTOS_HASH_FILES: "true",
      LEPTOS_SITE_ROOT: process.env.LEPTOS_SITE_ROOT ?? join(target, "site"),
      LEPTOS_HASH_FILE_NAME: process.env.LEPTOS_HASH_FILE_NAME ?? join(target, "site-hashes", "style.txt"),
      ...(name ? {} : { LEPTOS_SITE_ADDR: `127.0.0.1:${port}` }),
      // A suite signs many people in from one address; a story about the throttle passes its own value.
      ITINERAIRE_SIGN_IN_EASE: "100",
      DATABASE_URL: `sqlite://${join(folder, "itineraire.db")}`,
      ...(typeof environment === "function" ? environment(url, folder) : environment),
    });
    try {
      await fill(server);
      await server.launch();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** The number of its process. */
  get id(): number {
    if (this.child?.pid === undefined) throw new Error("the server does not run");
    return this.child.pid;
  }

  /** Ends it as a power cut would: SIGKILL, no time to finish anything. */
  async kill9(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Starts it again on the same address and the same database; ends it first (SIGTERM) if it still runs. */
  async restart(): Promise<void> {
    await this.end("SIGTERM");
    await this.launch();
  }

  /** Runs another command of the binary on its database, which it lets go meanwhile. */
  async whileStopped(command: string[]): Promise<string> {
    await this.end("SIGTERM");
    const { stdout } = await promisify(execFile)(binary, command, { cwd: root, env: this.environment });
    await this.launch();
    return stdout;
  }

  /** Ends it and removes its database. */
  async stop(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes the demonstration into its database. */
  private async fill(): Promise<void> {
    const run = promisify(execFile);
    const { protocol, port, hostname } = new URL(this.url);
    const forTablet = protocol === "https:" ? ["tablet", this.folder, port, hostname] : [];
    const { stdout } = await run(demo, forTablet, { cwd: root, env: this.environment });
    this.output += stdout;
  }

  private async launch(): Promise<void> {
    const config = join(this.folder, "itineraire.toml");
    const told = existsSync(config) ? ["--config", config] : existsSync(join(this.folder, "itineraire.db")) ? [] : ["--new"];
    const child = spawn(binary, ["serve", ...told], {
      cwd: root,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    let failure: Error | undefined;
    child.once("error", (error) => (failure = error));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    const tooLate = Date.now() + 60_000;
    while (!(await this.answers())) {
      if (failure) throw failure;
      if (hasEnded(child)) throw new Error(`the server ended at its start:\n${this.output}`);
      if (Date.now() > tooLate) throw new Error(`the server did not answer within a minute:\n${this.output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  private async answers(): Promise<boolean> {
    try {
      const { protocol, port, hostname } = new URL(this.url);
      const get = protocol === "https:" ? https.get : http.get;
      const asked = get({ hostname, port, path: "/health/ready", rejectUnauthorized: false });
      const [answer] = (await once(asked, "response")) as [http.IncomingMessage];
      answer.resume();
      return answer.statusCode === 200;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.pid === undefined || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    // A server that does not heed SIGTERM must not hold the whole suite.
    const insist = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(insist);
  }
}

/** Playwright's `test` with a `server` of its own for each spec file's worker, and `baseURL` set to it. */
export const test = base.extend<{ unbroken: void }, { server: AppServer }>({
  // A program that breaks leaves its page as it was: no story goes on over that.
  unbroken: [
    async ({ browser }, use) => {
      const errors: string[] = [];
      const open = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const context = await open(options);
        context.on("weberror", (error) => errors.push(`${error.page()?.url()}: ${error.error()}`));
        return context;
      };
      await use();
      browser.newContext = open;
      expect(errors, "errors of the pages' programs").toEqual([]);
    },
    { auto: true },
  ],
  server: [
    // Playwright reads the names it must provide from this pattern, empty here.
    async ({}, use) => {
      const server = await AppServer.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect } from "@playwright/test";

/** Prints the line that `cargo xtask prove` collects. */
export function proof(name: string, figure: string): void {
  console.log(`PROOF ${name}: ${figure}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
