/** What is too much is said before anything is cut, sent or lost. */
import type { Page } from '@playwright/test';
import { alice } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { answerBox, file, raiseTicket, rareWord, said, send } from '../../support/tickets';

const uploads = (page: Page) => page.locator('[name=upload]');

/** A fresh ticket of Alice's, ready to be answered. */
async function answering(page: Page, subject: string) {
  await enter(page, alice);
  await page.goto(`/tickets/${await raiseTicket(page, subject)}`);
  await hydrated(page);
  await expect(page.locator('form.reply')).toHaveAttribute('data-watched', '');
}

/** Puts files on a target, by pasting or dropping them. */
async function insertFiles(page: Page, how: 'paste' | 'drop', selector: string, files: { name: string; type: string }[], text = '') {
  return page.evaluate(
    ({ how, selector, files, text }) => {
      const data = new DataTransfer();
      for (const { name, type } of files) data.items.add(new File(['content'], name, { type }));
      if (text) data.setData('text/plain', text);
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector(selector)?.dispatchEvent(event);
      return event.defaultPrevented;
    },
    { how, selector, files, text },
  );
}

test('a paste of 60,000 characters is kept whole, and refused in words', async ({ page }) => {
  const word = rareWord();
  await answering(page, `Long ${word}`);
  const text = `${word} `.repeat(60_000).slice(0, 60_000);
  await answerBox(page).focus();
  await page.keyboard.insertText(text);
  await expect(page.getByText('At most 50,000 characters; this is 60,000.')).toBeVisible();
  await expect(answerBox(page)).toHaveJSProperty('value', text);
  await accessible(page);
  await send(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'check the field marked below' })).toBeVisible();
  await expect(answerBox(page)).toHaveJSProperty('value', text);
  await answerBox(page).fill(`Shorter ${word}`);
  await expect(page.getByText('At most 50,000 characters; this is 60,000.')).toHaveCount(0);
  await send(page).click();
  await expect(said(page, `Shorter ${word}`)).toHaveCount(1);
});

test('of thirty files those beyond twenty are named, and not sent', async ({ page }) => {
  const word = rareWord();
  await answering(page, `Thirty ${word}`);
  let sent = 0;
  page.on('request', (request) => (sent += Number(request.url().endsWith('/uploads'))));
  await page.getByLabel('Attachments').setInputFiles(Array.from({ length: 30 }, (_, n) => file(`file-${n + 1}.txt`, word)));
  await expect(page.getByText('At most 20 files in one message. Left out: file-21.txt')).toBeVisible();
  await expect(uploads(page)).toHaveCount(20);
  expect(sent).toBe(20);
  await accessible(page);
  await answerBox(page).fill(`Twenty of them ${word}`);
  await send(page).click();
  await expect(said(page, `Twenty of them ${word}`).getByRole('link')).toHaveCount(20);
  await expect(page.getByText('Left out:')).toHaveCount(0);
});

test('a screenshot pasted into the plain box is attached, and text stays text', async ({ page }) => {
  const word = rareWord();
  await answering(page, `Screenshot ${word}`);
  const screenshot = [{ name: 'image.png', type: 'image/png' }];
  expect(await insertFiles(page, 'paste', 'form.reply textarea', screenshot)).toBe(true);
  await expect(uploads(page)).toHaveCount(1);
  await expect(page.locator('.files-chosen .file-name')).toHaveText(/^picture-\w+\.png$/);
  expect(await insertFiles(page, 'paste', 'form.reply textarea', screenshot, 'cells of a table')).toBe(false);
  await expect(uploads(page)).toHaveCount(1);
  await send(page).click();
  await expect(page.locator('.talk').getByRole('link', { name: /picture-/ })).toBeVisible();
});

test('a file dropped beside the form is attached', async ({ page }) => {
  await answering(page, `Beside ${rareWord()}`);
  expect(await insertFiles(page, 'drop', 'h1', [{ name: 'beside.txt', type: 'text/plain' }]), 'it does not open').toBe(true);
  await expect(page.getByRole('button', { name: 'Remove beside.txt' })).toBeVisible();
});

test('a field that is wrong is shown with its label', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 480 });
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await page.getByRole('textbox', { name: 'Subject' }).fill('  ');
  await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
  await page.getByLabel('Assign to queue').selectOption({ index: 1 });
  await page.getByLabel('Description').fill('Something');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeFocused();
  const bar = await page.locator('.top').boundingBox();
  await expect.poll(async () => (await page.locator('label[for=field-subject]').boundingBox())?.y ?? 0).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
});

test('what a new ticket lacks is said beside its fields, all at once', { tag: '@phone' }, async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
  await page.getByRole('button', { name: 'Create' }).click();
  const subject = page.getByRole('textbox', { name: 'Subject' });
  const lacking = [subject, page.getByLabel('Assign to queue'), page.getByLabel('Description'), page.getByLabel('Who is affected')];
  for (const field of lacking) await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('.field-fault:visible').first()).toBeVisible();
  await expect(subject).toBeFocused();
  await accessible(page);
  await expect(page).toHaveURL('/tickets/new');
});

test('unsaved text of a form is not left without a question', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/account');
  await hydrated(page);
  const position = page.getByLabel('Position');
  const before = await position.inputValue();
  const asked: string[] = [];
  let answer = false;
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void (answer ? dialog.accept() : dialog.dismiss());
  });
  const plan = page.getByRole('navigation').getByRole('link', { name: 'Plan', exact: true });
  await position.fill('Head of boxes');
  await plan.click();
  await expect.poll(() => asked).toEqual(['confirm']);
  await expect(page).toHaveURL('/account');
  await expect(position).toHaveValue('Head of boxes');
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(['confirm', 'beforeunload']);
  await expect(position).toHaveValue('Head of boxes');

  // Saved, or as it was, nothing is asked.
  await page.locator('form[action="/account"]').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/done=/);
  await hydrated(page);
  await position.fill(before);
  await page.locator('form[action="/account"]').getByRole('button', { name: 'Save' }).click();
  await expect(position).toHaveValue(before);
  await hydrated(page);
  await position.fill('x');
  await position.fill(before);
  expect(asked).toHaveLength(2);
  await plan.click();
  await expect(page).toHaveURL(/\/plan/);
  expect(asked).toHaveLength(2);
  await page.goBack();
  await position.fill('Somebody else');
  answer = true;
  await plan.click();
  await expect(page).toHaveURL(/\/plan/);
  expect(asked).toHaveLength(3);
});

test('a list that shows closed tickets already does not offer to', async ({ page }) => {
  await enter(page, 'farid@smallpier.example');
  await page.goto('/tickets?closed=1');
  await expect(page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  await expect(page.locator('.empty').getByRole('link')).toHaveText(['New ticket']);
});

test('a form that was saved has nothing unsaved', async ({ page }) => {
  await enter(page, 'admin@portico.example');
  await page.goto('/admin/calendars/chat');
  await hydrated(page);
  const days = page.locator('[name=days]');
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  const saved = `${await days.inputValue()}\n2031-05-05 Stocktaking`.trim();
  await days.fill(saved);
  await page.locator('.calendar-form').getByRole('button').click();
  await expect(page.locator('.calendar-saved')).not.toBeEmpty();
  await hydrated(page);
  await expect(days).toHaveValue(saved);
  await days.fill('2031-05-06 Something else');
  await days.fill(saved);
  await page.getByRole('link', { name: 'Support', exact: true }).first().click();
  await expect(page).toHaveURL('/support');
  expect(asked).toBe(0);
});
