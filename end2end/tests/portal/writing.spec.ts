/** Nothing that somebody writes is lost, and nobody sees it who should not. */
import type { Page } from '@playwright/test';
import { alice, bruno, ewa, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { answerBox, details, file, raiseTicket, rareWord, said, send } from '../../support/tickets';

const saved = (page: Page) => expect(page.getByText('Draft saved')).toBeVisible();
const uploads = (page: Page) => page.locator('[name=upload]');
const offered = (page: Page) => page.getByText('Unsent drafts');
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

test('what is not saved yet is not said to be', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await open(page, await raiseTicket(page, `Saved ${word}`));
  await answerBox(page).fill(`One ${word}`);
  await saved(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/drafts?\b/, async (route) => {
    await held;
    await route.continue();
  });
  await answerBox(page).fill(`Two ${word}`);
  await expect(page.getByText('Draft saved')).toBeHidden();
  answer();
  await saved(page);
});

test('two windows do not overwrite each other', { tag: '@phone' }, async ({ page, context }) => {
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Windows ${word}`);
  await open(page, number);
  const other = await context.newPage();
  await open(other, number);
  await answerBox(page).fill(`First window ${word}`);
  await saved(page);
  await answerBox(other).fill(`Second window ${word}`);
  await expect(other.getByText('You wrote something different here')).toBeVisible();
  await expect(other.locator('.writing-other')).toHaveText(`First window ${word}`);
  await expect(answerBox(other)).toHaveValue(`Second window ${word}`);
  await accessible(other);
  await other.getByRole('button', { name: 'Use the other' }).click();
  await expect(answerBox(other)).toHaveValue(`First window ${word}`);
  await answerBox(other).fill(`Both ${word}`);
  await saved(other);
  await answerBox(page).fill(`First window again ${word}`);
  await page.getByRole('button', { name: 'Keep this one' }).click();
  await saved(page);
  await page.reload();
  await hydrated(page);
  await expect(answerBox(page)).toHaveValue(`First window again ${word}`);
});

test('what is sent without a connection goes by itself, once, also after a reload', async ({ page, context, tolerate }) => {
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
  await expect(said(page, `Sent from a tunnel ${word}`)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue('');

  await context.setOffline(true);
  await answerBox(page).fill(`And the next tunnel ${word}`);
  await page.getByLabel('Attachments').setInputFiles([file('ticket.txt', word)]);
  await send(page).click();
  await expect(page.getByText('Waiting for a connection')).toBeVisible();
  // The page is closed before the line is back, and another one is opened after it.
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto('/assets');
  await expect(toast(again).getByText(`Your message was sent. ${number}`)).toBeVisible();
  await open(again, number);
  await expect(said(again, `And the next tunnel ${word}`)).toHaveCount(1);
  await expect(said(again, `And the next tunnel ${word}`).getByRole('link', { name: 'ticket.txt' })).toBeVisible();
  await expect(answerBox(again)).toHaveValue('');
});

test('a message waits in sight on whatever page its author goes on to', { tag: '@phone' }, async ({ page, context, tolerate }) => {
  tolerate(/ERR_FAILED/);
  const word = rareWord();
  await enter(page, alice);
  const number = await raiseTicket(page, `Waiting ${word}`);
  await open(page, number);
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  await context.route('**/messages', (route) => route.abort());
  await answerBox(page).fill(`From below ${word}`);
  await send(page).click();
  await expect(page.getByText('Waiting for a connection')).toBeVisible();
  await page.getByRole('link', { name: 'Activities' }).click();
  await expect(page.getByText(`Your message is waiting for a connection: ${number}`)).toBeVisible();
  await accessible(page);
  await context.unroute('**/messages');
  await expect(toast(page).getByText(`Your message was sent. ${number}`)).toBeVisible();
  await expect(page.getByText('Your message is waiting for a connection')).toHaveCount(0);
  await open(page, number);
  await expect(said(page, `From below ${word}`)).toHaveCount(1);
});

test('what is written while a message is on its way stands in the box after it', async ({ page }) => {
  const word = rareWord();
  await enter(page, alice);
  await open(page, await raiseTicket(page, `On its way ${word}`));
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  let arrive = () => {};
  const way = new Promise<void>((next) => (arrive = next));
  await page.route('**/messages', (route) => way.then(() => route.continue()));
  await answerBox(page).fill(`First ${word}`);
  await send(page).click();
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeDisabled();
  await answerBox(page).fill(`First ${word} and one more thing`);
  arrive();
  await expect(said(page, `First ${word}`)).toHaveCount(1);
  await expect(answerBox(page)).toHaveValue('and one more thing');
  await saved(page);
});

test('a page whose text is nowhere else is not left without a question', async ({ page }) => {
  const word = rareWord();
  await page.addInitScript(() => {
    // A browser that keeps nothing, and a server that takes nothing.
    Storage.prototype.setItem = () => {
      throw new Error('full');
    };
  });
  await enter(page, alice);
  await open(page, await raiseTicket(page, `Leaving ${word}`));
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  await page.route('**/drafts', (route) => route.fulfill({ status: 200, body: '{}', headers: { 'content-type': 'text/plain' } }).catch(() => undefined));
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await answerBox(page).pressSequentially('Not kept');
  await page.evaluate(() => location.assign('/assets'));
  await expect.poll(() => asked).toBe(1);
  await expect(answerBox(page)).toHaveValue('Not kept');
});

test('a file shows how far it is, is cancelled, and is tried again', { tag: '@phone' }, async ({ page, tolerate }) => {
  tolerate(/ERR_FAILED/);
  const word = rareWord();
  await enter(page, alice);
  await open(page, await raiseTicket(page, `Slow line ${word}`));
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
  let lets: () => void = () => undefined;
  const held = new Promise<void>((done) => (lets = done));
  let tries = 0;
  await page.route('**/uploads', async (route) => {
    tries += 1;
    if (tries === 2) return route.abort();
    if (tries === 1) await held;
    await route.continue().catch(() => undefined);
  });
  await page.getByLabel('Attachments').setInputFiles([file('slow.txt', word)]);
  await expect(page.getByRole('progressbar', { name: 'slow.txt' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Remove slow.txt' }).click();
  await expect(page.getByText('slow.txt')).toHaveCount(0);
  lets();
  await page.getByLabel('Attachments').setInputFiles([file('broken.txt', word)]);
  await expect(page.getByText('Not sent yet')).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(uploads(page)).toHaveCount(1);
  await answerBox(page).fill(`With one file ${word}`);
  await send(page).click();
  const message = said(page, `With one file ${word}`);
  await expect(message.getByRole('link')).toHaveCount(1);
  await expect(message.getByRole('link', { name: 'broken.txt' })).toBeVisible();
});

test('a message is taken back, and its text with its file stands in the box', { tag: '@phone' }, async ({ page, visitor }) => {
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

test('who will see a message is said before it is sent', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const customer = await visitor(alice);
  const number = await raiseTicket(customer, `Seen by ${word}`);
  await open(customer, number);
  const seen = customer.locator('.audience');
  await expect(seen.locator('summary')).toContainText('Alice Kowalska');
  await expect(seen.locator('summary')).toContainText('support agents will see this');
  await answerBox(customer).focus();
  await seen.locator('summary').click();
  await expect(seen.getByRole('listitem').filter({ hasText: 'Grace Okoye' })).toBeVisible();
  await expect(seen).not.toContainText('Dmitri');
  await accessible(customer);

  await enter(page, grace);
  await open(page, number);
  await expect(page.locator('.audience summary')).toContainText('Alice Kowalska');
  await page.getByLabel('Private note, for agents only').check();
  await expect(page.locator('.audience .audience-note')).toBeVisible();
  await expect(page.locator('.audience summary')).toHaveText(/Only \d+ support agents will see this/, { useInnerText: true });
});

test('who will see a new ticket follows what is chosen for it', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets/new');
  const seen = page.locator('.audience');
  await expect(seen.locator('summary')).toHaveText(/^Who will see this depends on the type and queue: at most Alice Kowalska.* and \d+ support agents$/);
  await hydrated(page);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Field service / Print' });
  await expect(seen.locator('summary')).toHaveText(/^Alice Kowalska.* support agents will see this$/);
  await seen.locator('summary').click();
  await expect(seen.getByRole('listitem').filter({ hasText: 'Alice Kowalska' })).toContainText('reporter');
  await expect(seen.getByRole('listitem').filter({ hasText: 'Jonas' })).toContainText('agent');
  await accessible(page);
  await page.getByRole('button', { name: 'Formatting' }).click();
  const text = page.getByRole('textbox', { name: 'Description' }).and(page.locator('.composer-text'));
  await text.pressSequentially('Ask @bru');
  await page.getByRole('option', { name: 'Bruno Meyer' }).click();
  await expect(text.locator('.mention')).toHaveText('@Bruno Meyer');
  await text.pressSequentially('and @dmi');
  await expect(page.locator('.composer-mentions')).toBeHidden();
});

test('two new tickets are written side by side', async ({ page, context, visitor }) => {
  const word = rareWord();
  await enter(page, ewa);
  const subject = (page: Page) => page.getByRole('textbox', { name: 'Subject' });
  const fresh = async (page: Page) => {
    await page.goto('/tickets/new');
    await hydrated(page);
    await expect(page.locator('form.new-ticket')).toHaveAttribute('data-watched', '');
  };
  await fresh(page);
  await subject(page).fill(`First ${word}`);
  await saved(page);
  const other = await context.newPage();
  await fresh(other);
  await subject(other).fill(`Second ${word}`);
  await saved(other);
  const begun = (page: Page) => page.locator('.new-begun').getByRole('listitem').filter({ hasText: word });
  await expect(begun(other), 'what is open is not offered').toHaveCount(0);
  const again = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/drafts'));
  await subject(page).fill(`First still ${word}`);
  await again;
  for (const [tab, text] of [[page, `First still ${word}`], [other, `Second ${word}`]] as const) {
    await tab.reload();
    await hydrated(tab);
    await expect(subject(tab)).toHaveValue(text);
  }
  await page.route('**/drafts', (route) => route.fulfill({ status: 429 }));
  await subject(page).fill(`First at last ${word}`);
  await page.close();
  await other.close();
  const later = await context.newPage();
  await fresh(later);
  await offered(later).click();
  await expect(begun(later)).toHaveCount(2);
  await accessible(later);
  await begun(later).filter({ hasText: 'Second' }).getByRole('button', { name: 'Discard' }).click();
  await expect(begun(later)).toHaveCount(1);
  await begun(later).filter({ hasText: 'First at last' }).getByRole('button', { name: 'Continue' }).click();
  await expect(subject(later)).toHaveValue(`First at last ${word}`);
  await saved(later);

  const phone = await visitor(ewa);
  await fresh(phone);
  await offered(phone).click();
  await expect(begun(phone)).toHaveText(/First at last/);
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

test('a ticket that was begun is gone on with', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, ewa);
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

  const elsewhere = await visitor(ewa);
  await elsewhere.goto('/tickets/new');
  await hydrated(elsewhere);
  await expect(elsewhere.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
  await offered(elsewhere).click();
  await accessible(elsewhere);
  await elsewhere.getByRole('listitem').filter({ hasText: word }).getByRole('button', { name: 'Continue' }).click();
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
