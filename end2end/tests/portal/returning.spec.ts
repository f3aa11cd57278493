import type { Page } from '@playwright/test';
import { chips, focused, opener, openPanel, value } from '../../support/dashboard';
import { alice, bruno, dmitri, ewa, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { head, raiseTicket, rareWord, rows, search, sortBy, subjects } from '../../support/tickets';

const top = (page: Page) => page.evaluate(() => Math.round(scrollY));

test('Back leads to the same list, the same place and the same focus', { tag: '@phone' }, async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1');
  await hydrated(page);
  await sortBy(page, 'Number', 'descending');
  await sortBy(page, 'Number', 'ascending');
  const first = await subjects(page).first().innerText();
  const second = page.getByRole('link', { name: 'Page 2', exact: true });
  await second.scrollIntoViewIfNeeded();
  const below = await top(page);
  expect(below).toBeGreaterThan(0);
  await second.click();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();

  const ticket = subjects(page).nth(15);
  await ticket.scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 60);
  await expect(rows(page).nth(15)).toBeInViewport({ ratio: 1 });
  const address = await ticket.getAttribute('href');
  await ticket.focus();
  await expect.poll(() => focused(page)).toBe(address);
  const place = await top(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address ?? '');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.goBack();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await expect(head(page, 'Number')).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => focused(page), 'the focus on the ticket').toBe(address);
  await expect.poll(() => top(page), 'the place on page 2').toBe(place);

  await page.goBack();
  await expect(page.getByText(/^1–25 of \d+$/)).toBeVisible();
  await expect(subjects(page).first()).toHaveText(first);
  await expect(second).toBeFocused();
  await expect.poll(() => top(page), 'the place on page 1').toBe(below);

  await page.goForward();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await expect.poll(() => focused(page), 'the focus on the ticket again').toBe(address);
  await expect.poll(() => top(page), 'the place on page 2 again').toBe(place);
});

test('another page begins at its top', { tag: '@phone' }, async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1');
  await hydrated(page);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await expect(rows(page).first()).toBeInViewport({ ratio: 1 });
});

test('Back takes one choice off after another', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets');
  await hydrated(page);
  const queues = await openPanel(page, 'Queue');
  await value(queues, 'Software').click();
  await expect(chips(page)).toHaveCount(1);
  await value(queues, 'Field service').click();
  await expect(chips(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await subjects(page).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(chips(page)).toHaveCount(2);
  await expect(opener(page, 'Queue')).toHaveAccessibleName('Queue 2 selected');
  await page.goBack();
  await expect(chips(page)).toHaveText([/^Queue: Software/]);
  await page.goBack();
  await expect(chips(page)).toHaveCount(0);
  await expect(page).toHaveURL('/tickets');
});

test('a shared address shows a colleague the same and a stranger only their own', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  for (const letter of ['B', 'A']) await raiseTicket(page, `${letter} ${word}`);
  await raiseTicket(page, `Elsewhere ${word}`, { queue: 'print' });
  await page.goto('/tickets');
  await hydrated(page);
  await search(page, word);
  const queues = await openPanel(page, 'Queue');
  await value(queues, 'Software').click();
  await expect(chips(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await sortBy(page, 'Subject', 'ascending');
  await expect(subjects(page)).toHaveText([`A ${word}`, `B ${word}`]);

  const colleague = await visitor(bruno);
  await colleague.goto(page.url());
  await hydrated(colleague);
  await expect(subjects(colleague)).toHaveText([`A ${word}`, `B ${word}`]);
  await expect(chips(colleague)).toHaveText([/^Queue: Software/]);
  await expect(head(colleague, 'Subject')).toHaveAttribute('aria-sort', 'ascending');

  const stranger = await visitor(ewa);
  const response = await stranger.goto(page.url());
  expect(response?.status()).toBe(200);
  await hydrated(stranger);
  await expect(rows(stranger)).toHaveCount(0);
  await raiseTicket(stranger, `Stranger ${word}`);
  await stranger.goto(page.url());
  await hydrated(stranger);
  await expect(subjects(stranger)).toHaveText([`Stranger ${word}`]);
});

test('an address that names what is not theirs is refused by parameter', async ({ page }) => {
  await enter(page, dmitri);
  for (const [query, named] of [
    ['company=harbourline', 'company'],
    ['assignee=jonas', 'assignee'],
    ['queue=workshop', 'queue'],
    ['type=internal-task', 'type'],
    ['company=nowhere&status=nothing', 'status, company'],
    ['from=2026-02-30', 'from'],
    ['cols=number,secret', 'cols'],
  ] as const) {
    const response = await page.goto(`/tickets?${query}`);
    expect(response?.status(), query).toBe(422);
    await hydrated(page);
    const notice = page.getByRole('alert').filter({ hasText: 'wasn’t understood and was ignored' });
    await expect(notice).toHaveText(new RegExp(`: ${named}\\.$`));
    await expect(chips(page)).toHaveCount(0);
    await expect(rows(page).first()).toBeVisible();
    // Nothing tells that the company, the person or the queue exists.
    expect(await page.getByRole('main').innerText()).not.toMatch(/Harbourline|Jonas|Workshop|Internal task/);
  }
  await accessible(page);
});
