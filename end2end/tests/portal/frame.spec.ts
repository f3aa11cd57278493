/** What stands around every page: the rail with its newest activities, a phone's bar and sheets, the line of the demo. */
import type { Page } from '@playwright/test';
import { chips, opener, openPanel, panel, showFilters, value } from '../../support/dashboard';
import { alice, bruno, dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, openMenu, origin, shutMenu, test } from '../../support/test';
import { raiseTicket, rareWord, rows, subjects, turn } from '../../support/tickets';

async function answerBeside(page: Page, number: string, body: string) {
  const multipart = { body };
  const answer = await page.request.post(`/tickets/${number}/messages`, { multipart, headers: { Origin: origin() }, maxRedirects: 0 });
  expect(answer.status(), `answering ${number}`).toBe(303);
}

const newest = (page: Page, number: string) => page.getByRole('list', { name: 'Tickets with something new' }).getByRole('listitem').filter({ hasText: number });

/** What still moves in five seconds' time, or for ever. */
const blinking = (page: Page, number: string) =>
  newest(page, number).evaluate((entry) =>
    entry.getAnimations({ subtree: true }).map((animation) => {
      const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
      return [Number(duration), Number(iterations)];
    }),
  );

test('an activity comes into the rail, blinks for five seconds, and has a dot until it is seen', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Rail ${word}`);
  await page.goto('/plan');
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
  const agent = await visitor(grace);
  await answerBeside(agent, number, `Please open the lid ${word}`);
  await expect(newest(page, number)).toContainText(`Please open the lid ${word}`);
  await expect(newest(page, number)).toContainText('New');
  expect(await blinking(page, number)).toEqual([[1000, 5]]);
  await accessible(page);

  // A page that comes later shows the dot, and nothing that moves.
  await page.reload();
  await expect(newest(page, number)).toContainText('New');
  expect(await blinking(page, number)).toEqual([]);
  await newest(page, number).getByRole('link').click();
  await expect(page).toHaveURL(`/tickets/${number}`);
  await expect(newest(page, number)).not.toContainText('New');
});

test('who stops the blinking sees a ring instead', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, bruno);
  const number = await raiseTicket(page, `Calm ${word}`);
  await page.goto('/account');
  await page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: 'Notifications' }).click();
  await page.getByRole('checkbox', { name: /^Stop blinking/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
  await answerBeside(await visitor(grace), number, 'Without blinking.');
  await expect(newest(page, number)).toContainText('New');
  expect(await blinking(page, number)).toEqual([]);
  await expect(newest(page, number).locator('.activity-dot')).toHaveCSS('outline-style', 'solid');
});

test('the rail folds to its icons, keeps its names, and stays so', async ({ page }) => {
  await enter(page, dmitri);
  await page.goto('/plan');
  await hydrated(page);
  const wide = (await page.getByRole('navigation', { name: 'Main' }).boundingBox())?.width ?? 0;
  await page.getByRole('button', { name: 'Collapse menu' }).click();
  await expect.poll(async () => (await page.getByRole('navigation', { name: 'Main' }).boundingBox())?.width ?? 0).toBeLessThan(wide / 2);
  const beside = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--rail').trim());
  expect(beside, 'toasts stand beside it').toBe('56px');
  await expect(page.getByRole('link', { name: 'Assets', exact: true })).toBeVisible();
  await accessible(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Expand menu' })).toBeVisible();
});

test('on a phone the bar below leads where people go most, and More to the rest', { tag: '@phone' }, async ({ page, isMobile }) => {
  test.skip(!isMobile, 'a wide window has a rail');
  await enter(page, alice);
  await page.goto('/activities');
  await hydrated(page);
  const bar = page.getByRole('navigation', { name: 'Quick links' });
  const current = bar.getByRole('link', { name: /^Activities/ });
  await expect(current).toHaveAttribute('aria-current', 'page');
  await expect(current).toBeInViewport({ ratio: 1 });
  await accessible(page);
  await openMenu(page);
  await expect(page.getByRole('link', { name: 'Help', exact: true })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(1);
  await accessible(page, '#menu');
  await shutMenu(page);
  await openMenu(page);
  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await expect(page).toHaveURL('/plan');
  await expect(page.locator('#menu')).toBeHidden();
  await bar.getByRole('link', { name: 'New ticket' }).click();
  await expect(page).toHaveURL('/tickets/new');
});

test('on a phone the first ticket stands high, and nothing lies over text', { tag: ['@phone', '@layout'] }, async ({ page, isMobile }) => {
  test.skip(!isMobile, 'in a wide window there is room');
  await enter(page, alice);
  await page.goto('/tickets');
  await hydrated(page);
  await expect(page.getByText('This is a demo')).toBeVisible();
  const first = await rows(page).first().boundingBox();
  expect(first?.y, 'the first ticket').toBeLessThanOrEqual(220);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const [last, bar] = [await page.locator('main').boundingBox(), await page.getByRole('navigation', { name: 'Quick links' }).boundingBox()];
  const room = await page.locator('main').evaluate((main) => parseFloat(getComputedStyle(main).paddingBlockEnd));
  expect((last?.y ?? 0) + (last?.height ?? 0) - room, 'the page ends above the bar').toBeLessThanOrEqual((bar?.y ?? 0) + 1);
});

for (const noscript of [false, true]) {
  test.describe(noscript ? 'without JavaScript' : 'with JavaScript', () => {
    test.use({ noscript });

    test('on a phone one button holds the filters, and one the orders', { tag: '@phone' }, async ({ page, isMobile }) => {
      test.skip(!isMobile, 'a wide window shows them');
      const word = rareWord();
      await enter(page, alice);
      for (const letter of ['a', 'b']) await raiseTicket(page, `${letter} ${word}`);
      await page.goto(`/tickets?q=${word}`);
      if (!noscript) await hydrated(page);
      await expect(opener(page, 'Queue')).toBeHidden();
      await turn(page, 'Subject');
      await expect(subjects(page)).toHaveText([`a ${word}`, `b ${word}`]);
      await showFilters(page);
      await expect(opener(page, 'Queue')).toBeVisible();
      const queues = await openPanel(page, 'Queue');
      await value(queues, 'Software').check();
      if (noscript) await panel(page, 'Queue').getByRole('button', { name: 'Apply' }).click();
      await expect(chips(page)).toHaveText([/^Queue: Software/]);
      await expect(page.locator('.filter-button')).toHaveAccessibleName('Filter 1 selected');
    });

    test('the line of the demo is shut and stays so', async ({ page }) => {
      await enter(page, 'ewa@smallpier.example');
      await page.goto('/plan');
      if (!noscript) await hydrated(page);
      const line = page.getByText('This is a demo');
      await expect(line).toBeVisible();
      await page.getByRole('button', { name: 'Hide this notice' }).click();
      await expect(line).toHaveCount(0);
      await expect(page).toHaveURL('/plan');
      await page.goto('/tickets');
      await expect(line).toHaveCount(0);
    });
  });
}

test('support says first what is open now', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/support');
  await hydrated(page);
  const open = page.locator('.support-first');
  await expect(open.getByRole('heading', { name: 'Open now' })).toBeVisible();
  await expect(open.getByRole('heading', { name: 'Digital assistant' })).toBeVisible();
  await expect(open.getByRole('link', { name: 'Open the help centre' })).toHaveAttribute('href', '/help');
  const [first, plan] = [await open.boundingBox(), await page.getByRole('heading', { name: /Standard support/ }).boundingBox()];
  expect(first?.y).toBeLessThan(plan?.y ?? 0);
  await accessible(page);
});
