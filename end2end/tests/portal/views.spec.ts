import { openPanel, showFilters } from '../../support/dashboard';
import { dmitri, grace } from '../../support/people';
import { accessible, enter, expect, hydrated, openMenu, shutMenu, test, ways } from '../../support/test';
import { raiseTicket, rareWord, rows, subjects, turn } from '../../support/tickets';

test('what is listed is saved under a name, opened from the menu, changed and removed', { tag: '@phone' }, async ({ page }) => {
  const word = rareWord();
  await enter(page, dmitri);
  for (const letter of ['a', 'b']) await raiseTicket(page, `${letter} ${word}`);
  await page.goto(`/tickets?q=${word}&sort=subject`);
  await hydrated(page);
  const panel = page.getByRole('dialog', { name: 'Views', exact: true });
  await showFilters(page);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await panel.getByLabel(/^Name/).fill(`Mine ${word}`);
  await accessible(page, '.panel');
  await panel.getByRole('button', { name: 'Save view' }).click();
  await expect(page).toHaveURL(new RegExp(`q=${word}&sort=subject&view=[a-z0-9]+$`));
  await hydrated(page);
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: `Mine ${word}` });
  await openMenu(page);
  await expect(link).toHaveAttribute('aria-current', 'page');
  // A search is not counted in the menu.
  await expect(link).toHaveAccessibleName(`Mine ${word}`);
  await shutMenu(page);
  await accessible(page);

  // From anywhere it is one click away, and the address is the view.
  await ways(page).getByRole('link', { name: 'Dashboard' }).click();
  await expect(page).toHaveURL('/tickets');
  await openMenu(page);
  await link.click();
  await expect(subjects(page)).toHaveText([`a ${word}`, `b ${word}`]);
  await expect(page.getByText('has unsaved changes')).toBeHidden();

  // Another order is a change that can be kept.
  await turn(page, 'Subject');
  await expect(page.getByText(`Mine ${word} has unsaved changes.`)).toBeVisible();
  await page.getByRole('link', { name: 'Discard changes' }).click();
  await expect(page.getByText('has unsaved changes')).toBeHidden();
  await turn(page, 'Subject');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(subjects(page)).toHaveText([`b ${word}`, `a ${word}`]);
  await expect(page.getByText('has unsaved changes')).toBeHidden();
  await hydrated(page);

  await openPanel(page, 'Views');
  await panel.getByRole('button', { name: `Remove Mine ${word}` }).click();
  await expect(link).toHaveCount(0);
  await expect(rows(page)).toHaveCount(2);
});

test('the numbers in the menu follow what others do', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, grace);
  // A number ends at 99, so it is one company's.
  await page.goto('/tickets?status=new&company=quayside');
  await hydrated(page);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Views', exact: true });
  await panel.getByLabel(/^Name/).fill(`New ${word}`);
  await panel.getByRole('button', { name: 'Save view' }).click();
  await expect(page).toHaveURL(/view=/);
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('data-live', 'on');
  const count = page.locator('.rail-view', { hasText: `New ${word}` }).locator('.rail-total');
  const number = async () => Number((await count.innerText()).replace(/\D/g, ''));
  const before = await number();
  const customer = await visitor(dmitri);
  await raiseTicket(customer, `Counts ${word}`);
  await expect.poll(number).toBeGreaterThan(before);
});

test('the reporter of a closed ticket rates it, and agents read it', async ({ page, visitor }) => {
  const word = rareWord();
  await enter(page, dmitri);
  const number = await raiseTicket(page, `Done ${word}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'How did we do?' })).toBeHidden();
  await page.getByRole('button', { name: 'Close ticket' }).click();
  const part = page.getByRole('region', { name: 'How did we do?' });
  await expect(part).toBeVisible();
  await accessible(page);
  await part.getByRole('radio', { name: /^Good/ }).press('Space');
  await part.getByLabel('Anything we should know?').fill(`Quick ${word}`);
  await part.getByRole('button', { name: 'Send rating' }).click();
  await expect(part.getByText('Good (4 of 5)')).toBeVisible();
  await expect(part.getByRole('button', { name: 'Change rating' })).toBeVisible();

  const agent = await visitor(grace);
  await agent.goto(`/tickets/${number}`);
  await expect(agent.getByRole('region', { name: 'How did we do?' })).toContainText(`Quick ${word}`);
  await agent.locator('.told-run > details > summary').click();
  await expect(agent.getByText('rated the ticket: Good (4 of 5)')).toBeVisible();
});

test('a comment that is written while a rating is on its way stays', async ({ page }) => {
  const word = rareWord();
  await enter(page, dmitri);
  const number = await raiseTicket(page, `Rated ${word}`);
  await page.goto(`/tickets/${number}`);
  await hydrated(page);
  await page.getByRole('button', { name: 'Close ticket' }).click();
  const part = page.getByRole('region', { name: 'How did we do?' });
  const [comment, given] = [part.getByLabel('Anything we should know?'), part.locator('.said-text')];
  const sendAndWrite = async (button: string, text: string) => {
    let arrive = () => {};
    const way = new Promise<void>((next) => (arrive = next));
    await page.route('**/rating', (route) => way.then(() => route.continue()), { times: 1 });
    await part.getByRole('button', { name: button }).click();
    await expect(part.getByRole('button', { name: button })).toBeDisabled();
    await comment.fill(text);
    arrive();
  };
  await part.getByRole('radio', { name: /^Good/ }).press('Space');
  await comment.fill('Quick');
  await sendAndWrite('Send rating', 'Quick and friendly');
  await expect(given).toHaveText('Quick');
  await expect(part.getByText('Good (4 of 5)')).toBeVisible();
  await expect(comment).toHaveValue('Quick and friendly');

  // The last change that there is: what goes no further is not lost, and they are told why.
  await sendAndWrite('Change rating', 'Quick and friendly, thank you');
  await expect(given).toHaveText('Quick and friendly');
  await expect(comment).toHaveValue('Quick and friendly, thank you');
  await part.getByRole('button', { name: 'Change rating' }).click();
  await expect(part.getByRole('alert')).toContainText('change your rating once');
  await expect(comment).toHaveValue('Quick and friendly, thank you');
});
