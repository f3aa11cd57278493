import { hideFilters, shifted, showFilters, watchShifts } from '../../support/dashboard';
import { alice, bruno, dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { act, answer, head, raiseTicket, rareWord, rows, search, seeing, sortBy, status, subjects } from '../../support/tickets';

test('my tickets, the company’s, and closed ones', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  await raiseTicket(page, `Mine ${word}`);
  const closed = await raiseTicket(page, `Done ${word}`);
  const colleague = await visitor(bruno);
  await raiseTicket(colleague, `Ours ${word}`);
  await page.goto(`/tickets/${closed}`);
  await hydrated(page);
  await act(page, 'Close ticket');
  await expect(status(page)).toHaveText('Closed');

  await page.getByRole('link', { name: 'Dashboard' }).click();
  await search(page, word);
  await expect(page.getByRole('link', { name: 'Company tickets' })).toHaveAttribute('aria-current', 'page');
  await expect(subjects(page)).toHaveText([`Ours ${word}`, `Mine ${word}`]);
  await page.getByRole('link', { name: 'My tickets' }).click();
  await expect(subjects(page)).toHaveText([`Mine ${word}`]);
  await expect(page.getByRole('link', { name: 'My tickets' })).toHaveAttribute('aria-current', 'page');
  await showFilters(page);
  await page.getByRole('link', { name: 'Show closed' }).click();
  await hideFilters(page);
  await expect(subjects(page)).toHaveText([`Done ${word}`, `Mine ${word}`]);
  await expect(page).toHaveURL((url) => url.searchParams.get('scope') === 'mine' && url.searchParams.get('closed') === '1');
  await page.getByRole('link', { name: 'Company tickets' }).click();
  await expect(subjects(page)).toHaveCount(3);
  await accessible(page);
  await showFilters(page);
  await page.getByRole('link', { name: 'Hide closed' }).click();
  await hideFilters(page);
  await expect(subjects(page)).toHaveCount(2);

  const stranger = await visitor(dmitri);
  await stranger.goto(`/tickets?q=${word}&closed=1`);
  await hydrated(stranger);
  await expect(stranger.getByText('Nothing found')).toBeVisible();
  await accessible(stranger);
});

test('nothing found offers the way back', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/');
  await hydrated(page);
  await search(page, rareWord());
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await accessible(page);
  await page.getByRole('main').locator('.empty').getByRole('link', { name: 'Reset filters' }).click();
  await expect(page).toHaveURL('/tickets');
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('');
});

test('pages, their size, and a sort that spans them', { tag: '@phone' }, async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1');
  await hydrated(page);
  await expect(rows(page)).toHaveCount(25);
  await expect(page.getByText(/^1–25 of \d+$/)).toBeVisible();
  await sortBy(page, 'Number', 'descending');
  await sortBy(page, 'Number', 'ascending');
  // Rising numbers: new tickets of other journeys come last, so these pages stand still.
  const numbers = async () => (await rows(page).locator('.col-number').allInnerTexts()).map((text) => Number(/\d+\s*$/.exec(text)?.[0]));
  const first = await numbers();
  await page.getByRole('link', { name: 'Page 2', exact: true }).click();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Page 2', exact: true })).toHaveAttribute('aria-current', 'page');
  const both = [...first, ...(await numbers())];
  expect(both).toHaveLength(50);
  expect(both).toEqual([...new Set(both)].sort((a, b) => a - b));
  await accessible(page);

  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(page.getByText(/^1–25 of \d+$/)).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await page.getByLabel('Tickets per page').selectOption({ label: '50 per page' });
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByRole('button', { name: 'Apply' })).toBeHidden();
  expect(await numbers()).toEqual(both);
  await expect(page.getByLabel('Tickets per page').locator('option:checked')).toHaveText('50 per page');

  await page.goto('/tickets?closed=1&page=900');
  await hydrated(page);
  await expect(page.getByText('This page is past the end of the list')).toBeVisible();
  await accessible(page);
  await page.getByRole('link', { name: 'Go to the first page' }).click();
  await expect(rows(page)).toHaveCount(25);
});

