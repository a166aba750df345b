// The two ways that every action must be possible in: keys and nothing else, single taps and nothing else. Neither may
// click, focus, fill or drag; both wait for what they act on, never for a while.
import { expect, type Locator, type Page } from "@playwright/test";

/** A person's hand on a page. */
export interface Hand {
  readonly way: "keyboard" | "taps";
  readonly page: Page;
  /** A button, a link, a box to tick, what opens a list. */
  press(target: Locator): Promise<void>;
  /** Types in a text, where it stands. */
  write(target: Locator, words: string): Promise<void>;
  /** Leaves the field that was written in. */
  leave(): Promise<void>;
  /** Takes an option of a list. */
  choose(list: Locator, option: string): Promise<void>;
  /** Closes what is open over the board. */
  close(): Promise<void>;
}

/** Tab, arrows, Enter, Space, Escape and letters. */
export class Keyboard implements Hand {
  readonly way = "keyboard";
  private pressed = 0;
  constructor(readonly page: Page) {}

  async press(target: Locator): Promise<void> {
    const { type, came } = await this.reach(target);
    // So soon, and with no key between, it would be the second of two presses.
    const soon = 900 - (Date.now() - this.pressed);
    if (soon > 0 && !came) await this.page.waitForTimeout(soon);
    await this.page.keyboard.press(type === "checkbox" ? "Space" : "Enter");
    this.pressed = Date.now();
  }

  async write(target: Locator, words: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press("End");
    await this.page.keyboard.type(words);
  }

  async leave(): Promise<void> {
    await this.page.keyboard.press("Tab");
  }

  async choose(list: Locator, option: string): Promise<void> {
    await this.reach(list);
    await this.page.keyboard.press("Enter");
    const wanted = list.locator("option:focus", { hasText: option });
    const count = await list.locator("option").count();
    // The list opens on what is chosen now: to its start, then down.
    await expect(list.locator("option:focus")).toHaveCount(1);
    await this.page.keyboard.press("Home");
    for (let at = 0; at < count && (await wanted.count()) === 0; at += 1) await this.page.keyboard.press("ArrowDown");
    await expect(wanted, `${option}: not reached with the arrows`).toHaveCount(1);
    await this.page.keyboard.press("Enter");
  }

  async close(): Promise<void> {
    await this.page.keyboard.press("Escape");
  }

  /** What has the focus, and the key that goes on: an arrow from a card's title to another card of its column, Tab otherwise. */
  private async towards(target: Locator): Promise<{ at: string; key?: string }> {
    return target.evaluate((target) => {
      const focused = document.activeElement;
      const at = focused?.outerHTML.slice(0, 90) ?? "nothing";
      if (focused === target) return { at };
      const [here, card] = [focused?.matches(".card-title a") ? focused.closest(".card") : null, target.closest(".card")];
      if (!here || !card || here === card || here.closest(".column") !== card.closest(".column")) return { at, key: "Tab" };
      const isAfter = here.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING;
      return { at, key: isAfter ? "ArrowDown" : "ArrowUp" };
    });
  }

  /** Goes there with Tab, and sees that it shows. Gives the kind of field, if it is one, and whether a key was needed. */
  async reach(target: Locator): Promise<{ type: string; came: boolean }> {
    await expect(target).toBeVisible();
    const there = target.and(this.page.locator(":focus"));
    const passed: string[] = [];
    for (let next = await this.towards(target); next.key; next = await this.towards(target)) {
      await this.page.keyboard.press(next.key);
      passed.push(next.at);
      if (passed.length > 250) throw new Error(`${target} is not reached with Tab:\n${passed.slice(-60).join("\n")}`);
    }
    await expect(async () => {
      const look = await there.evaluate((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return {
          outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
          uncovered: at !== null && (element.contains(at) || at.contains(element)),
        };
      });
      expect(look, `${target}: the focus shows`).toEqual({ outlined: true, uncovered: true });
    }).toPass({ timeout: 15_000 });
    return { type: (await there.getAttribute("type")) ?? "", came: passed.length > 0 };
  }
}

/** A finger; where it has tapped in a field, the tablet's own keyboard writes. */
export class Taps implements Hand {
  readonly way = "taps";
  private last = { at: 0, x: 0, y: 0 };
  constructor(readonly page: Page) {}

  async press(target: Locator): Promise<void> {
    await this.large(target);
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    const { last } = this;
    // So soon at the same place, it would be the second of two taps.
    const soon = 900 - (Date.now() - last.at);
    if (soon > 0 && Math.abs(x - last.x) < 60 && Math.abs(y - last.y) < 60) await this.page.waitForTimeout(soon);
    await target.tap();
    this.last = { at: Date.now(), x, y };
  }

  async write(target: Locator, words: string): Promise<void> {
    await this.large(target);
    // Behind the last word; in a day or an hour, on its first part.
    const inParts = ["date", "time"].includes((await target.getAttribute("type")) ?? "");
    const box = await target.boundingBox();
    await target.tap({ position: inParts || !box ? { x: 18, y: 22 } : { x: box.width - 12, y: box.height - 14 } });
    await expect(target).toBeFocused();
    await this.page.keyboard.type(words);
  }

  async leave(): Promise<void> {
    await this.page.locator("h1:visible, .sheet h3").last().tap();
  }

  async choose(list: Locator, option: string): Promise<void> {
    await this.press(list);
    await this.press(list.locator("option", { hasText: option }));
  }

  async close(): Promise<void> {
    await this.press(this.page.getByRole("link", { name: "Fermer l’étape" }));
  }

  /** 44 px at least each way, its label counted in. */
  private async large(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    const size = await target.evaluate((element) => {
      const box = (element.closest("label") ?? element).getBoundingClientRect();
      return Math.min(box.width, box.height);
    });
    expect(Math.round(size), `${target}: large enough for a finger`).toBeGreaterThanOrEqual(44);
  }
}
