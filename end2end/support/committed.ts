// The board as the service keeps it, read by someone who does not act; and the commands that pages really gave.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";

/** A text, in runs of characters: who typed them, the number of the first, the characters, and the event that erased them. */
interface Words {
  r?: [number, number, string, number][];
}
type Dated = Record<string, unknown>;
interface Placed {
  theme: string;
  rank: { key: string };
  removed: object | null;
}
export interface Named extends Placed {
  words: Words;
  level: { team: { level: string } | null };
}
export type Side = "barrier" | "lever";
export interface Finding extends Named {
  side: Side;
}
export interface Step extends Placed {
  title: Words;
  details: Words;
  doers: { person?: string; organisation?: string; named?: string }[];
  when: { day: string; hour?: string; before?: boolean } | null;
  place_words: string;
  bring: string;
  lifts: string | null;
  leans_on: string | null;
  checklist: { words: string; done: boolean }[];
  agreements: Record<string, Dated>;
  stage: "open" | Dated;
  comments: { words: string }[];
  offers: { wanted?: boolean }[];
  needs_help: unknown;
}
export interface Board {
  usager: string;
  goal: Words;
  whose: { own: { words: string } | null };
  findings: Record<string, Finding>;
  steps: Record<string, Step>;
  shares: { item: "goal" | { step: string }; organisation: string }[];
}

export function text(words: Words): string {
  return (words.r ?? []).map(([, , typed, erased]) => (erased ? "" : typed)).join("");
}

/** The board, as the service answers it to whoever `asks`. */
export async function committed(asks: APIRequestContext, server: string, parcours: string): Promise<Board> {
  const answer = await asks.post(`${server}/api/v1/board`, { form: { parcours }, headers: { origin: server } });
  if (!answer.ok()) throw new Error(`the board is not answered: ${answer.status()} ${await answer.text()}`);
  return ((await answer.json()) as { board: Board }).board;
}

/** A command: its part, and in it what it is about, if the part has several, and what is asked. */
type Asked = string | Record<string, Record<string, unknown>>;
type Body = Record<string, Asked | [unknown, Asked] | { of: number }>;

const kindOf = (about: unknown) => (typeof about === "string" ? about : Object.keys(about as object)[0]);

/** A command's name, and what kind of thing it is about where it can be about several. `on` is what its author had seen. */
function called({ on: _, ...body }: Body): string {
  const [part, within] = Object.entries(body)[0] ?? ["nothing", {}];
  if (part === "undo") return part;
  const [about, asked] = Array.isArray(within) ? within : [undefined, within as Asked];
  const [name, fields] = typeof asked === "string" ? [asked, {}] : (Object.entries(asked)[0] ?? ["nothing", {}]);
  const kind = part === "shelf" ? kindOf(about) : fields.item === undefined ? undefined : kindOf(fields.item);
  return kind === undefined ? `${part}.${name}` : `${part}.${name} ${kind}`;
}

/** Calls `kept` with each command that this page gives and that the service keeps, `refused` with the others. */
export function listen(page: Page, kept: (command: string) => void, refused: (command: string) => void): void {
  const given = new Map<number, string>();
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      const { command } = JSON.parse(String(payload)) as { command?: { seq: number; body: Body } };
      if (command) given.set(command.seq, called(command.body));
    });
    socket.on("framereceived", ({ payload }) => {
      const { judged } = JSON.parse(String(payload)) as {
        judged?: { seq: number; result?: { kept?: object }; refusal?: object | null };
      };
      const command = judged && given.get(judged.seq);
      if (!command) return;
      if (judged.result?.kept || judged.refusal === null) kept(command);
      else refused(command);
    });
  });
}

const rules = join(import.meta.dirname, "..", "..", "domain", "src", "parcours");
const sources = readdirSync(rules, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".rs"))
  .map((file) => readFileSync(join(rules, file), "utf8"));

/** The variants of an enum of the rules, each with its fields' types, read from the source itself. */
function variants(name: string): Map<string, string> {
  const body = sources.map((source) => source.split(`pub enum ${name} {\n`)[1]?.split("\n}")[0]).find(Boolean);
  if (!body) throw new Error(`the rules hold no enum ${name}`);
  const found = [...body.matchAll(/^ {4}([A-Z]\w*)(.*?)(?=^ {4}(?:\/\/\/|[A-Z])|(?![^]))/gms)];
  const snake = (word: string) => word.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
  return new Map(found.map(([, variant = "", fields = ""]) => [snake(variant), fields]));
}

/** Every command there is, once for each kind of thing that it can be about. */
export function everyCommand(): string[] {
  return [...variants("Command")].flatMap(([part, fields]) => {
    const of = fields.match(/(\w+Command)\)/)?.[1];
    if (!of) return [part];
    return [...variants(of)].flatMap(([command, asked]) => {
      const kind = part === "shelf" ? "Item" : asked.match(/\bitem: (\w+)/)?.[1];
      const name = `${part}.${command}`;
      return kind ? [...variants(kind).keys()].map((it) => `${name} ${it}`) : [name];
    });
  });
}
