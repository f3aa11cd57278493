import type { Page } from '@playwright/test';
import { alice, grace, hugo } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { act, answer, answerBox, details, raiseTicket, rareWord, said, subjects, unfold } from '../../support/tickets';

const field = (page: Page, name: string) => details(page).getByLabel(name);
const chosen = (page: Page, name: string) => field(page, name).locator('option:checked');
const through = (page: Page) => page.getByRole('navigation', { name: 'Move through the list' });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function open(page: Page, address: string) {
  await page.goto(address);
  await hydrated(page);
}

test('a change is undone, unless somebody else has changed the same', { tag: '@phone' }, async ({ page, visitor }) => {
  const number = await raiseTicket(await visitor(alice), `Undone ${rareWord()}`);
  await enter(page, grace);
  await open(page, `/tickets/${number}`);
  await unfold(page);
  const told = (text: string) => page.getByRole('status').filter({ hasText: text });
  const undo = page.getByRole('button', { name: 'Undo', exact: true });

  await field(page, 'Priority').selectOption({ label: 'Urgent' });
  await expect(told('Priority set to Urgent.')).toBeVisible();
  await accessible(page);
  await undo.click();
  await expect(told('Priority is Normal again.')).toBeVisible();
  await expect(chosen(page, 'Priority')).toHaveText('Normal');
  await expect(said(page, 'Grace Okoye set the priority to Normal')).toHaveCount(1);

  const other = await visitor(hugo);
  await open(other, `/tickets/${number}`);
  await unfold(other);
  await field(page, 'Priority').selectOption({ label: 'Low' });
  await expect(told('Priority set to Low.')).toBeVisible();
  await expect(chosen(other, 'Priority')).toHaveText('Low');
  await field(other, 'Priority').selectOption({ label: 'High' });
  await expect(said(page, 'Hugo Brandt set the priority to High')).toHaveCount(1);
  await undo.click();
  await expect(details(page).getByText('Hugo Brandt has just set this to “High”.')).toBeVisible();
  await expect(chosen(page, 'Priority')).toHaveText('High');
});

test('arrow keys choose once, when they rest or the field is left', async ({ page, visitor }) => {
  const number = await raiseTicket(await visitor(alice), `By key ${rareWord()}`);
  await enter(page, grace);
  await open(page, `/tickets/${number}`);
  const changes = page.getByRole('region', { name: 'Conversation' }).getByText(/set the priority to/);
  await field(page, 'Priority').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(said(page, 'Grace Okoye set the priority to Urgent')).toHaveCount(1);
  await expect(changes).toHaveCount(1);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect(said(page, 'Grace Okoye set the priority to High')).toHaveCount(1);
  await expect(changes, 'in one line that opens').toHaveCount(2);
});

test('the details fold away, and stay so', { tag: ['@phone', '@layout'] }, async ({ page, visitor, isMobile }) => {
  const number = await raiseTicket(await visitor(alice), `Folded ${rareWord()}`);
  await enter(page, grace);
  await open(page, `/tickets/${number}`);
  await expect(details(page)).toBeVisible({ visible: !isMobile });
  await accessible(page);
  await page.getByText(isMobile ? 'Show details' : 'Hide details', { exact: true }).click();
  await expect(details(page)).toBeVisible({ visible: isMobile });
  await accessible(page);
  await page.reload();
  await expect(details(page)).toBeVisible({ visible: isMobile });
  await hydrated(page);
  await page.getByText(isMobile ? 'Hide details' : 'Show details', { exact: true }).click();
  await expect(details(page)).toBeVisible({ visible: !isMobile });
});

/** Three tickets, and the list of them in the order of their numbers. */
async function three(customer: Page) {
  const word = rareWord();
  for (const name of ['First', 'Second', 'Third']) await raiseTicket(customer, `${name} ${word}`);
  return { word, list: `/tickets?q=${word}&sort=number` };
}

