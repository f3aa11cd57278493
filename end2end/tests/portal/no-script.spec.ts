import { alice, grace } from '../../support/people';
import { enter, expect, signIn, test } from '../../support/test';
import {
  answerBox, details, fact, file, raiseTicket, rareWord, rows, said, search, send, sortBy, status, subjects,
} from '../../support/tickets';

// The whole main job in a browser that runs no scripts.
test.use({ noscript: true });

test('finding, sorting, opening and answering', async ({ page }) => {
  const word = rareWord();
  await signIn(page, alice);
  for (const letter of ['B', 'a', 'C']) await raiseTicket(page, `${letter} ${word}`);
  await search(page, word);
  await sortBy(page, 'Subject', 'ascending');
  await expect(subjects(page)).toHaveText([`a ${word}`, `B ${word}`, `C ${word}`]);
  await sortBy(page, 'Subject', 'descending');
  await expect(subjects(page)).toHaveText([`C ${word}`, `B ${word}`, `a ${word}`]);
  await page.getByRole('link', { name: 'My tickets' }).click();
  await expect(page.getByRole('link', { name: 'My tickets' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('searchbox')).toHaveValue(word);

  await page.getByRole('link', { name: `B ${word}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`B ${word}`);
  await answerBox(page).fill(`Answered without a script ${word}`);
  await send(page).click();
  await expect(page).toHaveURL(/#m-/);
  await expect(said(page, `Answered without a script ${word}`)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue('');

  // Nothing typed is nothing sent; the page says so.
  const coming = page.waitForResponse((response) => response.request().method() === 'POST');
  await send(page).click();
  expect((await coming).status()).toBe(422);
  await expect(answerBox(page)).toHaveAccessibleDescription('This is needed.');
});

test('pages and their size', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets');
  await page.getByRole('link', { name: 'Show closed' }).click();
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL('/tickets?closed=1&page=2');
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await page.getByLabel('Tickets on a page').selectOption({ label: '50 a page' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByText(/^1–50 of \d+$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Hide closed' })).toBeVisible();
});

test('raising a ticket: what is missing is asked for and nothing typed is lost', async ({ page }) => {
  const word = rareWord();
  const subject = `Scanner frozen ${word}`;
  const description = `<textarea> & "quotes" stay, ${word}.\n\nSo do\n  lines.`;
  await enter(page, alice);
  await page.goto('/');
  await page.getByRole('link', { name: 'New ticket' }).click();
  const incident = page.getByRole('group', { name: 'For Incident' });
  const files = [file('scanner log.txt', `frozen ${word}`), file('times.csv', '9:00,9:05')];

  await page.getByRole('textbox', { name: 'Subject' }).fill('  ');
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Field service / Handhelds and scanners' });
  await page.getByLabel('Priority').selectOption({ label: 'Urgent' });
  await page.getByLabel('Description').fill(description);
  await incident.getByLabel('Number of people').fill('7');
  await page.getByLabel('Attachments').setInputFiles(files);
  const coming = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Create' }).click();
  expect((await coming).status()).toBe(422);

  await expect(page.getByRole('alert').filter({ hasText: '2 fields need another look.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveAccessibleDescription(/This is needed\./);
  await expect(incident.getByLabel('Who is affected')).toHaveAccessibleDescription(/This is needed\./);
  await expect(page.getByLabel('Ticket type').locator('option:checked')).toHaveText('Incident');
  await expect(page.getByLabel('Assign to queue').locator('option:checked')).toHaveText('Field service / Handhelds and scanners');
  await expect(page.getByLabel('Priority').locator('option:checked')).toHaveText('Urgent');
  await expect(page.getByLabel('Description')).toHaveValue(description);
  await expect(incident.getByLabel('Number of people')).toHaveValue('7');
  await expect(page.getByRole('alert').filter({ hasText: 'Choose your files again' })).toBeVisible();

  await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await incident.getByLabel('Who is affected').selectOption({ label: 'One team' });
  await page.getByLabel('Attachments').setInputFiles(files);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
  await expect(page).toHaveURL(/\/tickets\/[A-Z]+-\d+$/);
  await expect(said(page, 'So do')).toContainText('<textarea> & "quotes" stay');
  await expect(fact(page, 'Who is affected')).toHaveText('One team');
  await expect(fact(page, 'Number of people')).toHaveText('7');
  await expect(fact(page, 'Priority')).toHaveText('Urgent');
  for (const { name } of files) await expect(details(page).getByRole('link', { name })).toBeVisible();
});

test('closing, reopening, subscribing, and the two views', async ({ page }) => {
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, `Closed and opened ${rareWord()}`)}`);
  await page.getByRole('button', { name: 'Close ticket' }).click();
  await expect(said(page, 'Alice Kowalska closed the ticket')).toHaveCount(1);
  await expect(status(page)).toHaveText('Closed');
  await page.getByRole('button', { name: 'Reopen' }).click();
  await expect(said(page, 'Alice Kowalska reopened the ticket')).toHaveCount(1);
  await expect(status(page)).toHaveText('Open');
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unsubscribe' })).toBeVisible();

  const address = page.url();
  await expect(page.getByRole('link', { name: 'Chat view' })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('link', { name: 'Framed view' }).click();
  await expect(page.getByRole('link', { name: 'Framed view' })).toHaveAttribute('aria-current', 'true');
  await page.goto(address);
  await expect(page.getByRole('link', { name: 'Framed view' })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('link', { name: 'Chat view' }).click();
  await page.goto(address);
  await expect(page.getByRole('link', { name: 'Chat view' })).toHaveAttribute('aria-current', 'true');
});
