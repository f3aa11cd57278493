/** Signing in again without leaving what was written. */
import { post } from './server';
import { button, make, type Words } from './words';

/** Asks for the password of whoever wrote this; true once they are signed in. */
export function signIn(who: string, words: Words): Promise<boolean> {
  return new Promise((done) => {
    const login = make('input', { type: 'hidden', name: 'login', value: who, autocomplete: 'username' });
    const password = make('input', {
      class: 'control',
      type: 'password',
      name: 'password',
      required: '',
      autocomplete: 'current-password',
      id: 'again-password',
    });
    const fault = make('p', { class: 'field-fault', role: 'alert' });
    const enter = make('button', { type: 'submit', class: 'button button-primary' }, words.enter);
    const form = make('form', { class: 'again' }, make('h2', { id: 'again-title' }, words.again), make('p', {}, words.why.replace('{}', who)));
    form.append(login, make('label', { for: 'again-password' }, words.password), password, fault);
    const dialog = make('dialog', { class: 'again-dialog', 'aria-labelledby': 'again-title' }, form);
    form.append(make('div', { class: 'again-foot' }, button(words.cancel, () => dialog.close()), enter));
    let entered = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      enter.disabled = true;
      const answer = await post('/login', new URLSearchParams({ login: who, password: password.value })).catch(() => undefined);
      enter.disabled = false;
      entered = answer?.ok ?? false;
      if (entered) return dialog.close();
      fault.textContent = answer ? words.wrong : words.away;
      password.select();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(entered);
    });
    document.body.append(dialog);
    dialog.showModal();
    password.focus();
  });
}