test('one goes through a list from ticket to ticket, whatever is done to them', { tag: '@phone' }, async ({ page, visitor }) => {
  const { word, list } = await three(await visitor(alice));
  await enter(page, grace);
  await open(page, list);
  await subjects(page).first().click();
  await expect(heading(page)).toHaveText(`First ${word}`);
  await expect(through(page)).toContainText('1 of 3');
  await expect(through(page).getByRole('img', { name: 'This is the first ticket' })).toBeVisible();
  await accessible(page);
  await act(page, 'Close ticket');
  await expect(said(page, 'Grace Okoye closed the ticket')).toHaveCount(1);
  await through(page).getByRole('link', { name: /^Next ticket/ }).click();
  await expect(heading(page)).toHaveText(`Second ${word}`);
  await expect(through(page)).toContainText('1 of 2');
  await through(page).getByRole('link', { name: /^Next ticket/ }).click();
  await expect(heading(page)).toHaveText(`Third ${word}`);
  await page.reload();
  await hydrated(page);
  await expect(through(page)).toContainText('2 of 2');
  await through(page).getByRole('link', { name: /of 2/ }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/tickets' && url.searchParams.get('q') === word);
  await expect(subjects(page)).toHaveText([`Second ${word}`, `Third ${word}`]);
});

test('letters lead to the reply, the fields and the next ticket', async ({ page, visitor }) => {
  const { word, list } = await three(await visitor(alice));
  await enter(page, grace);
  await open(page, list);
  await subjects(page).first().click();
  await expect(through(page)).toContainText('1 of 3');
  const note = page.getByLabel('Private note, for agents only');

  await page.keyboard.press('a');
  await expect(field(page, 'Assignee')).toBeFocused();
  await field(page, 'Assignee').blur();
  await page.keyboard.press('s');
  await expect(field(page, 'Status')).toBeFocused();
  await field(page, 'Status').blur();
  await page.keyboard.press('n');
  await expect(note).toBeChecked();
  await expect(answerBox(page)).toBeFocused();
  await expect(answerBox(page)).toHaveValue('');
  await page.keyboard.type('jr]');
  await expect(answerBox(page)).toHaveValue('jr]');
  await answerBox(page).blur();
  await page.keyboard.press('r');
  await expect(note, 'what was begun as a note stays one').toBeChecked();
  await answerBox(page).fill('');
  await answerBox(page).blur();
  await page.keyboard.press('r');
  await expect(note).not.toBeChecked();
  await answer(page, `By letter ${word}`);
  await answerBox(page).blur();

  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('?');
  await expect(help.getByRole('heading', { name: 'On this ticket' })).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('j');
  await expect(heading(page)).toHaveText(`Second ${word}`);
  await expect(through(page)).toContainText('2 of 3');
  await page.keyboard.press(']');
  await expect(heading(page)).toHaveText(`Third ${word}`);
  await expect(through(page)).toContainText('3 of 3');
  await page.keyboard.press('[');
  await expect(heading(page)).toHaveText(`Second ${word}`);

  // Whoever speaks to their computer switches them off.
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await help.getByLabel('Use single-letter shortcuts').uncheck();
  await page.keyboard.press('Escape');
  for (const key of ['k', 'a', '?', '/']) await page.keyboard.press(key);
  await expect(heading(page)).toHaveText(`Second ${word}`);
  await expect(field(page, 'Assignee')).not.toBeFocused();
  await expect(help).toBeHidden();
  await page.reload();
  await hydrated(page);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(help.getByLabel('Use single-letter shortcuts')).not.toBeChecked();
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('one goes through a list, and saves all fields at once', async ({ page, visitor }) => {
    const { word, list } = await three(await visitor(alice));
    await enter(page, grace);
    await page.goto(list);
    await subjects(page).nth(1).click();
    await expect(through(page)).toContainText('2 of 3');
    await through(page).getByRole('link', { name: /^Previous ticket/ }).click();
    await expect(heading(page)).toHaveText(`First ${word}`);
    await field(page, 'Priority').selectOption({ label: 'High' });
    await field(page, 'Assignee').selectOption({ label: 'Grace Okoye' });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(said(page, 'Grace Okoye set the priority to High')).toHaveCount(1);
    await expect(said(page, 'Grace Okoye took the ticket')).toHaveCount(1);
  });
});
