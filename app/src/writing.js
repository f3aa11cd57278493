.then(() => {
  // Loaded where somebody writes.
  const look = () => {
    if (!document.querySelector('[data-writing]')) return;
    watch.disconnect();
    import('{base}/writing.js');
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true });
  look();
})
