// Every action of the board, once with the keyboard alone and once with single taps alone; and a card carried by pointer.
// Each is counted when the service has kept it and answers it to someone else. The list of commands is read in the rules:
// a new one turns this red until a row below does it, or says why it has no place on the screen.
import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";
import { type Board, committed, everyCommand, listen, type Named, type Side, type Step, text } from "./support/committed.js";
import { type Hand, Keyboard, Taps } from "./support/hands.js";
import { AppServer, expect, proof, test as plain } from "./support/server.js";
import { anHourLater, awake, boardOfRose, signIn, signInRose } from "./support/signin.js";

/** One run of all the actions: a server, three people who act, and one who only looks. */
interface World {
  server: AppServer;
  /** Each signs in when they first act: nobody's session ends while another works. */
  hand(who: Action["who"]): Promise<Hand>;
  board(): Promise<Board>;
  /** Commands kept since the present action began. */
  kept: Set<string>;
  refused: string[];
}

interface Action {
  name: string;
  who: "camille" | "rose" | "ines";
  /** The commands that the service must have kept, each with what it is about. */
  gives: string[];
  act(hand: Hand): Promise<void>;
  /** What the board must then say. */
  then(board: Board): unknown;
}

const STEP = "Choisir une auto-école";
const button = (hand: Hand, name: string | RegExp) => hand.page.getByRole("button", { name, exact: true });
const sheet = (hand: Hand) => hand.page.locator(".sheet");
const inSheet = (hand: Hand, name: string | RegExp) => sheet(hand).getByRole("button", { name, exact: true });
const card = (hand: Hand, title: string) => hand.page.locator(".card", { hasText: title });
const field = (hand: Hand, label: string) => hand.page.getByLabel(label, { exact: true });

/** Opens what is folded, if it still is. */
async function unfold(hand: Hand, handle: Locator): Promise<void> {
  await expect(handle).toBeVisible();
  const open = await handle.evaluate((it: HTMLButtonElement) => {
    const list = it.popoverTargetElement;
    return it.closest("details")?.open ?? (list ? list.matches(":popover-open") : it.ariaExpanded === "true");
  });
  if (!open) await hand.press(handle);
}
const tool = (hand: Hand, name: string) =>
  unfold(hand, hand.page.locator(".board-topbar").getByRole("button", { name, exact: true }));
const term = (hand: Hand, name: string) => unfold(hand, sheet(hand).locator("summary", { hasText: name }));

async function openStep(hand: Hand, title: string): Promise<void> {
  if ((await sheet(hand).count()) === 0) await hand.press(hand.page.locator(".card-title a", { hasText: title }));
  await expect(sheet(hand)).toBeVisible();
}
async function closeStep(hand: Hand): Promise<void> {
  if ((await sheet(hand).count()) > 0) await hand.close();
  await expect(sheet(hand)).toHaveCount(0);
}

/** Moves a card: the arrows on its handle, or the buttons of its menu. */
async function carry(hand: Hand, title: string, where: "up" | "down" | "after" | "before"): Promise<void> {
  const handle = card(hand, title).locator(".card-menu-button");
  if (hand instanceof Keyboard) {
    await hand.reach(handle);
    await hand.page.keyboard.press({ up: "ArrowUp", down: "ArrowDown", after: "ArrowRight", before: "ArrowLeft" }[where]);
    return;
  }
  await unfold(hand, handle);
  const inMenu = (name: string | RegExp) => card(hand, title).getByRole("button", { name });
  const columns = inMenu(/^Vers/);
  await hand.press(
    { up: inMenu("Monter"), down: inMenu("Descendre"), after: columns.last(), before: columns.first() }[where],
  );
}

/** The menu of a frein or a levier. */
async function itemMenu(hand: Hand, words: string): Promise<Locator> {
  const item = hand.page.locator(".diagnosis-card", { has: hand.page.getByRole("button", { name: words }) });
  await unfold(hand, item.getByRole("button", { name: words }));
  return item;
}

