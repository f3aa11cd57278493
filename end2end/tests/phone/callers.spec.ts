import { chloe, grace, iris } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord, said } from '../../support/tickets';

test('an agent finds who has called and writes down what was said', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, grace);
  await page.goto('/');
  await hydrated(page);
  await page.getByRole('link', { name: 'New ticket' }).click();
  const find = page.getByRole('searchbox', { name: 'Name, email or company' });
  await expect(find).toBeFocused();
  await accessible(page);
  await find.fill('benn');
  const found = page.getByRole('link', { name: 'Chloe Bennett' });
  await expect(found).toBeVisible();
  await expect(page).toHaveURL(/find=benn/);
  await accessible(page);
  await find.press('Tab');
  await page.keyboard.press('Tab');
  await expect(found).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New ticket for Chloe Bennett');
  await expect(page.getByText('This person isn’t a contact on the company’s plan.')).toBeVisible();
  await expect(page.getByRole('complementary').filter({ hasText: 'Harbourline Logistics' })).toContainText('Hugo Brandt');
  await accessible(page);
  await page.getByLabel('Subject').fill(`Scanner ${word}`);
  await page.getByLabel('Ticket type').selectOption({ label: 'Question' });
  await page.getByLabel('Assign to queue').selectOption({ label: 'Software' });
  await page.getByRole('textbox', { name: 'What they said' }).fill('She called from the gate.');
  await page.getByRole('button', { name: 'Create' }).click();
  const exception = page.getByLabel('Why raise this as an exception?');
  await expect(exception).toBeFocused();
  await expect(page.getByLabel('Subject')).toHaveValue(`Scanner ${word}`);
  await exception.fill('Alice is away today');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Scanner ${word}`);
  await expect(said(page, 'Grace Okoye raised this as an exception to the plan: Alice is away today')).toHaveCount(1);
  await accessible(page);

  const customer = await visitor(chloe);
  await customer.goto(page.url());
  await hydrated(customer);
  await expect(said(customer, 'She called from the gate.')).toHaveCount(1);
  await expect(said(customer, 'exception')).toHaveCount(0);
});

test('whoever may only read raises nothing', async ({ page }) => {
  await enter(page, iris);
  await page.goto('/');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'New ticket' })).toBeHidden();
});
