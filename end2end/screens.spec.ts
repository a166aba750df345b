// Pictures of each screen at each size, to be looked at beside the drawings.
import { proof, test } from "./support/server.js";
import { eachScreen, SIZES } from "./support/screens.js";

test("each screen has its picture at each size", async ({ browser }) => {
  test.setTimeout(300_000);
  let pictures = 0;
  for (const size of SIZES) {
    pictures += await eachScreen(browser, size, async (name, page) => {
      await page.screenshot({ path: `screenshots/${name}-${size.name}.png` });
    });
  }
  proof("screens", `${pictures} pictures in end2end/screenshots`);
});
