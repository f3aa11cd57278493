/** Nothing that somebody writes is lost, and nobody sees it who should not. */
import type { Page } from '@playwright/test';
import { alice, bruno, ewa, grace, martin } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { answerBox, details, file, raiseTicket, rareWord, said, send } from '../../support/tickets';

const saved = (page: Page) => expect(page.getByText('Draft saved')).toBeVisible();
const uploads = (page: Page) => page.locator('[name=upload]');
const toast = (page: Page) => page.locator('.toast');

async function open(page: Page, number: string) {
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
}

/** Drops files on the answer, as from a folder. */
async function drop(page: Page, names: string[]) {
  const data = await page.evaluateHandle((names) => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(new File([`content of ${name}`], name, { type: 'text/plain' }));
    return data;
  }, names);
  await page.locator('form.reply').dispatchEvent('drop', { dataTransfer: data });
}

test('three files that were dropped go ahead, and two of them with the message', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await open(page, await raiseTicket(page, `Dropped ${word}`));
  // The script that takes files comes with the form.
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  await drop(page, ['one.txt', 'two.txt', 'three.txt']);
  await expect(uploads(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Remove two.txt' }).click();
  await answerBox(page).fill(`With two files ${word}`);
  await accessible(page);
  await send(page).click();
  const message = said(page, `With two files ${word}`);
  await expect(message.getByRole('link')).toHaveCount(2);
  await expect(uploads(page)).toHaveCount(0);
});

test('a draft is there again after a reload and on another device', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Draft ${word}`);
  await open(page, number);
  await answerBox(page).fill(`Half said ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('half.txt', word)]);
  await expect(uploads(page)).toHaveCount(1);
  await saved(page);
  await page.reload();
  await hydrated(page);
  await expect(answerBox(page)).toHaveValue(`Half said ${word}`);
  await expect(page.getByRole('button', { name: 'Remove half.txt' })).toBeVisible();

  const phone = await visitor(alice);
  await open(phone, number);
  await expect(answerBox(phone)).toHaveValue(`Half said ${word}`);
  const colleague = await visitor(bruno);
  await open(colleague, number);
  await expect(answerBox(colleague)).toHaveValue('');

  // At once, before the server has it.
  await answerBox(page).fill(`Half said, and more ${word}`);
  await page.reload();
  await hydrated(page);
  await expect(answerBox(page)).toHaveValue(`Half said, and more ${word}`);
  await send(page).click();
  await expect(said(page, `and more ${word}`).getByRole('link', { name: 'half.txt' })).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(answerBox(page)).toHaveValue('');
});

test('two windows do not overwrite each other', async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Windows ${word}`);
  await open(page, number);
  const other = await context.newPage();
  await open(other, number);
  await answerBox(page).fill(`First window ${word}`);
  await saved(page);
  await answerBox(other).fill(`Second window ${word}`);
  await expect(other.getByText('You wrote something else here')).toBeVisible();
  await expect(other.locator('.writing-other')).toHaveText(`First window ${word}`);
  await expect(answerBox(other)).toHaveValue(`Second window ${word}`);
  await accessible(other);
  await other.getByRole('button', { name: 'Take the other' }).click();
  await expect(answerBox(other)).toHaveValue(`First window ${word}`);
  await answerBox(other).fill(`Both ${word}`);
  await saved(other);
  await answerBox(page).fill(`First window again ${word}`);
  await page.getByRole('button', { name: 'Keep what stands here' }).click();
  await saved(page);
  await page.reload();
  await hydrated(page);
  await expect(answerBox(page)).toHaveValue(`First window again ${word}`);
});

test('what is sent without a connection goes by itself, once, also after a reload', async ({ page, context, tolerate }) => {
  test.slow();
  tolerate(/ERR_INTERNET_DISCONNECTED/);
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Offline ${word}`);
  await open(page, number);
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  await context.setOffline(true);
  await answerBox(page).fill(`Sent from a tunnel ${word}`);
  await send(page).click();
  await expect(page.getByText('Waiting for a connection')).toBeVisible();
  await accessible(page);
  await context.setOffline(false);
  await expect(said(page, `Sent from a tunnel ${word}`)).toHaveCount(1, { timeout: 15_000 });
  await expect(answerBox(page)).toHaveValue('');

  await context.setOffline(true);
  await answerBox(page).fill(`And the next tunnel ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('ticket.txt', word)]);
  await send(page).click();
  await expect(page.getByText('Waiting for a connection')).toBeVisible();
  // The page is closed before the line is back.
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await open(again, number);
  await expect(answerBox(again)).toHaveValue(`And the next tunnel ${word}`);
  await expect(uploads(again)).toHaveCount(1);
  await send(again).click();
  await expect(said(again, `And the next tunnel ${word}`).getByRole('link', { name: 'ticket.txt' })).toBeVisible();
});

test('a message is taken back, and its text with its file stands in the box', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Undo ${word}`);
  await open(page, number);
  await answerBox(page).fill(`Too early ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('early.txt', word)]);
  await expect(uploads(page)).toHaveCount(1);
  await send(page).click();
  await expect(said(page, `Too early ${word}`)).toHaveCount(1);
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await expect(said(page, `Too early ${word}`)).toHaveCount(0);
  await expect(answerBox(page)).toHaveValue(`Too early ${word}`);
  await expect(page.getByRole('button', { name: 'Remove early.txt' })).toBeVisible();
  const colleague = await visitor(bruno);
  await open(colleague, number);
  await expect(said(colleague, word)).toHaveCount(1);
  await answerBox(page).fill(`In time ${word}`);
  await send(page).click();
  await expect(said(page, `In time ${word}`).getByRole('link', { name: 'early.txt' })).toBeVisible();
});

test('who will see a message is said before it is sent', async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Seen by ${word}`);
  await open(customer, number);
  const seen = customer.locator('.audience');
  await expect(seen.locator('summary')).toContainText('Alice Kowalska');
  await expect(seen.locator('summary')).toContainText('people at the desk will see this');
  await seen.locator('summary').click();
  await expect(seen.getByRole('listitem').filter({ hasText: 'Grace Okoye' })).toBeVisible();
  await expect(seen).not.toContainText('Dmitri');
  await accessible(customer);

  await enter(page, grace);
  await open(page, number);
  await expect(page.locator('.audience summary')).toContainText('Alice Kowalska');
  await page.getByLabel('Private note, for agents only').check();
  await expect(page.locator('.audience .audience-note')).toBeVisible();
  await expect(page.locator('.audience summary')).toHaveText(/Only \d+ people at the desk will see this/, { useInnerText: true });
});

