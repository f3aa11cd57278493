/** What pictures are made of. */
import type { Page } from '@playwright/test';
import { alice, anders, bruno, chloe, grace } from '../support/people';
import { answer, answerBox, raiseTicket, said } from '../support/tickets';
import { enter, expect, hydrated, origin } from '../support/test';

export interface State {
  name: string;
  /** Who looks; nobody is signed in without. */
  login?: string;
  /** Leads to the page as it is to be shown. */
  open: (page: Page) => Promise<void>;
  /** Also at 1600 and 320, and in the dark. */
  everywhere?: boolean;
}

const admin = 'admin@portico.example';

const at = (path: string) => async (page: Page) => {
  await page.goto(path);
  await hydrated(page);
};

const all = 'number,subject,status,priority,queue,type,company,reporter,assignee,channel,age,created,changed';

/** A ticket of so many messages. */
async function talk(page: Page, messages: number): Promise<string> {
  const number = await raiseTicket(page, 'Label printer prints blanks after a roll change');
  const agent = await signedIn(page, grace);
  for (let place = 1; place < messages; place++) {
    const [who, body] = place % 3 === 1 ? [agent, `Thanks, that helps. Please try step ${place} and tell us what the display says.`] : [page.request, `Step ${place} done: the display says “Ribbon in”, and the third label is blank again. We also swapped the roll, cleaned the head and printed the test page twice.`];
    const sent = await who.post(`/tickets/${number}/messages`, { multipart: { body }, headers: { Origin: origin(), Accept: 'application/json' } });
    expect(sent.status()).toBe(200);
  }
  return number;
}

async function signedIn(page: Page, login: string) {
  const context = await page.context().browser()?.newContext({ baseURL: origin() });
  if (!context) throw new Error('The browser has gone.');
  const other = await context.newPage();
  await enter(other, login);
  return other.request;
}

const ticket = (login: string, messages: number): State['open'] => async (page) => {
  await enter(page, alice);
  const number = await talk(page, messages);
  await enter(page, login);
  await at(`/tickets/${number}`)(page);
};

export const states: State[] = [
  { name: 'sign-in', open: at('/login') },
  { name: 'dashboard', login: alice, open: at('/tickets'), everywhere: true },
  { name: 'dashboard-agent', login: grace, open: at('/tickets'), everywhere: true },
  { name: 'dashboard-13-columns', login: grace, open: at(`/tickets?cols=${all}`), everywhere: true },
  { name: 'dashboard-filtered', login: alice, open: at('/tickets?queue=print&closed=1') },
  { name: 'dashboard-nothing-found', login: alice, open: at('/tickets?q=zebracrossing') },
  { name: 'dashboard-empty', login: anders, open: at('/tickets') },
  { name: 'ticket-2-customer', login: alice, open: ticket(alice, 2), everywhere: true },
  { name: 'ticket-40-customer', login: alice, open: ticket(alice, 40), everywhere: true },
  { name: 'ticket-40-agent', login: alice, open: ticket(grace, 40), everywhere: true },
  { name: 'ticket-500-customer', login: alice, open: ticket(alice, 500), everywhere: true },
  {
    name: 'ticket-answering',
    login: alice,
    open: async (page) => {
      await ticket(alice, 40)(page);
      await answerBox(page).fill('The blanks are back.\nIt started after lunch, on both printers.');
    },
    everywhere: true,
  },
  {
    name: 'ticket-answering-agent',
    login: alice,
    open: async (page) => {
      await ticket(grace, 40)(page);
      await answerBox(page).fill('We ship a new head today.');
    },
    everywhere: true,
  },
  {
    name: 'ticket-after-sending',
    login: alice,
    open: async (page) => {
      await ticket(alice, 40)(page);
      await answer(page, 'The blanks are back.');
    },
    everywhere: true,
  },
  {
    name: 'ticket-something-new',
    login: alice,
    open: async (page) => {
      await ticket(alice, 40)(page);
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      const agent = await signedIn(page, grace);
      const number = new URL(page.url()).pathname;
      await agent.post(`${number}/messages`, { multipart: { body: 'We ship a new head today.' }, headers: { Origin: origin() } });
      await expect(said(page, 'We ship a new head today.')).toHaveCount(1);
    },
    everywhere: true,
  },
  { name: 'new-ticket', login: alice, open: at('/tickets/new'), everywhere: true },
  {
    name: 'new-ticket-type',
    login: alice,
    open: async (page) => {
      await at('/tickets/new')(page);
      await page.getByLabel('Ticket type').selectOption({ label: 'Incident' });
      await page.getByLabel('Subject').fill('Label printer prints blanks');
      await expect(page.getByRole('link', { name: /printer/i }).first()).toBeVisible();
    },
    everywhere: true,
  },
  { name: 'new-ticket-refused', login: chloe, open: at('/tickets/new') },
  { name: 'activities', login: alice, open: at('/activities') },
  { name: 'assets', login: alice, open: at('/assets') },
  { name: 'plan', login: alice, open: at('/plan') },
  { name: 'support', login: alice, open: at('/support') },
  { name: 'support-check', login: bruno, open: at('/support/check') },
  { name: 'help', login: alice, open: at('/help') },
  { name: 'assistant', login: alice, open: at('/assistant') },
  { name: 'chat', login: alice, open: at('/chat') },
  { name: 'account', login: alice, open: at('/account') },
  { name: 'work', login: grace, open: at('/work') },
  { name: 'chats', login: grace, open: at('/chat') },
  { name: 'people', login: admin, open: at('/admin/people') },
  { name: 'companies', login: admin, open: at('/admin/companies') },
  { name: 'help-categories', login: admin, open: at('/help/manage/categories'), everywhere: true },
  { name: 'calendars', login: admin, open: at('/admin/calendars') },
  { name: 'mails', login: admin, open: at('/admin/mails') },
  { name: 'not-found', login: alice, open: at('/tickets/PT-9999999') },
];