const one = <T>(all: Record<string, T>, wanted: (it: T) => boolean) => Object.entries(all).find(([, it]) => wanted(it));
const named = (all: Record<string, Named>, words: string) => one(all, (it) => text(it.words).includes(words))?.[1];
const ofSide = (board: Board, side: Side) =>
  Object.fromEntries(Object.entries(board.findings).filter(([, it]) => it.side === side));
const step = (board: Board, title = STEP): Step | undefined =>
  one(board.steps, (it) => text(it.title).includes(title))?.[1];
const shared = (board: Board, what: "goal" | string) => {
  const id = what === "goal" ? what : one(board.steps, (it) => text(it.title).includes(what))?.[0];
  return board.shares.filter((it) => (it.item === "goal" ? "goal" : it.item.step) === id).length;
};
/** What is in a list, in its order. */
const inOrder = (all: Record<string, Named>) =>
  Object.values(all)
    .filter((it) => !it.removed)
    .sort((a, b) => (a.rank.key < b.rank.key ? -1 : 1))
    .map((it) => text(it.words));
const stepsInOrder = (board: Board) =>
  Object.values(board.steps)
    .sort((a, b) => (a.rank.key < b.rank.key ? -1 : 1))
    .map((it) => text(it.title));
/** Whether `title` stands before the steps that Rose and Camille proposed in the demonstration. */
const before = (board: Board, title: string, other: string) =>
  stepsInOrder(board).findIndex((it) => it.includes(title)) < stepsInOrder(board).findIndex((it) => it.includes(other));
const answer = (board: Board, of: "usager" | "team", title = STEP) => {
  const answers = Object.entries(step(board, title)?.agreements ?? {});
  return Object.keys(answers.find(([who]) => (who === board.usager) === (of === "usager"))?.[1] ?? {})[0];
};
const stage = (board: Board, title = STEP) => {
  const now = step(board, title)?.stage;
  return typeof now === "string" ? now : Object.keys(now ?? {})[0];
};

/** What is done to a frein and to a levier alike. */
function ofItem(kind: "barrier" | "lever", heading: string, words: string, more: string): Action[] {
  const all = (board: Board) => ofSide(board, kind);
  const it = (board: Board) => named(all(board), words);
  return [
    {
      name: `add a ${kind}`,
      who: "camille",
      gives: ["finding.add"],
      async act(hand) {
        await hand.press(button(hand, `Ajouter : ${heading}`));
        const form = hand.page.locator(".small-form");
        await hand.write(form.locator("input"), words);
        await hand.choose(form.locator("select"), "Mobilité");
        await hand.press(form.getByRole("button", { name: "Ajouter" }));
      },
      then: (board) => it(board)?.theme === "mobility",
    },
    {
      name: `reword a ${kind}`,
      who: "camille",
      gives: ["finding.write"],
      async act(hand) {
        const item = await itemMenu(hand, words);
        await hand.write(item.getByRole("textbox"), ` ${more}`);
        await hand.leave();
      },
      then: (board) => text(named(all(board), more)?.words ?? {}).length === words.length + 1 + more.length,
    },
    {
      name: `choose the theme of a ${kind}`,
      who: "camille",
      gives: ["shelf.set_theme finding"],
      async act(hand) {
        await hand.choose((await itemMenu(hand, more)).getByRole("combobox"), "Budget");
      },
      then: (board) => named(all(board), more)?.theme === "money",
    },
    ...(["Monter", "Descendre"] as const).map((word, down): Action => ({
      name: `put a ${kind} ${down ? "lower" : "higher"}`,
      who: "camille",
      gives: ["shelf.move finding"],
      async act(hand) {
        await hand.press((await itemMenu(hand, more)).getByRole("button", { name: word }));
      },
      then: (board) => inOrder(all(board)).at(down ? -1 : -2)?.includes(more),
    })),
    {
      name: `remove a ${kind}`,
      who: "camille",
      gives: ["shelf.remove finding"],
      async act(hand) {
        await hand.press((await itemMenu(hand, more)).getByRole("button", { name: "Retirer" }));
      },
      then: (board) => Boolean(named(all(board), more)?.removed),
    },
    {
      name: `bring a ${kind} back`,
      who: "camille",
      gives: ["shelf.restore finding"],
      async act(hand) {
        await tool(hand, "Plus");
        await hand.press(button(hand, new RegExp(`^Remettre .*${more}`)));
      },
      then: (board) => named(all(board), more)?.removed === null,
    },
  ];
}

