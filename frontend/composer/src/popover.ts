/** Something that floats beside a place in the page, inside of it on small screens. */
export function place(floating: HTMLElement, beside: { left: number; top: number; bottom: number }) {
  const { offsetWidth: width, offsetHeight: height } = floating;
  const left = Math.max(8, Math.min(beside.left, innerWidth - width - 8));
  const below = beside.bottom + 4 + height <= innerHeight - 8;
  floating.style.left = `${left}px`;
  floating.style.top = `${below ? beside.bottom + 4 : Math.max(8, beside.top - 4 - height)}px`;
}

/** Goes with a click elsewhere and with Escape. */
export function dismissable(floating: HTMLElement, opener: HTMLElement, close: () => void) {
  const outside = (event: Event) => {
    if (event.target instanceof Node && !floating.contains(event.target) && !opener.contains(event.target)) close();
  };
  document.addEventListener('pointerdown', outside, true);
  floating.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    close();
    opener.focus();
  });
  return () => document.removeEventListener('pointerdown', outside, true);
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
