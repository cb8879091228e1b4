import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { f, signIn } from '../state';
import { Preferences } from './TopBar';

export const SignIn = () => {
  const { say } = f.value;
  const key = useSignal('');
  const state = useSignal<'idle' | 'checking' | 'refused' | 'unreachable' | 'away'>('idle');
  const isShown = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (key.value.trim() === '' || state.value === 'checking') return;
    state.value = 'checking';
    const answer = await signIn(key.value.trim());
    if (answer !== 'in') {
      state.value = answer;
      field.current?.focus();
    }
  };

  return (
    <main class="signin">
      <form onSubmit={submit}>
        <header>
          <img src="/icon.svg" alt="" width="40" height="40" />
          <div>
            <h1>{say('app.name')}</h1>
            <p class="muted">{say('app.subtitle')}</p>
          </div>
        </header>
        <label for="key">{say('signin.key')}</label>
        <div class="row">
          <input
            id="key" ref={field} type={(isShown.value ? 'text' : 'password') as 'password'} autocomplete="current-password" spellcheck={false} value={key.value}
            onInput={event => (key.value = event.currentTarget.value)} aria-describedby="key-hint key-state" aria-invalid={state.value === 'refused'}
          />
          <button type="submit" class="primary" disabled={state.value === 'checking'}>{say(state.value === 'checking' ? 'signin.checking' : 'signin.go')}</button>
        </div>
        <label class="check"><input type="checkbox" checked={isShown.value} onChange={event => (isShown.value = event.currentTarget.checked)} /> {say('signin.show')}</label>
        <p id="key-state" class="wrong" role="alert">
          {state.value === 'refused' && say('signin.refused')}
          {state.value === 'unreachable' && say('signin.unreachable')}
          {state.value === 'away' && say('signin.away')}
        </p>
        <p id="key-hint" class="muted small">{say('signin.hint')}</p>
        <footer><Preferences /></footer>
      </form>
    </main>
  );
};
