import { ewa, hugo, petra } from '../../support/people';
import { accessible, enter, expect, hydrated, test } from '../../support/test';
import { answer, rareWord, said } from '../../support/tickets';

/** Where the page of an agent's work asks again. */
const WORK = '**/calls/work/show*';

test('a call is asked for, taken, tried again and done', { tag: '@phone' }, async ({ page, visitor }) => {
  const word = rareWord();
  const desk = await visitor(hugo);
  await desk.goto('/work');
  await desk.locator('html[data-live=on]').waitFor({ state: 'attached' });
  await enter(page, petra);
  await page.goto('/support');
  await hydrated(page);
  await page.getByRole('link', { name: 'Ask for a call' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ask for a call');
  await accessible(page);
  await page.getByRole('textbox', { name: 'Subject' }).fill(`Call ${word}`);
  await page.getByLabel('What it’s about').selectOption({ label: 'Software' });
  await page.getByLabel('Your phone number').fill('whenever');
  await page.getByLabel('When can we call?').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Ask for a call' }).click();
  await expect(page.getByText('Enter a phone number')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue(`Call ${word}`);
  await accessible(page);
  await page.getByLabel('Your phone number').fill('+44 20 7946 0555');
  await page.getByRole('button', { name: 'Ask for a call' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('We’ll call you');
  await expect(page.getByText('On +44 20 7946 0555:')).toBeVisible();
  // Whoever has the list of calls open sees it come.
  await expect(desk.locator('.work-call').filter({ hasText: word })).toBeVisible();
  await accessible(page);

  const agent = await visitor(hugo);
  await agent.goto('/');
  await hydrated(agent);
  await agent.getByRole('link', { name: 'My work' }).click();
  const call = agent.locator('.work-call').filter({ hasText: word });
  await expect(call).toContainText('+44 20 7946 0555');
  await accessible(agent);
  await call.getByRole('button', { name: /^Take the call to/ }).focus();
  await agent.keyboard.press('Enter');
  await expect(call.getByText('Yours')).toBeVisible();
  await test.step('what is written of a call stays, whatever happens meanwhile', async () => {
    let go = () => {};
    const held = new Promise<void>((done) => (go = done));
    await agent.route(WORK, (route) => held.then(() => route.continue()));
    const asked = agent.waitForRequest(WORK);
    const read = agent.waitForResponse(WORK);
    await page.goto((await call.getByRole('link', { name: `Call ${word}` }).getAttribute('href')) ?? '');
    await answer(page, `After lunch, please, ${word}.`);
    await asked;
    await call.locator('summary').click();
    await call.getByLabel('Note on the ticket').fill('Half a');
    go();
    await read;
    await expect(call.getByLabel('Note on the ticket')).toHaveValue('Half a');
    const again = agent.waitForResponse(WORK);
    await call.locator('summary').click();
    await again;
    await agent.unroute(WORK);
  });
  await call.locator('summary').focus();
  await agent.keyboard.press('Enter');
  await call.getByLabel('No answer', { exact: true }).check();
  await call.getByLabel('If no answer: try again').selectOption({ index: 3 });
  await accessible(agent);
  await call.getByRole('button', { name: 'Save' }).click();
  await expect(call.locator('details[open]')).toHaveCount(0);
  await expect(call).toBeVisible();
  await call.locator('summary').click();
  await call.getByLabel('Reached', { exact: true }).check();
  await call.getByLabel('Note on the ticket').fill(`All is well, ${word}`);
  await call.getByRole('button', { name: 'Save' }).click();
  await expect(call).toHaveCount(0);

  await page.goto('/support/callback');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ask for a call');
  await agent.getByRole('link', { name: `Call ${word}` }).click();
  await expect(said(agent, 'Called back: reached.')).toHaveCount(1);
  await expect(said(agent, 'Next attempt')).toHaveCount(1);
});

test('who has no phone on the plan is told so', async ({ page }) => {
  await enter(page, ewa);
  await page.goto('/support/callback');
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You can’t ask for a call');
  await expect(page.getByRole('main')).toContainText('Standard');
  await expect(page.getByRole('link', { name: 'Raise a case instead' })).toBeVisible();
  await accessible(page);
});
