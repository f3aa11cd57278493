/** The number of unread activities before the page's title and on its icon. */

let unread = Number(document.querySelector('[data-unread]')?.getAttribute('data-unread') ?? 0);
/** Activities are counted up to here. */
const MOST = 99;

export function showUnread(count = unread) {
  unread = count;
  const plain = document.title.replace(/^\(\d+\+?\) /, '');
  const mark = count > MOST ? `(${MOST}+) ` : count > 0 ? `(${count}) ` : '';
  if (document.title !== mark + plain) document.title = mark + plain;
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const wanted = count > 0 ? 'favicon-new.svg' : 'favicon.svg';
  if (icon && !icon.href.endsWith(`/${wanted}`)) icon.href = icon.href.replace(/[^/]+$/, wanted);
}

// The page gives itself another title when somebody goes on to another place.
const title = document.querySelector('title');
if (title) new MutationObserver(() => showUnread()).observe(title, { childList: true, characterData: true, subtree: true });
