{
  // Loaded where somebody writes or something waits to be sent, and not before the page is alive, or never will be: the browser
  // module expects it as it was sent.
  const root = document.documentElement;
  const waits = () => {
    try {
      return Object.keys(localStorage).some((key) => key.startsWith(`portico:draft:${who}:`) && localStorage[key].includes('"queued"'));
    } catch {
      return false;
    }
  };
  let waiting;
  const look = () => {
    if (!root.hasAttribute('data-hydrated') && !root.hasAttribute('data-still')) return;
    waiting ??= waits();
    if (!waiting && !document.querySelector('[data-writing], [data-kept]')) return;
    watch.disconnect();
    import('{base}/writing.js').then((writing) => writing.watch(who));
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { attributes: true, childList: true, subtree: true });
  look();
}
