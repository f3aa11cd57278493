import { alice, bruno, chloe, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, origin, test } from '../../support/test';
import { answerBox, raiseTicket, rareWord, rows, said, seeing, subjects } from '../../support/tickets';
import type { Page } from '@playwright/test';

/** Answers beside the page, as whoever is signed in there. */
async function answerBeside(page: Page, number: string, body: string, fields: Record<string, string> = {}) {
  const multipart = { body, ...fields };
  const answer = await page.request.post(`/tickets/${number}/messages`, { multipart, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `answering ${number}`).toBe(303);
}

/** Closes it beside the page, as whoever is signed in there. */
async function closeBeside(page: Page, number: string) {
  const closed = await page.request.post(`/tickets/${number}/close`, { headers: { Origin: origin() }, form: {}, maxRedirects: 0 });
  expect(closed.status(), `closing ${number}`).toBe(303);
}

/** Waits until the page hears what others do. */
async function listening(page: Page) {
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
}

const entry = (page: Page, text: string) => page.locator('.activity').filter({ hasText: text });

test('an answer blinks in the customer’s open page within a second', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Blinks ${word}`);
  await page.goto(`/tickets/${number}`);
  await listening(page);
  await answerBox(page).fill('Half a sentence');
  await answerBox(page).focus();
  const agent = await visitor(grace);

  const times: number[] = [];
  const answered = async (text: string) => {
    const sent = Date.now();
    await answerBeside(agent, number, text);
    await expect(said(page, text)).toBeVisible();
    times.push(Date.now() - sent);
  };
  await answered(`Here you are ${word}`);
  const message = said(page, `Here you are ${word}`);
  await expect(message).toHaveClass(/said-new/);
  await expect(message.getByText('New', { exact: true })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'New message from Grace Okoye' })).toBeAttached();
  await expect(answerBox(page)).toHaveValue('Half a sentence');
  await expect(answerBox(page)).toBeFocused();
  await expect(page.locator('.ticket-head .badge')).toHaveText('Open');
  await accessible(page);

  // A private note leaves no trace.
  await answerBeside(agent, number, `Only for us ${word}`, { note: '1' });
  await answered(`And another ${word}`);
  await expect(said(page, `Only for us ${word}`)).toHaveCount(0);
  await answered(`The last one ${word}`);
  // A machine that is busy with other things may be slower now and then, the way is not.
  expect(Math.min(...times), `the fastest of ${times}`).toBeLessThan(1_500);
});

test('the inbox grows, is read and forgotten', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const agent = await visitor(grace);
  await enter(page, alice);
  const number = await raiseTicket(page, `Inbox ${word}`);
  await page.goto('/activities');
  await listening(page);

  await test.step('an entry appears by itself, with a number in the rail and the title', async () => {
    await answerBeside(agent, number, 'First.');
    await expect(entry(page, word)).toHaveClass(/activity-unread/);
    await expect(entry(page, word)).toContainText('Grace Okoye replied');
    await expect(page.getByRole('link', { name: /^Activities .*unread/ })).toBeVisible();
    await expect(page).toHaveTitle(/^\(\d+\) Activities/);
    await accessible(page);
  });

  await test.step('removed and put back', async () => {
    await entry(page, word).getByRole('button', { name: `Remove ${number}` }).click();
    await expect(entry(page, word)).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(entry(page, word)).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  });

  await test.step('opened by keyboard and seen', async () => {
    await entry(page, word).getByRole('link').focus();
    await seeing(page, () => page.keyboard.press('Enter'));
    await expect(page).toHaveURL(`/tickets/${number}`);
    await expect(said(page, 'First.')).toBeVisible();
    await page.getByRole('link', { name: /^Activities/ }).click();
    await expect(entry(page, word)).not.toHaveClass(/activity-unread/);
  });

  await test.step('all read', async () => {
    await answerBeside(agent, number, 'Second.');
    await expect(entry(page, word)).toHaveClass(/activity-unread/);
    await page.getByRole('button', { name: 'Mark all read' }).click();
    await expect(page.locator('.activity-unread')).toHaveCount(0);
    await expect(page.locator('.rail-count')).toHaveCount(0);
    await expect(page).toHaveTitle(/^Activities/);
  });
});

test('a colleague who is not concerned sees neither entry nor number', async ({ page, visitor }) => {
  const word = rareWord();
  const [agent, customer] = [await visitor(grace), await visitor(bruno)];
  const number = await raiseTicket(customer, `Concerns bruno ${word}`);
  await enter(page, chloe);
  await page.goto('/activities');
  await listening(page);
  const before = await page.locator('.rail-count').allInnerTexts();
  await answerBeside(agent, number, 'An answer.');
  await customer.goto('/activities');
  await expect(entry(customer, word)).toHaveCount(1);
  await expect(entry(page, word)).toHaveCount(0);
  expect(await page.locator('.rail-count').allInnerTexts()).toEqual(before);
});

test('rows appear, move and leave by the filters of the list', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const first = await raiseTicket(customer, `First ${word}`);
  await raiseTicket(customer, `Second ${word}`);
  await enter(page, grace);
  await page.goto(`/tickets?q=${word}&sort=-changed`);
  await listening(page);
  await expect(subjects(page)).toHaveText([`Second ${word}`, `First ${word}`]);
  await subjects(page).first().focus();

  await answerBeside(customer, first, 'Still so.');
  await expect(subjects(page)).toHaveText([`First ${word}`, `Second ${word}`]);
  await expect(rows(page).first()).toHaveClass(/unread/);
  await expect(subjects(page).nth(1)).toBeFocused();

  await raiseTicket(customer, `Third ${word}`);
  await expect(subjects(page)).toHaveText([`Third ${word}`, `First ${word}`, `Second ${word}`]);
  await expect(page.locator('.pages-range')).toHaveText('1–3 of 3');
  await raiseTicket(customer, 'Something else');
  await closeBeside(customer, first);
  await expect(subjects(page)).toHaveText([`Third ${word}`, `Second ${word}`]);
  await expect(page.locator('.pages-range')).toHaveText('1–2 of 2');
});

test('new rows wait for those who have scrolled, and what is read stays where it is', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  await enter(page, grace);
  await page.goto('/tickets?size=50');
  await listening(page);
  const standing = rows(page).nth(30);
  await standing.scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo(0, 900));
  const before = await standing.boundingBox();
  await raiseTicket(customer, `Waits ${word}`);
  const chip = page.getByRole('button', { name: /^\d+ new$/ });
  await expect(chip).toBeVisible();
  await expect(subjects(page).filter({ hasText: word })).toHaveCount(0);
  expect(await standing.boundingBox()).toEqual(before);
  await chip.click();
  await expect(subjects(page).filter({ hasText: word })).toHaveCount(1);
  await expect(chip).toHaveCount(0);
});

test('a row that has the focus keeps it out of sight, and the page stays where it is', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const numbers: string[] = [];
  for (let at = 0; at < 10; at += 1) numbers.push(await raiseTicket(customer, `${at} ${word}`));
  await enter(page, grace);
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: 420 });
  await page.goto(`/tickets?q=${word}&sort=number&closed=1`);
  await listening(page);
  const last = subjects(page).nth(9);
  await last.focus();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(last).not.toBeInViewport();
  const old = await rows(page).nth(9).elementHandle();
  await closeBeside(customer, numbers[9]!);
  await expect.poll(() => old?.evaluate((row) => row.isConnected), 'the row is made anew').toBe(false);
  await expect(last).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('tabs share one stream and one state', async ({ page, context, visitor }) => {
  const word = rareWord();
  await enter(page, bruno);
  const number = await raiseTicket(page, `Two tabs ${word}`);
  const later = rareWord();
  const another = await raiseTicket(page, `Later ${later}`);
  const streams: string[] = [];
  context.on('request', (request) => new URL(request.url()).pathname === '/events' && streams.push(request.url()));
  await page.goto('/activities');
  await listening(page);
  const tabs: Page[] = [];
  for (let tab = 0; tab < 5; tab++) {
    const other = await context.newPage();
    await other.goto('/activities');
    await listening(other);
    tabs.push(other);
  }
  expect(streams).toHaveLength(1);
  const agent = await visitor(grace);
  await answerBeside(agent, number, 'For all tabs.');
  for (const tab of [page, ...tabs]) await expect(entry(tab, word)).toHaveClass(/activity-unread/);
  const [reader] = tabs;
  if (!reader) throw new Error('no tab');
  await reader.goto(`/tickets/${number}`);
  for (const tab of [page, ...tabs.slice(1)]) await expect(entry(tab, word)).not.toHaveClass(/activity-unread/);

  await test.step('the tab that reads the stream goes, another one takes over', async () => {
    await page.close();
    await answerBeside(agent, another, 'For those who stay.');
    for (const tab of tabs.slice(1)) await expect(entry(tab, later)).toHaveClass(/activity-unread/);
    await answerBeside(agent, number, 'Still there?');
    await expect(said(reader, 'Still there?')).toBeVisible();
  });
  await test.step('what the new reader of the stream reads elsewhere is read in all tabs', async () => {
    const [leader, ...rest] = [...tabs.slice(1), reader];
    await leader?.goto(`/tickets/${another}`);
    for (const tab of rest.slice(0, -1)) await expect(entry(tab, later)).not.toHaveClass(/activity-unread/);
  });
});

test('a notification waits for its ten seconds although its tab is closed', async ({ page, context, visitor }) => {
  const word = rareWord();
  // Nobody is called for what stands before their eyes.
  await context.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    class Heard {
      static permission = 'granted';
      static requestPermission = () => Promise.resolve('granted');
      constructor(title: string) {
        localStorage.setItem('heard', `${localStorage.getItem('heard') ?? ''}${title};`);
      }
      close() {}
    }
    Object.assign(window, { Notification: Heard });
  });
  await enter(page, bruno);
  const number = await raiseTicket(page, `Called ${word}`);
  const another = await raiseTicket(page, `Taken back ${word}`);
  await page.goto('/activities');
  await listening(page);
  await page.getByRole('button', { name: 'Notify me in this browser' }).click();
  const second = await context.newPage();
  await second.goto('/activities');
  await listening(second);
  const agent = await visitor(grace);
  await agent.goto(`/tickets/${another}`);
  await hydrated(agent);
  await answerBox(agent).fill(`Too early ${word}`);
  await agent.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(said(agent, `Too early ${word}`)).toHaveCount(1);
  await answerBeside(agent, number, 'Are you there?');
  await expect(entry(second, `Called ${word}`)).toHaveClass(/activity-unread/);
  await expect(entry(second, `Taken back ${word}`)).toHaveClass(/activity-unread/);
  await page.close();
  await agent.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(said(agent, `Too early ${word}`)).toHaveCount(0);
  const heard = () => second.evaluate(() => localStorage.getItem('heard'));
  await expect.poll(heard).toBe(`Called ${word};`);
});

test('k09 twenty tabs share one stream, and all of them hear', async ({ page, context, visitor }) => {
  const word = rareWord();
  await enter(page, bruno);
  const number = await raiseTicket(page, `Twenty tabs ${word}`);
  const streams: string[] = [];
  context.on('request', (request) => new URL(request.url()).pathname === '/events' && streams.push(request.url()));
  const tabs: Page[] = [page];
  while (tabs.length < 20) tabs.push(await context.newPage());
  for (const tab of tabs) {
    await tab.goto('/activities');
    await listening(tab);
  }
  expect(streams).toHaveLength(1);
  await answerBeside(await visitor(grace), number, 'For twenty tabs.');
  for (const tab of tabs) await expect(entry(tab, word)).toHaveClass(/activity-unread/);
  // There are connections left for what people do.
  await tabs[19]?.goto(`/tickets/${number}`);
  await expect(said(tabs[19] as Page, 'For twenty tabs.')).toBeVisible();
});

test('who signs out in one tab is told so in the others', async ({ page, context, tolerate }) => {
  tolerate(/401/);
  await enter(page, bruno);
  await page.goto('/activities');
  await listening(page);
  const other = await context.newPage();
  await other.goto('/tickets');
  await listening(other);
  const third = await context.newPage();
  await third.goto('/tickets');
  await hydrated(third);
  await third.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByText('You’ve signed out, or someone else has signed in.')).toBeVisible();
    await accessible(tab);
  }
  await other.locator('.toast').getByRole('link', { name: 'Sign in' }).click();
  await expect(other).toHaveURL(/\/login\?next=%2Ftickets$/);
});

test('what is new stands still for those who want less motion', async ({ page, visitor }) => {
  const word = rareWord();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await enter(page, bruno);
  const number = await raiseTicket(page, `Still ${word}`);
  await page.goto('/activities');
  await listening(page);
  await answerBeside(await visitor(grace), number, 'Without blinking.');
  await expect(entry(page, word)).toHaveClass(/activity-unread/);
  const running = await entry(page, word).evaluate(
    (row) => row.getAnimations({ subtree: true }).filter((animation) => animation.effect?.getComputedTiming().iterations === Infinity).length,
  );
  expect(running).toBe(0);
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('the inbox is read, emptied and filled by forms', async ({ page, visitor }) => {
    const word = rareWord();
    const agent = await visitor(grace);
    await enter(page, alice);
    const number = await raiseTicket(page, `Plain ${word}`);
    await answerBeside(agent, number, 'An answer.');
    await page.goto('/');
    await page.getByRole('link', { name: /^Activities/ }).click();
    await expect(entry(page, word)).toHaveClass(/activity-unread/);
    await entry(page, word).getByRole('button', { name: `Remove ${number}` }).click();
    await expect(entry(page, word)).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(entry(page, word)).toHaveCount(1);
    await page.getByRole('button', { name: 'Mark all read' }).click();
    await expect(page.locator('.activity-unread')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Notify me in this browser' })).toBeHidden();
  });
});
