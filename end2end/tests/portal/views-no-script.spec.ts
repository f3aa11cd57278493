import { dmitri, rosa } from '../../support/people';
import { enter, expect, test } from '../../support/test';
import { raiseTicket, rareWord, subjects } from '../../support/tickets';

test.use({ noscript: true });

test('a view is saved, opened, put in order, renamed and removed', async ({ page }) => {
  test.slow();
  const word = rareWord();
  await enter(page, dmitri);
  for (const letter of ['a', 'b']) await raiseTicket(page, `${letter} ${word}`);
  const panel = page.getByRole('dialog', { name: 'Views', exact: true });
  for (const [name, sort] of [['First', 'subject'], ['Second', '-subject']]) {
    await page.goto(`/tickets?q=${word}&sort=${sort}`);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await panel.getByLabel(/^Name/).fill(`${name} ${word}`);
    await panel.getByRole('button', { name: 'Save view' }).click();
    await expect(page).toHaveURL(/view=[a-z0-9]+$/);
  }
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: word });
  await expect(links).toHaveText([`First ${word}`, `Second ${word}`]);
  await links.first().click();
  await expect(subjects(page)).toHaveText([`a ${word}`, `b ${word}`]);

  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await panel.getByRole('button', { name: `Move Second ${word} up` }).click();
  await expect(links).toHaveText([`Second ${word}`, `First ${word}`]);
  await panel.getByRole('listitem').filter({ hasText: `First ${word}` }).getByText('Rename').first().click();
  await panel.getByLabel(`New name of First ${word}`).fill(`Third ${word}`);
  await panel.getByRole('button', { name: 'Rename' }).click();
  await expect(links).toHaveText([`Second ${word}`, `Third ${word}`]);
  for (const name of ['Second', 'Third']) await panel.getByRole('button', { name: `Remove ${name} ${word}` }).click();
  await expect(links).toHaveCount(0);
});

test('a view opens with the address of the desk', async ({ page, isMobile }) => {
  test.skip(isMobile, 'one person has one first view');
  const word = rareWord();
  await enter(page, rosa);
  await page.goto(`/tickets?closed=1&sort=subject`);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Views', exact: true });
  await panel.getByLabel(/^Name/).fill(`Mine ${word}`);
  await panel.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await panel.getByRole('button', { name: `Open the dashboard with Mine ${word}` }).click();
  await page.goto('/');
  await expect(page).toHaveURL(/^[^?]*\/tickets\?closed=1&sort=subject&view=[a-z0-9]+$/);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await panel.getByRole('button', { name: `Remove Mine ${word}` }).click();
  await page.goto('/');
  await expect(page).toHaveURL('/');
});

test('a closed ticket is rated', async ({ page }) => {
  const word = rareWord();
  await enter(page, dmitri);
  const number = await raiseTicket(page, `Done ${word}`);
  await page.goto(`/tickets/${number}`);
  await page.getByRole('button', { name: 'Close ticket' }).click();
  const part = page.getByRole('region', { name: 'How did we do?' });
  await part.getByRole('radio', { name: /^Fair/ }).press('Space');
  await part.getByLabel('What should we know?').fill(`So ${word}`);
  await part.getByRole('button', { name: 'Send rating' }).click();
  await expect(part.getByText('Fair (3 of 5)')).toBeVisible();
  await expect(part.locator('.said-text')).toHaveText(`So ${word}`);
});
