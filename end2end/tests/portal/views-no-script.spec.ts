import { dmitri } from '../../support/people';
import { enter, expect, test } from '../../support/test';
import { raiseTicket, rareWord, subjects } from '../../support/tickets';

test.use({ noscript: true });

test('a view is saved, opened, put in order, renamed and removed', async ({ page }) => {
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
  await panel.getByLabel(`New name for First ${word}`).fill(`Third ${word}`);
  await panel.getByRole('button', { name: 'Rename' }).click();
  await expect(links).toHaveText([`Second ${word}`, `Third ${word}`]);
  for (const name of ['Second', 'Third']) await panel.getByRole('button', { name: `Remove ${name} ${word}` }).click();
  await expect(links).toHaveCount(0);
});
