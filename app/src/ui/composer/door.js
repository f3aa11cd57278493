{
  // Not before the page is alive, or never will be: the browser module expects it as it was sent.
  const root = document.documentElement;
  const alive = new Promise((done) => {
    const look = () => (root.hasAttribute('data-hydrated') || root.hasAttribute('data-still')) && (watch.disconnect(), done());
    const watch = new MutationObserver(look);
    watch.observe(root, { attributes: true });
    look();
  });
  const hostOf = (event) => event.target instanceof Element && event.target.closest('[data-composer]');
  const use = async (host, act) => {
    const failed = host.querySelector('.composer-failed');
    try {
      await alive;
      await act(await import('{base}/composer.js'));
      failed.hidden = true;
    } catch {
      failed.hidden = false;
    }
  };
  const preferred = () => {
    try {
      return localStorage.getItem('portico.composer') === 'rich';
    } catch {
      return false;
    }
  };
  document.addEventListener('click', (event) => {
    const host = hostOf(event);
    if (host && event.target.closest('[data-composer-switch]')) use(host, (composer) => composer.toggle(host));
  });
  document.addEventListener('focusin', (event) => {
    const host = hostOf(event);
    if (host && event.target.matches('textarea') && !host.hasAttribute('data-rich') && preferred()) {
      use(host, (composer) => composer.open(host, true));
    }
  });
  alive.then(() => {
    for (const host of document.querySelectorAll('[data-composer][data-open]')) {
      use(host, (composer) => composer.set(host, host.dataset.open));
    }
  });
  document.addEventListener('portico:set', (event) => {
    const host = hostOf(event);
    const { html, text } = event.detail ?? {};
    if (host && html && !host.hasAttribute('data-rich')) use(host, (composer) => composer.set(host, html, text));
  }, true);
}
