/** What authors of the help centre have beside the text: categories, and a form that loses nothing. */
import { grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

test('categories are added, renamed, put in order and deleted', async ({ page }) => {
  const name = `Odds ${rareWord()}`;
  await enter(page, grace);
  await page.goto('/help/manage');
  await page.getByRole('link', { name: 'Categories' }).click();
  await hydrated(page);
  await accessible(page);
  const added = page.getByRole('textbox', { name: 'New category' });
  await added.focus();
  await page.keyboard.insertText(name.padEnd(200, '.'));
  await expect(page.getByText('At most 150 characters; this is 200.')).toBeVisible();
  await expect(added).toHaveValue(name.padEnd(200, '.'));
  await accessible(page);
  await added.fill(name);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const line = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Rename ${name}`, exact: true }) });
  await expect(line).toContainText('Empty');
  await hydrated(page);
  await line.getByRole('button', { name: `Move ${name} up`, exact: true }).click();
  await expect(line.getByRole('button', { name: `Move ${name} down`, exact: true })).toBeEnabled();
  await hydrated(page);
  await line.getByRole('textbox').fill(`${name} and ends`);
  await line.getByRole('button', { name: `Rename ${name}`, exact: true }).click();
  await hydrated(page);
  const renamed = page.getByRole('button', { name: `Delete ${name} and ends`, exact: true });
  await expect(renamed).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete Tickets', exact: true })).toHaveCount(0);
  await accessible(page);
  await renamed.click();
  await expect(renamed).toHaveCount(0);
});

test('what an author has written survives leaving, and leaving asks', async ({ page }) => {
  const title = `Balloons ${rareWord()}`;
  await enter(page, grace);
  await page.goto('/help/manage/new');
  await hydrated(page);
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Summary').fill('Why they rise.');
  await page.locator('.composer-text').fill('Because they are light.');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Signed-in users').check();
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toBe(1);
  await hydrated(page);
  await expect(page.getByText('Your unsaved changes are back')).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue(title);
  await expect(page.getByLabel('Signed-in users')).toBeChecked();
  await expect(page.locator('.composer-text')).toContainText('Because they are light.');
  await accessible(page);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Saved as a draft.')).toBeVisible();
  expect(asked).toBe(1);
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => /^portico:kept:.*\/new$/.test(name)));
  await expect.poll(kept).toEqual([]);
  await page.goto('/help/manage/new');
  await hydrated(page);
  await expect(page.getByLabel('Title')).toHaveValue('');
  await expect(page.getByText('Your unsaved changes are back')).toHaveCount(0);
  // What is not wanted any more is discarded.
  await page.getByLabel('Title').fill('Not wanted');
  await page.reload();
  await hydrated(page);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Your unsaved changes are back')).toHaveCount(0);
  await hydrated(page);
  await expect(page.getByLabel('Title')).toHaveValue('');
});

test('an article that was saved and published is not unsaved', async ({ page }) => {
  await enter(page, grace);
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  await page.goto('/help/manage/new');
  await hydrated(page);
  const text = page.locator('.composer-text');
  await page.getByLabel('Title').fill(`Kites ${rareWord()}`);
  await page.getByLabel('Summary').fill('Why they rise.');
  await text.fill('Because of the wind.');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.locator('input[name=audience][value=signed_in]').check();
  await page.locator('.help-save').getByRole('button').click();
  await expect(page).toHaveURL(/done=saved/);
  const again = page.locator('.help-writing > .notice');
  const opened = async () => {
    await hydrated(page);
    await expect(text).toContainText('Because of the wind.');
    await expect(again).toHaveCount(0);
  };
  await opened();
  await page.locator('form[action$="/publish"]').getByRole('button').click();
  await expect(page).toHaveURL(/done=published/);
  await opened();
  await page.reload();
  await opened();
  // Written on and taken back, it is as it was; written on, it is asked for.
  await page.getByLabel('Summary').fill('Why?');
  await page.getByLabel('Summary').fill('Why they rise.');
  await page.reload();
  await opened();
  expect(asked).toBe(0);
  await page.getByLabel('Summary').fill('Why?');
  await page.reload();
  await hydrated(page);
  await expect(again).toBeVisible();
  expect(asked).toBe(1);
});