const rated = (kind: "barrier" | "lever", words: string, level: string, word: string): Action => ({
  name: `say of a ${kind}: ${word}`,
  who: "camille",
  gives: ["finding.rate"],
  async act(hand) {
    await hand.press((await itemMenu(hand, words)).getByRole("button", { name: word, exact: true }));
  },
  then: (board) => named(ofSide(board, kind), words)?.level.team?.level === level,
});

/** A field of the opened step. */
const ofStep = (name: string, gives: string, act: Action["act"], then: (step: Step, board: Board) => unknown): Action => ({
  name,
  who: "camille",
  gives: [gives],
  async act(hand) {
    await openStep(hand, STEP);
    await act(hand);
  },
  then: (board) => {
    const now = step(board);
    return now && then(now, board);
  },
});

const answers = (who: "camille" | "rose", list: [string, string, string, string | undefined][]): Action[] =>
  list.map(([name, gives, word, becomes]) => ({
    name,
    who,
    gives: [gives],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, word));
    },
    then: (board) => answer(board, who === "rose" ? "usager" : "team") === becomes,
  }));

const ACTIONS: Action[] = [
  ...ofItem("barrier", "Ce qui freine", "Pas de permis", "encore"),
  rated("barrier", "mail", "very_strong", "Très fort"),
  rated("barrier", "mail", "gone", "Levé"),
  ...ofItem("lever", "Ce qui aide", "Un voisin peut conduire", "parfois"),
  rated("lever", "sœur", "strong", "Aide beaucoup"),
  {
    name: "write the goal",
    who: "camille",
    gives: ["goal.write"],
    async act(hand) {
      await hand.write(field(hand, "Mon cap, avec mes mots"), " Et vite.");
      await hand.leave();
    },
    then: (board) => text(board.goal).includes(" Et vite."),
  },
  {
    name: "say that the goal is one's own",
    who: "rose",
    gives: ["goal.say_own"],
    act: (hand) => hand.press(button(hand, "Oui, c’est mon cap")),
    then: (board) => board.whose.own?.words.includes(" Et vite.") === true,
  },
  {
    name: "propose a step",
    who: "camille",
    gives: ["step.propose"],
    async act(hand) {
      await hand.press(button(hand, "Proposer une étape"));
      await hand.write(field(hand, "Quelle étape ?"), STEP);
      await hand.press(button(hand, "Proposer"));
    },
    // The words say the theme.
    then: (board) => step(board)?.theme === "mobility",
  },
  {
    name: "put a step higher",
    who: "camille",
    gives: ["shelf.move step"],
    act: (hand) => carry(hand, STEP, "up"),
    then: (board) => before(board, STEP, "permis du CCAS"),
  },
  {
    name: "put a step lower",
    who: "camille",
    gives: ["shelf.move step"],
    act: (hand) => carry(hand, STEP, "down"),
    then: (board) => before(board, "permis du CCAS", STEP),
  },
  // Proposing was agreeing: she says something else first.
  ...answers("camille", [
    ["ask to talk about it, in the team", "answer.talk_about_it", "On en parle", "talk"],
    ["refuse, in the team", "answer.refuse", "Non", "refused"],
    ["take one's answer back, in the team", "answer.withdraw", "Retirer ma réponse", undefined],
  ]),
  {
    name: "carry a step to Décidé ensemble: one's own yes",
    who: "camille",
    gives: ["answer.agree"],
    async act(hand) {
      await closeStep(hand);
      await carry(hand, STEP, "after");
    },
    then: (board) => answer(board, "team") === "agreed",
  },
  ofStep(
    "reword the title",
    "step.write_title",
    async (hand) => {
      await hand.write(field(hand, "Titre de l’étape"), " proche");
      await hand.leave();
    },
    (step) => text(step.title).includes(" proche"),
  ),
  ofStep(
    "write the details",
    "step.write_details",
    async (hand) => {
      await hand.write(field(hand, "Précisions"), "Comparer deux devis.");
      await hand.leave();
    },
    (step) => text(step.details) === "Comparer deux devis.",
  ),
  ofStep(
    "choose the theme of a step",
    "shelf.set_theme step",
    (hand) => hand.choose(sheet(hand).locator("#etape-theme"), "Formation"),
    (step) => step.theme === "training",
  ),
  ofStep(
    "say who does it",
    "step.set_doers",
    async (hand) => {
      await term(hand, "Qui fait");
      await hand.press(sheet(hand).getByRole("checkbox", { name: "Rose" }));
      await hand.press(sheet(hand).getByRole("checkbox", { name: "Mission locale" }));
    },
    (step, board) => step.doers.some((it) => it.person === board.usager) && step.doers.some((it) => it.organisation),
  ),
  ofStep(
    "say that someone else does it",
    "step.set_doers",
    async (hand) => {
      await term(hand, "Qui fait");
      await hand.write(field(hand, "Quelqu’un d’autre"), "Le voisin");
      await hand.press(inSheet(hand, "Ajouter à qui fait"));
    },
    (step) => step.doers.some((it) => it.named === "Le voisin"),
  ),
  ofStep(
    "say that they no longer do",
    "step.set_doers",
    async (hand) => {
      await term(hand, "Qui fait");
      await hand.press(inSheet(hand, /^Enlever .*Le voisin/));
    },
    (step) => step.doers.every((it) => !it.named),
  ),
  // The same day whatever order the browser's language writes it in.
  ofStep(
    "say the day",
    "step.set_when",
    async (hand) => {
      await term(hand, "Pour quand");
      await hand.write(field(hand, "Jour"), "12122027");
      await hand.leave();
    },
    (step) => step.when?.day === "2027-12-12",
  ),
  ofStep(
    "say the hour",
    "step.set_when",
    async (hand) => {
      await term(hand, "Pour quand");
      await hand.write(field(hand, "Heure"), "1111AM");
      await hand.leave();
    },
    (step) => step.when?.hour === "11:11",
  ),
  ofStep(
    "say that it is before that date",
    "step.set_when",
    async (hand) => {
      await term(hand, "Pour quand");
      await hand.press(sheet(hand).getByRole("checkbox", { name: "avant cette date" }));
    },
    (step) => step.when?.before,
  ),
  ofStep(
    "say where",
    "step.set_place",
    async (hand) => {
      await hand.write(field(hand, "Où"), "Avenue du Port");
      await hand.leave();
    },
    (step) => step.place_words === "Avenue du Port",
  ),
  ofStep(
    "say what to bring",
    "step.set_bring",
    async (hand) => {
      await hand.write(field(hand, "À apporter"), "une photo");
      await hand.leave();
    },
    (step) => step.bring === "une photo",
  ),
  ofStep(
    "say which frein it lifts",
    "step.set_lifts",
    (hand) => hand.choose(field(hand, "Pour lever"), "Pas de moyen de transport"),
    (step, board) => step.lifts && text(board.findings[step.lifts]?.words ?? {}).includes("transport"),
  ),
  ofStep(
    "say what it leans on",
    "step.set_leans_on",
    (hand) => hand.choose(field(hand, "En s’appuyant sur"), "Sa sœur garde les enfants"),
    (step, board) => step.leans_on && text(board.findings[step.leans_on]?.words ?? {}).includes("sœur"),
  ),
  ofStep(
    "add a line to tick",
    "step.add_check",
    async (hand) => {
      await hand.write(field(hand, "Ligne à ajouter"), "Appeler");
      await hand.press(inSheet(hand, "Ajouter"));
    },
    (step) => step.checklist.some((line) => line.words === "Appeler" && !line.done),
  ),
  ofStep(
    "tick a line",
    "step.tick_check",
    (hand) => hand.press(sheet(hand).getByRole("checkbox", { name: "Appeler" })),
    (step) => step.checklist.some((line) => line.words === "Appeler" && line.done),
  ),
  ofStep(
    "remove a line",
    "step.remove_check",
    (hand) => hand.press(inSheet(hand, /^Enlever .*Appeler/)),
    (step) => step.checklist.length === 0,
  ),
  ofStep(
    "say something",
    "step.comment",
    async (hand) => {
      await hand.write(field(hand, "Mon message"), "Je regarde demain.");
      await hand.press(inSheet(hand, "Envoyer"));
    },
    (step) => step.comments.some((it) => it.words === "Je regarde demain."),
  ),
  ofStep(
    "take one's message back",
    "step.remove_comment",
    (hand) => hand.press(inSheet(hand, "Enlever mon message")),
    (step) => step.comments.length === 0,
  ),
  {
    name: "note an agreement on paper",
    who: "camille",
    gives: ["answer.record_paper"],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, "Noter un accord sur papier"));
      await hand.press(inSheet(hand, "Oui, le noter"));
    },
    then: (board) => answer(board, "usager") === "on_paper",
  },
  {
    name: "take an agreement on paper back",
    who: "camille",
    gives: ["answer.take_paper_back"],
    act: (hand) => hand.press(inSheet(hand, "Retirer l’accord sur papier")),
    then: (board) => answer(board, "usager") === undefined,
  },
  {
    name: "undo by name",
    who: "camille",
    gives: ["undo"],
    async act(hand) {
      await closeStep(hand);
      await tool(hand, "Revenir en arrière");
      await hand.press(button(hand, /^Annuler .*quoi apporter/));
    },
    then: (board) => step(board)?.bring === "",
  },
  // After it: what is to be brought is part of what was agreed (AG2).
  {
    name: "agree, in the team",
    who: "camille",
    gives: ["answer.agree"],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, "D’accord"));
      await closeStep(hand);
    },
    then: (board) => answer(board, "team") === "agreed",
  },
  {
    name: "answer a proposal from one's own view, with the PIN",
    who: "rose",
    gives: ["answer.agree"],
    async act(hand) {
      await hand.press(hand.page.locator("summary", { hasText: /Camille vous propose.*permis/ }));
      // An hour later by the page's clock: the card's proof is no longer fresh.
      await anHourLater(hand.page, () => hand.press(button(hand, "D’accord")));
      await hand.write(field(hand, "Code (6 chiffres)"), "240613");
      await hand.press(button(hand, "Valider"));
      await expect(hand.page.locator("dialog[open]")).toHaveCount(0);
    },
    then: (board) => answer(board, "usager", "permis du CCAS") === "agreed",
  },
  {
    name: "share the goal with a partner",
    who: "rose",
    gives: ["sharing.share goal"],
    async act(hand) {
      // The page is opened anew: its clock is right again, and the proof just given is fresh.
      await hand.page.reload();
      await awake(hand.page);
      const toCms = hand.page.locator(".show-more", { hasText: "Montrer autre chose à CMS" });
      await hand.press(toCms.locator("summary"));
      await hand.press(toCms.getByRole("button", { name: "Mon cap", exact: true }));
      await hand.press(toCms.getByRole("button", { name: "Montrer", exact: true }));
    },
    then: (board) => shared(board, "goal") === 2,
  },
  {
    name: "no longer share the goal",
    who: "rose",
    gives: ["sharing.end goal"],
    act: (hand) => hand.press(button(hand, /Ne plus montrer .*Mon cap.* à CMS/)),
    then: (board) => shared(board, "goal") === 1,
  },
  {
    name: "ask for help",
    who: "rose",
    gives: ["step.ask_for_help"],
    act: (hand) => hand.press(button(hand, "J’ai besoin d’aide")),
    then: (board) => step(board, "boîte mail")?.needs_help,
  },
  {
    name: "say that the help was given",
    who: "camille",
    gives: ["step.ask_for_help"],
    async act(hand) {
      await openStep(hand, "boîte mail");
      await hand.press(inSheet(hand, "L’aide est donnée"));
      await closeStep(hand);
    },
    then: (board) => !step(board, "boîte mail")?.needs_help,
  },
  {
    name: "say that one's next step is done",
    who: "rose",
    gives: ["stage.finish"],
    act: (hand) => hand.press(button(hand, "C’est fait")),
    then: (board) => stage(board, "boîte mail") === "done",
  },
  {
    name: "propose a step, as the usager",
    who: "rose",
    gives: ["step.propose"],
    async act(hand) {
      await hand.press(hand.page.getByRole("link", { name: "Voir tout le tableau" }));
      await hand.press(button(hand, "Proposer une étape"));
      await hand.write(field(hand, "Quelle étape ?"), "Goûter la soupe");
      await hand.press(button(hand, "Proposer"));
    },
    then: (board) => step(board, "Goûter la soupe"),
  },
  ...answers("rose", [
    ["ask to talk about it, as the usager", "answer.talk_about_it", "On en parle", "talk"],
    ["refuse, as the usager", "answer.refuse", "Non", "refused"],
    ["take one's answer back, as the usager", "answer.withdraw", "Retirer ma réponse", undefined],
    ["agree, as the usager", "answer.agree", "D’accord", "agreed"],
  ]),
  {
    name: "share a step with a partner",
    who: "rose",
    gives: ["sharing.share step"],
    async act(hand) {
      await openStep(hand, STEP);
      const toThem = hand.page.locator(".sheet .show-more", { hasText: "Montrer à Mission locale" });
      await hand.press(toThem.locator("summary"));
      await hand.press(toThem.getByRole("button", { name: "Montrer", exact: true }));
    },
    then: (board) => shared(board, STEP) === 1,
  },
  {
    name: "offer help, as a partner",
    who: "ines",
    gives: ["sharing.offer_help"],
    act: (hand) => hand.press(button(hand, new RegExp(`Je peux aider.*${STEP}`))),
    then: (board) => step(board)?.offers.length === 1,
  },
  {
    name: "say yes to an offer of help",
    who: "rose",
    gives: ["sharing.answer_offer"],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, "Oui, je veux bien"));
    },
    then: (board) => step(board)?.offers[0]?.wanted === true,
  },
  {
    name: "take the offer back, as a partner",
    who: "ines",
    gives: ["sharing.withdraw_offer"],
    act: (hand) => hand.press(button(hand, new RegExp(`Ne plus aider.*${STEP}`))),
    then: (board) => step(board)?.offers.length === 0,
  },
  {
    name: "no longer share a step",
    who: "rose",
    gives: ["sharing.end step"],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, /^Ne plus montrer.*Mission locale/));
    },
    then: (board) => shared(board, STEP) === 0,
  },
  {
    name: "carry a step to En cours",
    who: "camille",
    gives: ["stage.start"],
    act: (hand) => carry(hand, STEP, "after"),
    then: (board) => stage(board) === "started",
  },
  {
    name: "carry a step to Fait",
    who: "camille",
    gives: ["stage.finish"],
    act: (hand) => carry(hand, STEP, "after"),
    then: (board) => stage(board) === "done",
  },
  {
    name: "carry a step back",
    who: "camille",
    gives: ["stage.reopen"],
    act: (hand) => carry(hand, STEP, "before"),
    then: (board) => stage(board) === "open",
  },
  ...(
    [
      ["start a step", "stage.start", "Commencer", "started"],
      ["say that a step is done", "stage.finish", "C’est fait", "done"],
      ["take a step up again", "stage.reopen", "Reprendre", "open"],
    ] as const
  ).map(
    ([name, gives, word, becomes]): Action => ({
      name,
      who: "camille",
      gives: [gives],
      async act(hand) {
        await openStep(hand, STEP);
        await hand.press(inSheet(hand, word));
      },
      then: (board) => stage(board) === becomes,
    }),
  ),
  {
    name: "give a step up, with the reason",
    who: "camille",
    gives: ["stage.stop"],
    async act(hand) {
      await openStep(hand, STEP);
      await hand.press(inSheet(hand, "Arrêter…"));
      await hand.write(field(hand, "Pourquoi arrêter ?"), "Trop cher.");
      await hand.press(inSheet(hand, "Arrêter l’étape"));
    },
    then: (board) => stage(board) === "stopped" && JSON.stringify(step(board)?.stage).includes("Trop cher."),
  },
  {
    name: "remove a step",
    who: "camille",
    gives: ["shelf.remove step"],
    async act(hand) {
      await closeStep(hand);
      await unfold(hand, card(hand, STEP).locator(".card-menu-button"));
      await hand.press(card(hand, STEP).getByRole("button", { name: "Retirer" }));
    },
    then: (board) => step(board)?.removed,
  },
  {
    name: "bring a step back",
    who: "camille",
    gives: ["shelf.restore step"],
    async act(hand) {
      await tool(hand, "Plus");
      await hand.press(button(hand, new RegExp(`Remettre.*${STEP}`)));
    },
    then: (board) => step(board)?.removed === null,
  },
];

