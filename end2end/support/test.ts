/**
 * `test` and `expect` for every journey. A test fails on any console error, uncaught exception or failed request of
 * ours, whatever else it looks at; `tolerate` names the trouble that a test makes on purpose.
 */
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

export { expect };

export interface Options {
  /** Without JavaScript: `test.use({ noscript: true })`. */
  noscript: boolean;
}

interface Fixtures {
  /** Trouble whose description matches is expected in this test. */
  tolerate: (pattern: RegExp) => void;
  trouble: Trouble;
  /** Signs somebody else in, in a browser of their own, and gives their page. */
  visitor: (login: string) => Promise<Page>;
}

export const test = base.extend<Options & Fixtures>({
  noscript: [false, { option: true }],
  javaScriptEnabled: async ({ noscript }, use) => use(!noscript),

  trouble: async ({ noscript }, use) => {
    const trouble = new Trouble(origin());
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

let elsewhere: string | undefined;

/** Journeys with a desk of their own say where it is while they run. */
export const goElsewhere = (address: string | undefined) => (elsewhere = address);

/** Where the server under test is. */
export const origin = () => elsewhere ?? new URL(test.info().project.use.baseURL ?? 'http://localhost:3000').origin;

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
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: 10_000 });
}

/** Signs in through the form, as a person does, and waits for the page behind it. */
export async function signIn(page: Page, login: string, password = 'portico-demo') {
  await page.goto('/login');
  await fillSignIn(page, login, password);
  await page.waitForURL((url) => url.pathname !== '/login');
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
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
  const { violations } = await (within ? axe.include(within) : axe).analyze();
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(lines, `accessibility of ${page.url()}`).toEqual([]);
}
