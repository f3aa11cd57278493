import { chips, expectTotal, heads, opener, openPanel, panel, resetFilters, showFilters, usualColumns, value } from '../../support/dashboard';
import { alice, anders, grace, priya } from '../../support/people';
import { enter, expect, signIn, test } from '../../support/test';
import {
  answerBox, details, fact, file, raiseTicket, rareWord, rows, said, search, send, sortBy, status, subjects, unfold,
} from '../../support/tickets';

// The whole main job in a browser that runs no scripts.
test.use({ noscript: true });

test('finding, sorting, opening and answering', { tag: '@phone' }, async ({ page }) => {
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
  await expect(answerBox(page)).toHaveAccessibleDescription('Required');
});

test('pages and their size', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets');
  await page.getByRole('link', { name: 'Show closed' }).click();
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL('/tickets?closed=1&page=2');
  await expect(page.getByText(/^26–50 of \d+$/)).toBeVisible();
  await page.getByLabel('Tickets per page').selectOption({ label: '50 per page' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByText(/^1–50 of \d+$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Hide closed' })).toBeVisible();
});

test('raising a ticket: what is missing is asked for and nothing typed is lost', { tag: '@phone' }, async ({ page }) => {
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

  await expect(page.getByRole('alert').filter({ hasText: 'Please check the 2 fields marked below.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveAccessibleDescription(/Required/);
  await expect(incident.getByLabel('Who is affected')).toHaveAccessibleDescription(/Required/);
  await expect(page.getByLabel('Ticket type').locator('option:checked')).toHaveText('Incident');
  await expect(page.getByLabel('Assign to queue').locator('option:checked')).toHaveText('Field service / Handhelds and scanners');
  await expect(page.getByLabel('Priority').locator('option:checked')).toHaveText('Urgent');
  await expect(page.getByLabel('Description')).toHaveValue(description);
  await expect(incident.getByLabel('Number of people')).toHaveValue('7');
  for (const { name } of files) await expect(page.getByRole('checkbox', { name }), 'nothing has to be chosen again').toBeChecked();

  await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await incident.getByLabel('Who is affected').selectOption({ label: 'One team' });
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
  await expect(page).toHaveURL(/\/tickets\/[A-Z]+-\d+$/);
  await expect(said(page, 'So do')).toContainText('<textarea> & "quotes" stay');
  await expect(fact(page, 'Who is affected')).toHaveText('One team');
  await expect(fact(page, 'Number of people')).toHaveText('7');
  await expect(fact(page, 'Priority')).toHaveText('Urgent');
  await unfold(page);
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

test('every filter is a form', { tag: '@phone' }, async ({ page }) => {
  await enter(page, anders);
  await page.goto('/tickets?closed=1&sort=subject&size=50');
  const apply = (name: string) => panel(page, name).getByRole('button', { name: 'Apply' }).click();

  const queues = await openPanel(page, 'Queue');
  await expect(page).toHaveURL((url) => url.searchParams.get('open') === 'queue');
  await value(queues, 'Software').check();
  await value(queues, 'Field service').check();
  await apply('Queue');
  await expect(chips(page)).toHaveText([/^Queue: Software/, /^Queue: Field service/]);
  await expect(panel(page, 'Queue')).toHaveCount(0);
  await expect(page).toHaveURL((url) => url.searchParams.getAll('queue').join() === 'software,field' && url.searchParams.get('sort') === 'subject');

  const types = await openPanel(page, 'Type');
  const count = Number(/\d+$/.exec(await types.getByRole('listitem').filter({ hasText: 'Incident' }).innerText())?.[0]);
  await value(types, 'Incident').check();
  await apply('Type');
  await expect(chips(page)).toHaveCount(3);
  await expectTotal(page, count);
  await showFilters(page);
  await expect(opener(page, 'Queue')).toHaveAccessibleName('Queue 2 selected');

  // What is chosen stands in its form, and can be changed there.
  const again = await openPanel(page, 'Queue');
  await expect(value(again, 'Software')).toBeChecked();
  await value(again, 'Software').uncheck();
  await apply('Queue');
  await expect(chips(page)).toHaveText([/^Queue: Field service/, /^Type: Incident/]);

  await page.getByRole('link', { name: 'Type: Incident, remove' }).click();
  await expect(chips(page)).toHaveText([/^Queue: Field service/]);
  await showFilters(page);
  await resetFilters(page).click();
  await expect(page).toHaveURL('/tickets?sort=subject&size=50');

  const statuses = await openPanel(page, 'Status');
  await value(statuses, 'Closed').check();
  await apply('Status');
  await expect(rows(page).first().locator('.col-status')).toHaveText('Closed');
});

test('a period is a form', async ({ page }) => {
  await enter(page, anders);
  await page.goto('/tickets?closed=1');
  await openPanel(page, 'Period');
  await panel(page, 'Period').getByRole('radio', { name: 'Last 30 days' }).check();
  await panel(page, 'Period').getByRole('radio', { name: 'Created' }).check();
  await panel(page, 'Period').getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('period') === '30d' && url.searchParams.get('on') === 'created');
  await expect(opener(page, 'Period')).toHaveAccessibleName('Period 1 selected');

  await openPanel(page, 'Period');
  await expect(panel(page, 'Period').getByRole('radio', { name: 'Last 30 days' })).toBeChecked();
  await panel(page, 'Period').getByLabel('From').fill('2026-01-01');
  await panel(page, 'Period').getByLabel('To', { exact: true }).fill('2026-06-30');
  await panel(page, 'Period').getByRole('button', { name: 'Apply' }).click();
  await openPanel(page, 'Period');
  await expect(panel(page, 'Period').getByLabel('From')).toHaveValue('2026-01-01');
  await expect(panel(page, 'Period').getByLabel('To', { exact: true })).toHaveValue('2026-06-30');

  await panel(page, 'Period').getByLabel('From').fill('2026-07-01');
  await panel(page, 'Period').getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'was ignored: to.' })).toBeVisible();
});

test('an assignee is found by name', async ({ page }) => {
  await enter(page, grace);
  await page.goto('/tickets?closed=1&company=fenmoor');
  const people = await openPanel(page, 'Assignee');
  await value(people, 'Nadia Rahman').check();
  await people.getByRole('button', { name: 'Apply' }).click();
  await openPanel(page, 'Assignee');
  await people.getByRole('searchbox', { name: 'Find by name' }).fill('lindq');
  await people.getByRole('button', { name: 'Find' }).click();
  await expect(value(people, 'Grace Okoye')).toHaveCount(0);
  await expect(people.getByRole('searchbox', { name: 'Find by name' })).toHaveValue('lindq');
  await expect(value(people, 'Nadia Rahman')).toBeChecked();
  await value(people, 'Jonas Lindqvist').check();
  await people.getByRole('button', { name: 'Apply' }).click();
  await expect(panel(page, 'Assignee')).toHaveCount(0);
  await expect(chips(page)).toHaveCount(3);
  await expect(chips(page).filter({ hasText: 'Jonas Lindqvist' })).toBeVisible();
  await expect(chips(page).filter({ hasText: 'Nadia Rahman' })).toBeVisible();
});

test('a panel shuts by its cross, and the view stays', async ({ page }) => {
  await enter(page, anders);
  await page.goto('/tickets?closed=1&queue=field');
  await openPanel(page, 'Type');
  await panel(page, 'Type').getByRole('link', { name: 'Close' }).click();
  await expect(panel(page, 'Type')).toHaveCount(0);
  await expect(page).toHaveURL((url) => url.searchParams.get('queue') === 'field' && url.searchParams.get('closed') === '1');
});

test('columns: chosen, moved, and the usual ones again', async ({ page }) => {
  const title = 'Set column properties';
  await enter(page, priya);
  await usualColumns(page);
  await page.goto('/tickets?closed=1');
  const columns = () => heads(page).evaluateAll((found) => found.map((cell) => cell.className.replace('col-', '')));
  const first = await columns();
  const chosen = await openPanel(page, title);
  await chosen.getByRole('listitem').getByRole('checkbox', { name: 'Priority' }).uncheck();
  await chosen.getByRole('listitem').getByRole('checkbox', { name: 'Reporter' }).check();
  await chosen.getByRole('button', { name: 'Save' }).click();
  await expect(panel(page, title)).toHaveCount(0);
  const mine = [...first.filter((name) => name !== 'priority'), 'reporter'];
  await expect.poll(columns).toEqual(mine);
  await expect(page).toHaveURL((url) => url.searchParams.get('closed') === '1');

  await openPanel(page, title);
  await panel(page, title).getByRole('button', { name: 'Move Subject up' }).click();
  await expect.poll(columns).toEqual(['subject', 'number', ...mine.slice(2)]);
  // The panel stays, for the next move.
  await panel(page, title).getByRole('button', { name: 'Move Subject down' }).click();
  await expect.poll(columns).toEqual(mine);

  await panel(page, title).getByRole('group', { name: 'Search by' }).getByRole('checkbox', { name: 'Subject' }).uncheck();
  await panel(page, title).getByRole('button', { name: 'Save' }).click();
  await search(page, 'e');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();

  await openPanel(page, title);
  await panel(page, title).getByRole('button', { name: 'Reset columns' }).click();
  await page.goto('/tickets');
  await expect.poll(columns).toEqual(first);
});

test('a column is as wide as the panel says', async ({ page }) => {
  await enter(page, priya);
  await usualColumns(page);
  await page.goto('/tickets');
  await openPanel(page, 'Set column properties');
  await panel(page, 'Set column properties').getByRole('spinbutton', { name: 'Subject: width in pixels' }).fill('200');
  await panel(page, 'Set column properties').getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await page.locator('th.col-subject').boundingBox())?.width).toBe(200);
  await expect(page.getByRole('separator')).toHaveCount(0);
  await usualColumns(page);
});

test('no column at all is refused, and says so', async ({ page }) => {
  await enter(page, priya);
  await usualColumns(page);
  await page.goto('/tickets?open=columns');
  const boxes = panel(page, 'Set column properties').getByRole('listitem').getByRole('checkbox', { checked: true });
  while ((await boxes.count()) > 0) await boxes.first().uncheck();
  await panel(page, 'Set column properties').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ }).first()).toBeVisible();
});

test('the export is a link', async ({ page }) => {
  await enter(page, anders);
  await page.goto('/tickets?queue=field&page=1');
  await openPanel(page, 'Export');
  await expect(page.getByRole('link', { name: 'Shown columns (CSV)' })).toHaveAttribute('href', '/tickets/export?queue=field');
  await expect(page.getByRole('link', { name: 'All columns (CSV)' })).toHaveAttribute('href', '/tickets/export?queue=field&all=1');
});
