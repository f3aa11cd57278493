document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-passkey]')) return;
  event.preventDefault();
  import('{base}/passkeys.js').then(
    (passkeys) => passkeys.use(form),
    () => (form.querySelector('[role="alert"]').textContent = form.dataset.failed),
  );
});
