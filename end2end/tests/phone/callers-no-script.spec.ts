import { grace } from '../../support/people';
import { enter, expect, test } from '../../support/test';
import { rareWord, said } from '../../support/tickets';

test.use({ noscript: true });

test('a call is written down without a script, with somebody added on the way', async ({ page }) => {
  const word = rareWord();
  await enter(page, grace);
  await page.goto('/tickets/new');
  await page.getByRole('searchbox').fill('ashlow');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('main').getByRole('link', { name: /Ashlow/ }).click();
  await page.getByRole('link', { name: 'Add somebody new' }).click();
  await page.getByLabel('First name').fill('Nell');
  await page.getByLabel('Last name').fill(word);
  await page.getByRole('textbox', { name: 'Email' }).fill(`nell.${word}@ashlow.example`);
  await page.getByLabel('Role').selectOption({ label: 'Employee' });
  await page.getByRole('button', { name: 'Add and go on' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`New ticket for Nell ${word}`);
  await page.getByLabel('Subject').fill(`Door ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Software' });
  await page.getByRole('textbox', { name: 'What was said' }).fill('It squeaks.');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText(/This person is not a contact.*say why/).first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What was said' })).toHaveValue('It squeaks.');
  await page.getByLabel('Raise it as an exception: why?').fill('New there');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Door ${word}`);
  await expect(said(page, 'It squeaks.')).toHaveCount(1);
});
