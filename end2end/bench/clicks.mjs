/** From a click to the second frame after the rows have changed. */
import { open, visit } from './browser.mjs';
import { median, percentile } from './figures.mjs';

const CLICKS = 20;
/** Clicks before the clock counts. */
const WARM_UP = 2;
/** Between two clicks. */
const PAUSE = 300;

/** Runs in the page: clicks and waits until other tickets are listed and painted. */
export async function clickAndPaint(selector) {
  const listed = () => Array.from(document.querySelectorAll('a.row-link'), (link) => link.getAttribute('href')).join();
  const before = listed();
  const target = document.querySelector(selector);
  if (!target) throw new Error(`nothing at ${selector}`);
  const begun = performance.now();
  const changed = new Promise((done, failed) => {
    const observer = new MutationObserver(() => {
      const now = listed();
      if (now !== '' && now !== before) {
        observer.disconnect();
        done();
      }
    });
    observer.observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true, characterData: true });
    setTimeout(() => failed(new Error(`a click on ${selector} changed nothing`)), 20_000);
  });
  target.click();
  await changed;
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  await frame();
  await frame();
  return performance.now() - begun;
}

/** Clicks again and again; a pause between two lets everything else end. */
async function clicks(page, selector) {
  const times = [];
  let asked = 0;
  // Other pages' parts and the icon are fetched meanwhile; what counts is what the page asks the desk.
  const count = (request) => {
    if (new URL(request.url()).pathname.startsWith('/calls/')) asked++;
  };
  for (let n = -WARM_UP; n < CLICKS; n++) {
    if (n === 0) page.on('request', count);
    const time = await page.evaluate(clickAndPaint, selector);
    if (n >= 0) times.push(time);
    await page.waitForTimeout(PAUSE);
  }
  page.off('request', count);
  return { median: median(times), p95: percentile(times, 0.95), requests: asked / CLICKS };
}

/** One column, up and down in turn. */
export const sorting = (browser, base, slow) =>
  visit(browser, base, { slow }, async (page) => {
    await open(page, '/tickets');
    return clicks(page, 'th.col-subject a');
  });

/** One queue, on and off in turn, its panel open. */
export const filtering = (browser, base, slow) =>
  visit(browser, base, { slow }, async (page) => {
    await open(page, '/tickets');
    await page.locator('#open-queue').click();
    const box = '#panel-queue input[type=checkbox][value=print]';
    await page.locator(box).waitFor();
    return clicks(page, box);
  });
