/** The help centre: reading, searching, rating and writing articles. */
import { alice, bruno, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { rareWord } from '../../support/tickets';

test('somebody signed out finds an article and reads it', { tag: '@phone' }, async ({ page }) => {
  await page.goto('/help');
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'Help', level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByRole('searchbox', { name: 'Search the help centre' }).fill('forgoten pasword');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('about “forgoten pasword”');
  await accessible(page);
  await page.getByRole('link', { name: /Forgotten your password/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Forgotten your password?', level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Locked out' }).click();
  await expect(page).toHaveURL(/#locked-out$/);
  await expect(page.getByRole('heading', { name: 'Locked out' })).toBeInViewport();
  await expect(page.getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a reader says whether it helped, and changes their mind', async ({ page }) => {
  await enter(page, bruno);
  await page.goto('/help/export');
  await hydrated(page);
  const rating = page.getByRole('region', { name: 'Did this answer your question?' });
  await rating.getByRole('button', { name: 'No' }).click();
  await expect(page.getByText('You said this didn’t help')).toBeVisible();
  await hydrated(page);
  await rating.getByRole('button', { name: 'Yes' }).click();
  await expect(page.getByText('Thanks! You said this helped.')).toBeVisible();
  await expect(rating.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true');
  await accessible(page);
});

test('articles are offered beside a new ticket', async ({ page }) => {
  await enter(page, alice);
  await page.goto('/tickets/new');
  await hydrated(page);
  await page.getByLabel('Subject').pressSequentially('How do I add a contact to our plan');
  await expect(page.getByText(/may help/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add a contact', exact: true })).toHaveAttribute('href', '/help/add-a-contact');
});

test('an author writes, previews, publishes, changes, restores and withdraws', async ({ page, browser }) => {
  const word = rareWord();
  await enter(page, grace);
  await page.goto('/help');
  await page.getByRole('link', { name: 'Manage articles' }).click();
  await expect(page.getByRole('heading', { name: 'Manage articles' })).toBeVisible();
  await hydrated(page);
  await accessible(page);
  await page.getByRole('link', { name: 'New article' }).click();
  await hydrated(page);
  await page.getByLabel('Title').fill(`Zeppelins on ${word}`);
  await page.getByLabel('Summary').fill('Where they land.');
  await page.getByLabel('Category', { exact: true }).selectOption({ label: 'Tickets' });
  await page.locator('.composer-text').fill('They land on the roof. ');
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.getByRole('textbox', { name: 'Link address' }).fill('/plan');
  await page.getByRole('textbox', { name: 'Link address' }).press('Enter');
  await page.getByLabel('What people ask').fill('Where does the zeppelin land?');
  await accessible(page);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Saved as a draft.')).toBeVisible();
  await hydrated(page);
  await accessible(page);
  await expect(page.locator('.composer-text')).toContainText('They land on the roof.');
  await expect(page.locator('.composer-text a')).toHaveAttribute('href', '/plan');
  await page.getByRole('link', { name: 'Preview' }).click();
  await expect(page.getByText('only authors can see this')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Published.', { exact: true })).toBeVisible();

  const reader = await browser.newContext();
  const reading = await reader.newPage();
  await reading.goto(`/help/zeppelins-on-${word}`);
  await expect(reading.getByText('They land on the roof.')).toBeVisible();

  await hydrated(page);
  await page.locator('.composer-text').fill('They land elsewhere now.');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Published, with newer draft')).toBeVisible();
  await reading.reload();
  await expect(reading.getByText('They land on the roof.')).toBeVisible();
  await page.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('That version is now the latest draft.')).toBeVisible();
  await page.getByRole('button', { name: 'Unpublish' }).click();
  await expect(page.getByText('Unpublished. Readers can’t see it any more.')).toBeVisible();
  await reading.goto(`/help/zeppelins-on-${word}`);
  await expect(reading).toHaveURL(/\/login/);
  await reader.close();
});
