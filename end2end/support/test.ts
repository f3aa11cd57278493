/**
 * `test` and `expect` for every journey. A test fails on any console error, uncaught exception or failed request of
 * ours, whatever else it looks at; `tolerate` names the trouble that a test makes on purpose.
 */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { type Desk, withDesk } from './desk';

export { expect };

interface OfTest {
  /** Without JavaScript: `test.use({ noscript: true })`. */
  noscript: boolean;
}

interface OfWorker {
  /** Which fonts the browser has, of those in `fonts/`. */
  fonts: 'usual' | 'tall';
  /** The server that the journeys of this worker use. */
  desk: Desk;
}

export type Options = OfTest & Pick<OfWorker, 'fonts'>;

interface Fixtures {
  /** Trouble whose description matches is expected in this test. */
  tolerate: (pattern: RegExp) => void;
  trouble: Trouble;
  /** Signs somebody else in, in a browser of their own, and gives their page. */
  visitor: (login: string) => Promise<Page>;
}

let current: Desk | undefined;

/** Where the server under test is. */
export const origin = () => current?.address ?? '';

/** Where the server under test puts its mails. */
export const outbox = () => join(current?.data ?? '', 'outbox');

export const test = base.extend<OfTest & Fixtures, OfWorker>({
  fonts: ['usual', { option: true, scope: 'worker' }],
  desk: [
    async ({}, use) => {
      await withDesk(true, async (desk) => {
        current = desk;
        await use(desk);
      });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ desk }, use) => use(desk.address),
  noscript: [false, { option: true }],
  javaScriptEnabled: async ({ noscript }, use) => use(!noscript),

  trouble: async ({ noscript, desk }, use) => {
    const trouble = new Trouble(desk.address);
    // How Chromium says that it does not run scripts.
    if (noscript) trouble.tolerate(/^request: csp on GET \S+\.js$/);
    await use(trouble);
    expect(trouble.seen(), 'what the browser complained about').toEqual([]);
  },
  tolerate: async ({ trouble }, use) => use((pattern) => trouble.tolerate(pattern)),
  context: async ({ context, trouble }, use) => {
    trouble.watch(context);
    await use(context);
  },
  visitor: async ({ browser, trouble }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (login) => {
      const context = await browser.newContext();
      contexts.push(context);
      trouble.watch(context);
      const page = await context.newPage();
      await enter(page, login);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

/** What went wrong in the browser beside what a test looks at. */
export class Trouble {
  private readonly found: string[] = [];
  private readonly tolerated: RegExp[] = [];

  constructor(private readonly origin: string) {}

  tolerate(pattern: RegExp) {
    this.tolerated.push(pattern);
  }

  seen(): string[] {
    return this.found.filter((line) => !this.tolerated.some((pattern) => pattern.test(line)));
  }

  /** Contexts that a test makes itself (a second person) are watched by hand. */
  watch(context: BrowserContext) {
    context.on('weberror', (trouble) => this.found.push(`uncaught: ${trouble.error().stack ?? trouble.error()}`));
    context.on('console', (message) => {
      // Chromium reports every answer from 400 on as a console error. Refusals (422 and the like) are part of what is
      // tested; what must not be refused is judged with the answers below.
      const refused = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
      if (message.type() === 'error' && !refused) {
        this.found.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('response', (response) => {
      const request = response.request();
      if (new URL(response.url()).origin !== this.origin) return;
      const partOfThePage = ['stylesheet', 'script', 'image', 'font', 'manifest'].includes(request.resourceType());
      if (response.status() >= 500 || (response.status() >= 400 && partOfThePage)) {
        this.found.push(`answer: ${response.status()} to ${request.method()} ${response.url()}`);
      }
    });
    context.on('requestfailed', (request) => {
      // Leaving a page aborts what it still waits for.
      const reason = request.failure()?.errorText ?? '';
      if (reason !== 'net::ERR_ABORTED' && new URL(request.url()).origin === this.origin) {
        this.found.push(`request: ${reason} on ${request.method()} ${request.url()}`);
      }
    });
  }
}

/** Waits until the page answers to clicks: the browser code has taken it over. */
export async function hydrated(page: Page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: 30_000 });
}

/** Signs in through the form, as a person does, and waits for the page behind it. */
export async function signIn(page: Page, login: string, password = 'portico-demo') {
  await page.goto('/login');
  await fillSignIn(page, login, password);
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Where the ways that people take most are: the menu, or the bar at the bottom of a phone. */
export const ways = (page: Page) => page.getByRole('navigation', { name: /^(Main|Quick links)$/ });

const more = (page: Page) => page.getByRole('button', { name: 'More', exact: true });

/** Shows the whole menu: on a phone it is behind a button. */
export async function openMenu(page: Page) {
  if ((await more(page).isVisible()) && !(await page.locator('#menu').isVisible())) await more(page).click();
}

/** Puts it away, where it stands over the page. */
export async function shutMenu(page: Page) {
  if (!(await more(page).isVisible()) || !(await page.locator('#menu').isVisible())) return;
  await page.keyboard.press('Escape');
  await expect(page.locator('#menu')).toBeHidden();
}

export async function signOut(page: Page) {
  await openMenu(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

/** Signs in beside the form: for journeys that are not about signing in. */
export async function enter(page: Page, login: string, password = 'portico-demo') {
  const form = { login, password, next: '/' };
  const answer = await page.request.post('/login', { form, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `sign-in of ${login}`).toBe(303);
}

/** Fills the sign-in form that is open and sends it. */
export async function fillSignIn(page: Page, login: string, password: string) {
  await page.getByLabel('Email or username').fill(login);
  await passwordField(page).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The one password field; a required field's label ends with a mark. */
export const passwordField = (page: Page) => page.getByLabel(/^Password\b/);

/**
 * Expects that axe finds nothing against WCAG 2.2 AA on the page as it stands. Needs JavaScript: axe is a script. From the
 * top of the page, because axe takes what is half scrolled below the bar for too small to touch. What lies half under a
 * panel is the same to it: with an open panel, look `within` it.
 */
export async function accessible(page: Page, within?: string) {
  await page.evaluate(async () => {
    scrollTo({ top: 0, behavior: 'instant' });
    // A colour that is on its way from one to another is neither.
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.all(changing.map((one) => one.finished.catch(() => undefined)));
  });
  // Without frames in the page, axe needs no second page to put its results together in.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(lines, `accessibility of ${page.url()}`).toEqual([]);
}
