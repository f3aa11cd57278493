document.addEventListener('click', (event) => {
  const opener = event.target instanceof Element && event.target.closest('[data-assistant]');
  if (!opener || event.button || event.ctrlKey || event.metaKey || event.shiftKey || location.pathname === '/assistant') return;
  event.preventDefault();
  import('{base}/assistant.js').then((assistant) => assistant.open(opener)).catch(() => location.assign('/assistant'));
});
