{
  // The browser module could not start, or has stopped: forms and links go to the server, as they do without it.
  const root = document.documentElement;
  const look = () => {
    if (!root.hasAttribute('data-still')) return;
    watch.disconnect();
    for (const part of document.querySelectorAll('fieldset.of-kind')) part.disabled = false;
    // Nothing tells what comes onto the screen: what was served is seen.
    for (const part of document.querySelectorAll('[data-served]')) void fetch(part.dataset.served);
    // What it may have begun to listen to does not hear of them any more.
    document.addEventListener('submit', (event) => event.target.method === 'post' && event.stopPropagation(), true);
    document.addEventListener('click', (event) => event.target instanceof Element && event.target.closest('a[href]') && event.stopPropagation(), true);
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { attributes: true });
  look();
}