test('the address is the view: Back and Forward, reload, and a bad value', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  for (const letter of ['B', 'A']) await raiseTicket(page, `${letter} ${word}`);
  await page.goto('/tickets');
  await hydrated(page);
  await search(page, word);
  await expect(subjects(page)).toHaveText([`A ${word}`, `B ${word}`]);
  await sortBy(page, 'Subject', 'ascending');
  await sortBy(page, 'Subject', 'descending');
  await expect(subjects(page)).toHaveText([`B ${word}`, `A ${word}`]);
  await subjects(page).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`B ${word}`);

  await page.goBack();
  await expect(subjects(page)).toHaveText([`B ${word}`, `A ${word}`]);
  await expect(head(page, 'Subject')).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('searchbox')).toHaveValue(word);
  await page.goBack();
  await expect(head(page, 'Subject')).toHaveAttribute('aria-sort', 'ascending');
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL('/tickets');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.goForward();
  await expect(page.getByRole('searchbox')).toHaveValue(word);
  await expect(subjects(page)).toHaveText([`A ${word}`, `B ${word}`]);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole('searchbox')).toHaveValue(word);
  await expect(subjects(page)).toHaveText([`A ${word}`, `B ${word}`]);

  const response = await page.goto(`/tickets?q=${word}&sort=colour&size=7&unknown=1`);
  expect(response?.status()).toBe(422);
  await hydrated(page);
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveText(/sort, size\.$/);
  await expect(subjects(page)).toHaveText([`A ${word}`, `B ${word}`]);
  await accessible(page);
});

test('the unread mark goes with reading, and comes with news of others', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Unread ${word}`);
  await enter(page, grace);
  await page.goto(`/tickets?q=${word}`);
  await hydrated(page);
  await expect(rows(page)).toContainText('Unread');
  await expect(rows(page).locator('.unread-dot')).toBeVisible();
  await seeing(page, () => subjects(page).click());
  await answer(page, `Read and answered ${word}`);
  await page.goBack();
  await expect(subjects(page)).toHaveText([`Unread ${word}`]);
  await expect(rows(page).locator('.unread-dot')).toHaveCount(0);

  await customer.goto(`/tickets?q=${word}`);
  await expect(rows(customer).locator('.unread-dot')).toBeVisible();
  await seeing(customer, () => customer.goto(`/tickets/${number}`));
  await customer.goto(`/tickets?q=${word}`);
  await expect(rows(customer)).toHaveCount(1);
  await expect(rows(customer).locator('.unread-dot')).toHaveCount(0);
});

test('everything is reached by keyboard', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await raiseTicket(page, `Keys ${word}`);
  await page.goto(`/tickets?q=${word}`);
  await hydrated(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const link = subjects(page);
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    if (await link.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Keys ${word}`);
});

test('no page is wider than the window, and nothing jumps', { tag: ['@phone', '@layout'] }, async ({ page }) => {
  const fits = async () => {
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, page.url()).toBeLessThanOrEqual(window ?? 0);
  };
  await watchShifts(page);
  await page.goto('/login');
  await hydrated(page);
  await fits();

  await enter(page, alice);
  const word = rareWord();
  const long = 'Verylongwordwithoutanyspaceinit'.repeat(4);
  const number = await raiseTicket(page, `${long} ${word}`, { description: `${long.repeat(4)}\n`.repeat(30) });
  for (const address of ['/tickets', `/tickets?q=${word}`, '/tickets?page=77', `/tickets/${number}`, '/tickets/new']) {
    await page.goto(address);
    await hydrated(page);
    await fits();
    expect(await shifted(page), `layout shift on ${address}`).toBeLessThan(0.02);
  }
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await expect(page.getByLabel('Who is affected')).toBeVisible();
  await fits();
  await page.goto(`/tickets/${number}?shown=framed`);
  await hydrated(page);
  await fits();
});
