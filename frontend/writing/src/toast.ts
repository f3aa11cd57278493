/** A line at the edge of the window for some seconds. */
import { button, make } from './words';

let shown: HTMLElement | undefined;

export function toast(text: string, seconds = 10, act?: { label: string; run: () => void }) {
  shown?.remove();
  const line = make('div', { class: 'toast', role: 'status' });
  // Its style shows how long it still stays.
  line.style.setProperty('--lasts', `${seconds}s`);
  document.body.append(line);
  shown = line;
  const close = () => line.remove();
  // Filled after it stands in the page, so that screen readers notice.
  requestAnimationFrame(() => {
    line.append(make('span', {}, text));
    if (act) {
      line.append(
        button(act.label, () => {
          close();
          act.run();
        }),
      );
    }
  });
  setTimeout(close, seconds * 1000);
}
