/** `make bench-watch`: how long `make watch` takes to show the page, and then an edit of a component and of a style sheet. */
import { readFileSync, writeFileSync } from 'node:fs';
import { launch } from './browser.mjs';

const base = 'http://127.0.0.1:3000';
const started = Date.now();
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Waits until `done` gives something; a watcher that compiles for the first time may take long. */
async function until(done, limit) {
  for (const end = Date.now() + limit; Date.now() < end; await new Promise((next) => setTimeout(next, 100))) {
    if (await done().catch(() => undefined)) return;
  }
  throw new Error(`not within ${limit / 1000} s`);
}

/** Changes a file, waits until the browser shows it, and takes the change back. */
async function edit(file, change, shown) {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} has nothing to edit any more`);
  const since = Date.now();
  writeFileSync(file, after);
  try {
    await until(shown, 300_000);
    return seconds(since);
  } finally {
    writeFileSync(file, before);
  }
}

await until(async () => (await fetch(`${base}/login`)).ok, 3_600_000);
console.log(`the page stands after          ${seconds(started)}`);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${base}/login`);
  const alive = page.locator('html[data-hydrated]');
  await alive.waitFor({ state: 'attached', timeout: 120_000 });
  console.log(`it answers to clicks after     ${seconds(started)}`);

  // The page reloads by itself, and the browser's own code must agree with the server's.
  const component = '../app/src/people/sign_in.rs';
  const shown = async () => (await page.locator('h1[data-edited]').count()) > 0 && (await alive.count()) > 0;
  console.log(`an edit of a component shows after ${await edit(component, (text) => text.replace('<h1>', '<h1 data-edited="">'), shown)}`);
  await until(async () => !(await shown()) && (await alive.count()) > 0, 300_000);

  const style = '../style/base.css';
  const value = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--edited').trim());
  console.log(`an edit of a style shows after ${await edit(style, (text) => `${text}\n:root { --edited: yes; }\n`, async () => (await value()) === 'yes')}`);
} finally {
  await browser.close();
}