test('a colleague becomes a follower and is let go', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await open(page, await raiseTicket(page, `Followed ${word}`));
  const list = details(page).locator('.followers');
  await expect(list).toContainText('Alice Kowalska');
  await details(page).getByLabel('Add a follower').selectOption({ label: 'Bruno Meyer' });
  await details(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(list).toContainText('Bruno Meyer');
  await accessible(page);
  await list.getByRole('button', { name: 'Remove Bruno Meyer from the followers' }).click();
  await expect(list).not.toContainText('Bruno Meyer');
});

test('a ticket that was begun is gone on with', async ({ page, visitor }, { project }) => {
  const word = rareWord();
  const who = project.name === 'wide' ? ewa : martin;
  await enter(page, who);
  await page.goto('/tickets/new');
  await hydrated(page);
  await page.getByRole('textbox', { name: 'Subject' }).fill(`Begun ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Who is affected').selectOption({ label: 'One team' });
  await page.getByLabel('Description').fill(`About ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('begun.txt', word)]);
  await expect(uploads(page)).toHaveCount(1);
  await saved(page);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue(`Begun ${word}`);
  await expect(page.getByLabel('Who is affected')).toHaveValue('One team');
  await expect(page.getByRole('button', { name: 'Remove begun.txt' })).toBeVisible();

  const elsewhere = await visitor(who);
  await elsewhere.goto('/tickets/new');
  await hydrated(elsewhere);
  await expect(elsewhere.getByText('You began a ticket and did not send it:')).toBeVisible();
  await expect(elsewhere.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
  await accessible(elsewhere);
  await elsewhere.getByRole('button', { name: 'Go on with it' }).click();
  await expect(elsewhere.getByLabel('Description')).toHaveValue(`About ${word}`);
  await elsewhere.getByLabel('Assign to queue').selectOption({ index: 1 });
  await elsewhere.getByRole('button', { name: 'Create' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText(`Begun ${word}`);
  await expect(details(elsewhere).getByRole('link', { name: 'begun.txt' })).toBeVisible();
  await elsewhere.goto('/tickets/new');
  await hydrated(elsewhere);
  await expect(elsewhere.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
});

test.describe('without JavaScript', () => {
  test.use({ noscript: true });

  test('a message is taken back, and followers are chosen', async ({ page }) => {
    const word = rareWord();
    await enter(page, alice);
    await page.goto(`/tickets/${await raiseTicket(page, `Plain ${word}`)}`);
    await answerBox(page).fill(`Too early ${word}`);
    await send(page).click();
    await said(page, `Too early ${word}`).getByRole('button', { name: 'Undo' }).click();
    await expect(said(page, `Too early ${word}`)).toHaveCount(0);
    await expect(answerBox(page)).toHaveValue(`Too early ${word}`);
    await expect(page.locator('.audience summary')).toContainText('will see this');
    await details(page).getByLabel('Add a follower').selectOption({ label: 'Bruno Meyer' });
    await details(page).getByRole('button', { name: 'Add', exact: true }).click();
    await expect(details(page).locator('.followers')).toContainText('Bruno Meyer');
  });
});
