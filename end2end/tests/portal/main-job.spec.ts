import type { Page } from '@playwright/test';
import { alice, bruno, chloe, dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, signIn, test } from '../../support/test';
import {
  answer, answerBox, details, fact, file, head, raiseTicket, rareWord, rows, said, search, send, sortBy, status, subjects, unfold,
} from '../../support/tickets';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Clicks in the middle of a cell, as a hand does: the row's link lies over it. */
async function clickCell(page: Page, row: string, column: string) {
  const cell = rows(page).filter({ hasText: row }).locator(`.col-${column}`);
  await cell.scrollIntoViewIfNeeded();
  const box = await cell.boundingBox();
  if (!box) throw new Error(`no cell ${column} in the row of ${row}`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

test('a customer finds a ticket and answers it', { tag: '@phone' }, async ({ page }) => {
  const word = rareWord();
  await signIn(page, alice);
  const numbers: string[] = [];
  for (const letter of ['Bravo', 'alpha', 'Charlie']) numbers.push(await raiseTicket(page, `${letter} ${word}`));
  await hydrated(page);
  await accessible(page);

  await test.step('search and sort', async () => {
    await search(page, word);
    await expect(subjects(page)).toHaveCount(3);
    await expect(head(page, 'Subject')).not.toHaveAttribute('aria-sort');
    await sortBy(page, 'Subject', 'ascending');
    await expect(head(page, 'Last change')).not.toHaveAttribute('aria-sort');
    await expect(subjects(page)).toHaveText([`alpha ${word}`, `Bravo ${word}`, `Charlie ${word}`]);
    await sortBy(page, 'Subject', 'descending');
    await expect(subjects(page)).toHaveText([`Charlie ${word}`, `Bravo ${word}`, `alpha ${word}`]);
    await sortBy(page, 'Number', 'descending');
    await expect(subjects(page)).toHaveText([`Charlie ${word}`, `alpha ${word}`, `Bravo ${word}`]);
    await accessible(page);
  });

  await test.step('open by a cell that is not the link', async () => {
    await clickCell(page, `alpha ${word}`, 'status');
    await expect(page).toHaveURL((url) => url.pathname === `/tickets/${numbers[1]}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`alpha ${word}`);
    await expect(page).toHaveTitle(new RegExp(`^(\\(\\d+\\+?\\) )?${numbers[1]} alpha ${word}`));
    await accessible(page);
  });

  await test.step('answer, even with a nervous hand', async () => {
    const text = `The second answer to ${word}\nhas <b>two</b> lines & more.`;
    await answerBox(page).fill(text);
    await send(page).dblclick();
    await expect(page.getByRole('status').filter({ hasText: 'Sent.' }).first()).toBeAttached();
    await expect(said(page, '<b>two</b> lines & more.')).toHaveCount(1);
    await expect(answerBox(page)).toHaveValue('');
    await answerBox(page).fill(`By keyboard ${word}`);
    await answerBox(page).press('Control+Enter');
    await expect(said(page, `By keyboard ${word}`)).toHaveCount(1);
    await page.reload();
    await hydrated(page);
    await expect(said(page, '<b>two</b> lines & more.')).toHaveCount(1);
    await expect(said(page, `By keyboard ${word}`)).toHaveCount(1);
    await accessible(page);
  });
});

test('a customer raises a ticket and the desk answers it', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const subject = `Labels come out blank ${word}`;
  let number = '';
  await enter(page, alice);

  await test.step('alice raises it with attributes and files', async () => {
    await page.goto('/');
    await hydrated(page);
    await page.getByRole('link', { name: 'New ticket' }).click();
    await expect(page.getByRole('heading', { name: 'New ticket', level: 1 })).toBeVisible();
    await accessible(page);
    await expect(page.getByText('Harbourline Logistics')).toBeVisible();
    await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
    await page.getByLabel('Assign to queue').selectOption({ label: 'Field service / Print / Label printers' });
    await page.getByLabel('Priority').selectOption({ label: 'High' });
    await page.getByLabel('Description').fill(`Since nine every label is blank.\n\nNothing helped. ${word}`);

    await page.getByLabel('Ticket type').selectOption({ label: 'Request' });
    await expect(page.getByLabel('Kind of request')).toBeVisible();
    await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
    await expect(page.getByLabel('Kind of request')).toBeHidden();
    await expect(page.getByLabel('Who is affected')).toHaveAttribute('required');
    await page.getByLabel('Who is affected').selectOption({ label: 'Whole site' });
    await page.getByLabel('Number of people').fill('12');
    await page.getByLabel('Asset tag').fill('HL004217');

    await page.getByLabel('Attachments').setInputFiles([
      file('printer log.txt', `blank ${word}`),
      { name: 'label.png', mimeType: 'image/png', buffer: pixel },
    ]);
    await page.getByLabel('Attachments').setInputFiles([file('by mistake.txt', 'no')]);
    for (const name of ['printer log.txt', 'label.png', 'by mistake.txt']) await expect(page.getByText(name)).toBeVisible();
    await page.getByRole('button', { name: 'Remove by mistake.txt' }).click();
    await expect(page.getByText('by mistake.txt')).toBeHidden();
    await accessible(page);

    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
  });

  await test.step('and lands on it', async () => {
    number = new URL(page.url()).pathname.replace('/tickets/', '');
    await expect(page.locator('.ticket-head')).toContainText(number);
    await expect(status(page)).toHaveText('New');
    await expect(fact(page, 'Who is affected')).toHaveText('Whole site');
    await expect(fact(page, 'Number of people')).toHaveText('12');
    await expect(fact(page, 'Asset tag')).toHaveText('HL004217');
    await expect(fact(page, 'Queue')).toHaveText('Field service / Print / Label printers');
    await expect(fact(page, 'Priority')).toHaveText('High');
    await expect(fact(page, 'Company')).toHaveText('Harbourline Logistics');
    await expect(said(page, 'Nothing helped.')).toHaveCount(1);
    await unfold(page);
    await expect(details(page).getByRole('link', { name: 'label.png' })).toBeVisible();
    await expect(page.getByText('by mistake.txt')).toBeHidden();
    const coming = page.waitForEvent('download');
    await details(page).getByRole('link', { name: 'printer log.txt' }).click();
    const came = await coming;
    expect(came.suggestedFilename()).toBe('printer log.txt');
    const content: Buffer[] = [];
    for await (const chunk of await came.createReadStream()) content.push(Buffer.from(chunk));
    expect(Buffer.concat(content).toString()).toBe(`blank ${word}`);
    await accessible(page);
  });

  const agent = await visitor(grace);
  await test.step('grace finds it, answers and writes a note', async () => {
    await agent.goto('/');
    await hydrated(agent);
    await search(agent, word);
    await agent.getByRole('link', { name: subject }).click();
    await expect(agent.getByRole('heading', { level: 1 })).toHaveText(subject);
    await expect(agent.getByLabel('Assignee')).toHaveValue('');
    await answer(agent, `Please clean the print head, ${word}.`);
    await expect(said(agent, 'Grace Okoye took the ticket')).toHaveCount(1);
    await expect(status(agent)).toHaveText('Open');
    await expect(agent.getByLabel('Assignee').locator('option:checked')).toHaveText('Grace Okoye');
    await expect(agent.getByLabel('Status').locator('option:checked')).toHaveText('Open');

    await agent.getByLabel('Private note, for agents only').check();
    await accessible(agent);
    await answer(agent, `They never clean it, ${word}.`);
    await expect(said(agent, 'They never clean it')).toContainText('Private note');
    await expect(agent.getByLabel('Private note, for agents only')).not.toBeChecked();
    await accessible(agent);
  });

  await test.step('alice reads the answer and not the note', async () => {
    await page.reload();
    await hydrated(page);
    await expect(said(page, 'Please clean the print head')).toHaveCount(1);
    await expect(fact(page, 'Assignee')).toHaveText('Grace Okoye');
    await expect(status(page)).toHaveText('Open');
    expect(await page.content()).not.toContain('They never clean it');
  });

  await test.step('bruno of her company reads it too', async () => {
    const colleague = await visitor(bruno);
    await colleague.goto(`/tickets/${number}`);
    await hydrated(colleague);
    await expect(colleague.getByRole('heading', { level: 1 })).toHaveText(subject);
    expect(await colleague.content()).not.toContain('They never clean it');
  });

  await test.step('dmitri of another company does not even learn that it exists', async () => {
    const stranger = await visitor(dmitri);
    const response = await stranger.goto(`/tickets/${number}`);
    expect(response?.status()).toBe(404);
    await hydrated(stranger);
    await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    expect(await stranger.content()).not.toContain(word);
    await accessible(stranger);
    await stranger.getByRole('link', { name: 'Go to the dashboard' }).click();
    await search(stranger, word);
    await expect(stranger.getByText('Nothing found')).toBeVisible();
  });
});

test('a second ticket is a second ticket', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  for (const subject of [`First ${word}`, `Second ${word}`]) {
    await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
    await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
    await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
    await page.getByLabel('Assign to queue').selectOption({ label: 'Software' });
    await page.getByLabel('Description').fill(`About ${subject}.`);
    await page.getByRole('button', { name: 'Create' }).dblclick();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
    await page.getByRole('link', { name: 'New ticket' }).click();
  }
  await page.goto('/tickets');
  await hydrated(page);
  await search(page, word);
  await expect(subjects(page)).toHaveText([`Second ${word}`, `First ${word}`]);
});

test('whoever may not raise tickets is told why and whom to ask', async ({ page, visitor }) => {
  await enter(page, chloe);
  await page.goto('/tickets/new');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You can’t raise a ticket yet');
  for (const name of ['Harbourline Logistics', 'Alice Kowalska', 'Bruno Meyer', 'Ines Duarte', 'Hugo Brandt']) {
    await expect(page.getByRole('main')).toContainText(name);
  }
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeHidden();
  await accessible(page);

  const agent = await visitor(grace);
  await agent.goto('/tickets/new');
  await hydrated(agent);
  await expect(agent.getByRole('heading', { level: 1 })).toHaveText('New ticket for a customer');
  await accessible(agent);
});
