/** What stays in memory when somebody works on one page for long. */
import { open, visit } from './browser.mjs';
import { clickAndPaint } from './clicks.mjs';

/** Navigations after which the memory is read. */
const MARKS = [20, 200];

/** Runs in the page before everything else: the browser's part keeps its memory to itself. */
function keepMemory() {
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...args) => {
      const made = await original(...args);
      globalThis.benchMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
}

/** The three navigations of a round: to a ticket, back to the list, and sorted by a column. */
const STEPS = [
  async (page) => {
    await page.locator('a.row-link').first().click();
    await page.locator('.ticket-head').waitFor();
  },
  async (page) => {
    await page.locator('a.rail-link').first().click();
    await page.locator('a.row-link').first().waitFor();
  },
  (page) => page.evaluate(clickAndPaint, 'th.col-subject a'),
];

async function read(page, devtools) {
  await page.waitForTimeout(500);
  // What the first collection finalises, the second takes away.
  for (let n = 0; n < 2; n++) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
  const wasm = await page.evaluate(() => globalThis.benchMemory?.buffer.byteLength ?? 0);
  return { heap: metric('JSHeapUsedSize'), wasm, nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

/** Readings by the number of navigations. */
export const kept = (browser, base) =>
  visit(browser, base, { script: keepMemory }, async (page, devtools) => {
    await devtools.send('Performance.enable');
    await open(page, '/tickets');
    const readings = [];
    for (let n = 1; n <= Math.max(...MARKS); n++) {
      await STEPS[(n - 1) % STEPS.length](page);
      if (MARKS.includes(n)) readings.push({ after: n, ...(await read(page, devtools)) });
    }
    return readings;
  });