type Context = Parameters<Browser["newContext"]>[0];

async function opened(browser: Browser, server: AppServer, how: Context): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ ...how, baseURL: server.url });
  return [context, await context.newPage()];
}

/** A world of its own for each way, so that the second meets the same board as the first. */
async function world(browser: Browser, way: Hand["way"]): Promise<World> {
  const server = await AppServer.start();
  const tablet = { viewport: { width: 1280, height: 800 }, hasTouch: way === "taps" };
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const kept = new Set<string>();
  const refused: string[] = [];
  const hand = async (enter: (page: Page) => Promise<void>, how: Context): Promise<Hand> => {
    const [, page] = await opened(browser, server, how);
    listen(page, (it) => kept.add(it), (it) => refused.push(it));
    await enter(page);
    await awake(page);
    return way === "keyboard" ? new Keyboard(page) : new Taps(page);
  };
  const enter = {
    camille: () =>
      hand(async (page) => {
        await signIn(page, "camille@letrait.example");
        await page.goto(await boardOfRose(page));
      }, tablet),
    rose: () => hand(signInRose, way === "taps" ? phone : tablet),
    ines: () =>
      hand(async (page) => {
        await signIn(page, "ines@missionlocale.example");
        await page.locator("a.row", { hasText: "Rose" }).click();
        await page.locator(".shared-step").first().waitFor();
      }, tablet),
  };
  const hands = new Map<Action["who"], Hand>();
  const [looking, page] = await opened(browser, server, {});
  await signIn(page, "yanis@letrait.example");
  const parcours = (await boardOfRose(page)).split("/").pop() ?? "";
  return {
    server,
    async hand(who) {
      const known = hands.get(who) ?? (await enter[who]());
      hands.set(who, known);
      return known;
    },
    board: () => committed(looking.request, server.url, parcours),
    kept,
    refused,
  };
}

