{
  // Loaded where somebody writes, and not before the page is alive: the browser module expects it as it was sent.
  const root = document.documentElement;
  const look = () => {
    if (!root.hasAttribute('data-hydrated') || !document.querySelector('[data-writing]')) return;
    watch.disconnect();
    import('{base}/writing.js');
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { attributes: true, childList: true, subtree: true });
  look();
}
