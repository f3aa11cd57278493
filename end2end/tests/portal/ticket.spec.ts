/** Reading a ticket: where it opens, what is on the screen, what counts as seen. */
import type { Locator, Page } from '@playwright/test';
import { alice, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { act, answer, answerBox, raiseTicket, rareWord, said, seeing, send } from '../../support/tickets';

async function answerBeside(page: Page, number: string, body: string) {
  const answer = await page.request.post(`/tickets/${number}/messages`, { multipart: { body }, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `answering ${number}`).toBe(303);
}

/** A ticket of alice's with so many answers that nobody has seen, each as high as a few lines. */
async function long(customer: Page, agent: Page, answers: number): Promise<string> {
  const number = await raiseTicket(customer, `Long ${rareWord()}`);
  for (let at = 1; at <= answers; at += 1) await answerBeside(agent, number, `Answer ${at}.\n${'A line of it.\n'.repeat(4)}`);
  return number;
}

async function listening(page: Page) {
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
}

/** The end of it is on the screen, and nothing lies upon it. */
const ends = (part: Locator) =>
  part.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const upon = document.elementFromPoint(box.left + box.width / 2, box.bottom - 4);
    return upon !== null && element.contains(upon);
  });

const toEnd = (page: Page) => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
const below = (page: Page) => page.getByRole('button', { name: /^\d+ new$/ });