/** Whether the keyboard has a place on the page; one that has just come begins at its top. */
const placed = (page: Page) =>
  page.evaluate(() => document.activeElement !== document.body || performance.now() < 5_000);

const test = plain;
const done: Record<Hand["way"], Set<string>> = { keyboard: new Set(), taps: new Set() };
const commands: Record<Hand["way"], Set<string>> = { keyboard: new Set(), taps: new Set() };
let drags = 0;

test.describe.configure({ mode: "serial" });

for (const way of ["keyboard", "taps"] as const) {
  test(`every action of the board, ${way} alone`, async ({ browser }) => {
    test.setTimeout(600_000);
    const all = await world(browser, way);
    try {
      for (const action of ACTIONS) {
        await test.step(`${action.who}: ${action.name}`, async () => {
          all.kept.clear();
          const hand = await all.hand(action.who);
          await action.act(hand);
          await expect(async () => {
            expect([...all.kept], `${action.name}: the commands that the service kept`).toEqual(
              expect.arrayContaining(action.gives),
            );
            expect(Boolean(action.then(await all.board())), `${action.name}: seen by another person`).toBe(true);
          }).toPass({ timeout: 15_000 });
          // The keyboard goes on from where it was, or from what has come: never from the top of the page (T15).
          if (way === "keyboard") await expect.poll(() => placed(hand.page), `${action.name}: the keyboard's place`).toBe(true);
          for (const command of all.kept) commands[way].add(command);
          done[way].add(action.name);
        });
      }
      expect(all.refused, "refused commands").toEqual([]);
    } finally {
      await all.server.stop();
    }
  });
}

