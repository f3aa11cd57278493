import type { Page } from '@playwright/test';

/** What lies under something else when it has the focus. */
export const covered = (page: Page, within: string) =>
  page.evaluate((within) => {
    const all = document.querySelectorAll<HTMLElement>(`${within} :is(a[href], button, input, select, textarea, summary, [contenteditable])`);
    return [...all].flatMap((control) => {
      control.focus();
      if (document.activeElement !== control) return [];
      // Of what is written in, a browser brings the caret into sight and not the whole.
      if (control.offsetHeight > 100) control.scrollIntoView({ block: 'center' });
      const box = control.getBoundingClientRect();
      const upon = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const label = upon?.closest('label');
      if (upon && (control.contains(upon) || label?.control === control || label?.contains(control))) return [];
      return [`${control.outerHTML.slice(0, 80)} under ${upon?.outerHTML.slice(0, 80)}`];
    });
  }, within);
