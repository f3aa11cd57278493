/** A browser, and people in it who are signed in and whose cache is empty. */
import { chromium } from 'playwright';

// Chromium refuses its sandbox to root.
const asRoot = process.getuid?.() === 0;
const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** A debug build on a slow machine takes some seconds. */
const ALIVE_MAX = 30_000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [...quiet, ...(asRoot ? ['--no-sandbox'] : [])],
  });

/** Calls `act` with a page of alice's, its DevTools session and its slow-down, and closes the page. */
export async function visit(browser, base, { slow = 1, script } = {}, act) {
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    await signIn(context, base);
    const page = await context.newPage();
    if (script) await page.addInitScript(script);
    const devtools = await context.newCDPSession(page);
    if (slow > 1) await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow });
    return await act(page, devtools);
  } finally {
    await context.close();
  }
}

async function signIn(context, base) {
  const form = { login: 'alice@harbourline.example', password: 'portico-demo', next: '/' };
  const answer = await context.request.post('/login', { form, headers: { Origin: new URL(base).origin }, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`alice cannot sign in: status ${answer.status()}`);
}

/** Opens a page and waits until it answers to clicks. */
export async function open(page, address) {
  await page.goto(address);
  const alive = page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: ALIVE_MAX });
  await alive.catch(() => {
    throw new Error(`${address} does not answer to clicks after ${ALIVE_MAX / 1000} s: was the site built into the server?`);
  });
}