test("a card is carried by a mouse and by a finger", async ({ browser }) => {
  const server = await AppServer.start();
  try {
    const [context, page] = await opened(browser, server, { viewport: { width: 1280, height: 1400 }, hasTouch: true });
    await signIn(page, "camille@letrait.example");
    const address = await boardOfRose(page);
    await page.goto(address);
    await awake(page);
    const board = () => committed(context.request, server.url, address.split("/").pop() ?? "");
    const middle = async (of: Locator) => {
      await of.scrollIntoViewIfNeeded();
      const box = await of.boundingBox();
      if (!box) throw new Error(`${of} is not on the page`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const grip = (title: string) => page.locator(".card", { hasText: title }).locator(".card-menu-button");

    const from = await middle(grip("permis du CCAS"));
    const to = await middle(page.locator(".card", { hasText: "Visiter la cuisine" }));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => before(await board(), "permis du CCAS", "Visiter la cuisine")).toBe(true);
    drags += 1;

    const finger = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    const start = await middle(grip("Refaire le CV"));
    const end = await middle(page.locator('[data-column="en-cours"] .well'));
    await touch("touchStart", start);
    await touch("touchMove", { x: (start.x + end.x) / 2, y: start.y });
    await touch("touchMove", end);
    await touch("touchEnd");
    await expect.poll(async () => stage(await board(), "Refaire le CV")).toBe("started");
    drags += 1;
    await context.close();
  } finally {
    await server.stop();
  }
});

// @proof board keyboard-and-taps: every board action by keyboard alone, and by single taps alone
test("no action is missing, and no command of the rules", () => {
  const names = ACTIONS.map((it) => it.name);
  expect(new Set(names).size, "two actions of one name").toBe(names.length);
  const every = everyCommand();
  expect(every.length, "the rules' commands were read").toBeGreaterThan(40);
  const wanted = [...every].sort();
  for (const way of ["keyboard", "taps"] as const) {
    expect([...done[way]], `actions, ${way}`).toEqual(names);
    expect([...commands[way]].sort(), `commands, ${way}`).toEqual(wanted);
  }
  proof(
    "keyboard-and-taps",
    `${done.keyboard.size} actions by keyboard alone, ${done.taps.size} by single taps alone (${wanted.length} commands each), ` +
      `${drags} drags by pointer`,
  );
});
