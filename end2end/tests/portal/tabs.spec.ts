/** One draft in several tabs and browsers is sent once. */
import type { Page } from '@playwright/test';
import { alice } from '../../support/people';
import { enter, expect, hydrated, test } from '../../support/test';
import { answerBox, raiseTicket, rareWord, said, send } from '../../support/tickets';

const saved = (page: Page) => expect(page.getByText('Draft saved')).toBeVisible();

async function open(page: Page, number: string) {
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
}

test('a draft that was sent in one tab is gone in the other', async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Two tabs ${word}`);
  const other = await context.newPage();
  await open(page, number);
  await open(other, number);
  await answerBox(page).fill(`Once ${word}`);
  await saved(page);
  await other.reload();
  await hydrated(other);
  await expect(answerBox(other)).toHaveValue(`Once ${word}`);
  await send(other).click();
  await expect(said(other, `Once ${word}`)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue('');
  await expect(page.getByText('Sent from another tab.')).toBeVisible();
  await answerBox(page).fill(`And then ${word}`);
  await send(page).click();
  await expect(said(page, `And then ${word}`)).toHaveCount(1);
  await expect(said(page, `Once ${word}`)).toHaveCount(1);
});

test('a draft that was sent in another browser is not sent twice', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Two browsers ${word}`);
  await open(page, number);
  await answerBox(page).fill(`Once ${word}`);
  await saved(page);
  const other = await visitor(alice);
  await open(other, number);
  await expect(answerBox(other)).toHaveValue(`Once ${word}`);
  await send(other).click();
  await expect(said(other, `Once ${word}`)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue(`Once ${word}`);
  await send(page).click();
  await expect(answerBox(page)).toHaveValue('');
  await expect(said(page, `Once ${word}`)).toHaveCount(1);
});

test('what was written on after it was sent elsewhere is kept for its author to decide', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Written on ${word}`);
  await open(page, number);
  await answerBox(page).fill(`First ${word}`);
  await saved(page);
  const other = await visitor(alice);
  await open(other, number);
  await send(other).click();
  await expect(said(other, `First ${word}`)).toHaveCount(1);
  await answerBox(page).fill(`First and second ${word}`);
  await send(page).click();
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await expect(answerBox(page)).toHaveValue(`First and second ${word}`);
  await saved(page);
  await send(page).click();
  await expect(said(page, `First and second ${word}`)).toHaveCount(1);
});

test('a new ticket in two tabs is raised once', async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await expect(page.locator('form.new-ticket')).toHaveAttribute('data-watched', '');
  await page.getByRole('textbox', { name: 'Subject' }).fill(`One ticket ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
  await page.getByLabel('Assign to queue').selectOption({ index: 1 });
  await page.getByLabel('Description').fill(`About ${word}`);
  await saved(page);
  // A tab that was duplicated remembers the same window.
  const number = await page.evaluate(() => sessionStorage.getItem('portico:new') ?? '');
  const other = await context.newPage();
  await other.addInitScript((number) => sessionStorage.setItem('portico:new', number), number);
  await other.goto('/tickets/new');
  await hydrated(other);
  await expect(other.getByRole('textbox', { name: 'Subject' })).toHaveValue(`One ticket ${word}`);
  await other.getByRole('button', { name: 'Create' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(`One ticket ${word}`);
  await expect(page.getByText('Sent from another tab.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
  await page.goto(`/?q=${word}`);
  await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
});
