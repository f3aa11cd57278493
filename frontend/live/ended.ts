/** The session has ended, in this tab or another: every page says so, and where to sign in. What is being written stays. */

let bar: HTMLElement | undefined;
let wanted = false;

/** Whether the server still knows whoever reads this page. */
export async function isSignedOut(): Promise<boolean> {
  const answer = await fetch('/drafts/new', { headers: { Accept: 'application/json' } }).catch(() => undefined);
  return answer?.status === 401;
}

export async function showEnded() {
  wanted = true;
  const answer = await fetch('/words/writing').catch(() => undefined);
  const words = answer?.ok ? ((await answer.json()) as { ended: string; signin: string }) : undefined;
  if (!words || !wanted || bar?.isConnected) return;
  bar = document.createElement('div');
  bar.className = 'toast toast-waiting';
  bar.setAttribute('role', 'status');
  const way = document.createElement('a');
  way.href = `/login?${new URLSearchParams({ next: location.pathname + location.search })}`;
  way.rel = 'external';
  way.textContent = words.signin;
  document.body.append(bar);
  bar.append(Object.assign(document.createElement('span'), { textContent: words.ended }), way);
}

/** Somebody has signed in again. */
export function hideEnded() {
  wanted = false;
  bar?.remove();
}