test('what was sent and what has come is on the screen, or said to be below', { tag: '@phone' }, async ({ page, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await long(page, agent, 12);
  await page.goto(`/tickets/${number}`);
  await listening(page);

  await test.step('it opens where the new ones begin', async () => {
    await expect(page.locator('.talk-new')).toBeInViewport();
    await expect(page.locator('.talk-new + .said')).toContainText('Answer 1.');
    await expect(said(page, 'Answer 12.')).not.toBeInViewport();
    await accessible(page);
  });

  await test.step('sent from further up', async () => {
    await answer(page, 'Sent from here');
    await expect.poll(() => ends(said(page, 'Sent from here'))).toBe(true);
  });

  await test.step('come while the end is read', async () => {
    await answerBeside(agent, number, 'Here at once');
    await expect(said(page, 'Here at once')).toHaveCount(1);
    await expect.poll(() => ends(said(page, 'Here at once'))).toBe(true);
    await expect(below(page)).toBeHidden();
  });

  await test.step('come while somebody reads further up', async () => {
    await page.evaluate(() => window.scrollTo(0, 0));
    await answerBeside(agent, number, 'Below the first');
    await expect(below(page)).toHaveText('1 new ↓');
    await answerBeside(agent, number, 'Below the second');
    await expect(below(page)).toHaveText('2 new ↓');
    await expect(page.getByRole('status').filter({ hasText: 'New message from Grace Okoye' })).toBeAttached();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await accessible(page);
    await below(page).click();
    await expect.poll(() => ends(said(page, 'Below the first'))).toBe(true);
    await expect(below(page)).toBeHidden();
  });
});

test('an answer is unread until it has been on the screen', async ({ page, context, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await long(page, agent, 12);
  const inbox = await context.newPage();
  await inbox.goto('/activities');
  await listening(inbox);
  const entry = inbox.locator('.activity').filter({ hasText: number });
  await expect(entry).toHaveClass(/activity-unread/);

  // The first of them are seen, the last ones are not.
  await seeing(page, () => page.goto(`/tickets/${number}`));
  await inbox.reload();
  await expect(entry).toHaveClass(/activity-unread/);
  await page.reload();
  await expect(page.locator('.talk-new + .said')).not.toContainText('Answer 1.');

  await hydrated(page);
  await seeing(page, () => toEnd(page));
  await expect(entry).not.toHaveClass(/activity-unread/);
  await page.reload();
  await hydrated(page);
  await expect(page.locator('.talk-new')).toHaveCount(0);
  await expect(said(page, 'Answer 12.')).toBeInViewport();
});

test('in a tab that nobody looks at nothing is seen', async ({ page, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await long(page, agent, 1);
  await page.addInitScript(() => {
    const shown = Object.getOwnPropertyDescriptor(Document.prototype, 'visibilityState');
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    Object.assign(window, { look: () => Object.defineProperty(document, 'visibilityState', { configurable: true, ...shown }) });
  });
  let told = 0;
  page.on('request', (request) => (told += Number(request.url().endsWith('/seen'))));
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(said(page, 'Answer 1.')).toBeInViewport();
  // Long enough for everything else on the page to have been asked for and answered.
  await answer(page, 'Meanwhile');
  expect(told).toBe(0);
  await answerBeside(agent, number, 'Answer 2.');
  await expect(said(page, 'Answer 2.')).toHaveCount(1);
  expect(told).toBe(0);
  await seeing(page, () => page.evaluate(() => (window as unknown as { look: () => void }).look()));
});

test('the text box is one line until somebody writes, and never takes most of the window', { tag: '@phone' }, async ({ page, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await long(page, agent, 8);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  const box = page.locator('form.reply');
  const height = async () => (await box.boundingBox())?.height ?? 0;
  const window = page.viewportSize()?.height ?? 0;
  await toEnd(page);
  expect(await height()).toBeLessThan(64);
  await expect(page.locator('.audience summary')).toBeHidden();

  await answerBox(page).focus();
  await expect(page.locator('.audience summary')).toBeVisible();
  await expect.poll(() => ends(said(page, 'Answer 8.')), 'the last message stays in sight').toBe(true);
  await answerBox(page).fill('Many lines.\n'.repeat(80));
  expect(await height()).toBeLessThanOrEqual(window * 0.4 + 1);
  await accessible(page);
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.locator('.audience summary'), 'what holds text stays open').toBeVisible();
  await answerBox(page).fill('');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.locator('.audience summary')).toBeHidden();
});

test('after closing the rating is on the screen', async ({ page, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await long(page, agent, 8);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await answerBox(page).fill('Half written');
  await page.evaluate(() => window.scrollTo(0, 0));
  await act(page, 'Close ticket');
  await expect(page.getByRole('heading', { name: 'How did we do?' })).toBeInViewport();
  await expect(answerBox(page)).toHaveValue('Half written');
});

test('all messages of a long ticket are printed', async ({ page, visitor }) => {
  test.slow();
  const number = await raiseTicket(await visitor(alice), `Printed ${rareWord()}`);
  await enter(page, grace);
  for (let at = 1; at <= 215; at += 1) await answerBeside(page, number, `Answer ${at}.`);
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', String(document.querySelectorAll('.said').length));
  });
  await page.goto(`/tickets/${number}?messages=50`);
  await hydrated(page);
  await expect(page.locator('.talk > .said')).toHaveCount(50);
  await page.getByRole('button', { name: 'Print', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', /^21[67]$/);
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.rail', '.top', '.ticket-actions', 'form.reply']) await expect(page.locator(part).first()).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('runs of events are one line, and words of one person have one name', async ({ page, visitor }) => {
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await raiseTicket(page, `Runs ${rareWord()}`);
  for (const text of ['One.', 'Two.']) await answerBeside(agent, number, text);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  const run = page.locator('.told-run');
  await expect(run.locator('summary')).toContainText(/Grace Okoye took the ticket.*1 more/);
  await expect(run.locator('p')).toBeHidden();
  await run.locator('summary').click();
  await expect(run.locator('p')).toBeVisible();
  await answerBeside(agent, number, 'Three.');
  await expect(said(page, 'Three.')).toHaveClass(/said-close/);
  await accessible(page);
});

test('what is written from right to left stands from right to left', async ({ page }) => {
  await enter(page, alice);
  const number = await raiseTicket(page, `الطابعة لا تعمل ${rareWord()}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await answer(page, 'מדפסת התוויות ריקה');
  const direction = (part: Locator) => part.evaluate((element) => getComputedStyle(element).direction);
  expect(await direction(page.getByRole('heading', { level: 1 }))).toBe('rtl');
  expect(await direction(said(page, 'מדפסת').locator('.said-text'))).toBe('rtl');
  expect(await direction(page.locator('.said-head b').first())).toBe('ltr');
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('what was served is seen, events open, and the form is whole', async ({ page, visitor }) => {
    const agent = await visitor(grace);
    await enter(page, alice);
    const number = await long(page, agent, 2);
    await page.goto('/activities');
    const entry = page.locator('.activity').filter({ hasText: number });
    await expect(entry).toHaveClass(/activity-unread/);
    await page.goto(`/tickets/${number}`);
    await expect(page.locator('.talk-new')).toBeVisible();
    await page.locator('.told-run summary').click();
    await expect(page.locator('.told-run p')).toBeVisible();
    await expect(page.locator('.audience summary')).toBeVisible();
    await expect(send(page)).toBeVisible();
    await page.goto('/activities');
    await expect(entry).not.toHaveClass(/activity-unread/);
  });
});
