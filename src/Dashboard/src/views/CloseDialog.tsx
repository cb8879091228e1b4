import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { f, handle } from '../state';
import { Dialog } from './common';

/** The alerts that are to be closed; null: none. */
export const closing = signal<string[] | null>(null);

export const CloseDialog = () => (closing.value === null ? null : <Open ids={closing.value} />);

const Open = ({ ids }: { ids: string[] }) => {
  const { say } = f.value;
  const note = useSignal('');
  const isBusy = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    if (await handle(ids, 'close', note.value.trim())) closing.value = null;
    isBusy.value = false;
  };
  return (
    <Dialog title={ids.length > 1 ? say('alert.close.all', { n: ids.length }) : say('alert.close.title')} onClose={() => (closing.value = null)}>
      <form onSubmit={submit}>
        <label for="note">{say('alert.note')}</label>
        <textarea id="note" ref={field} rows={4} maxLength={2000} required placeholder={say('alert.note.hint')} value={note.value} onInput={event => (note.value = event.currentTarget.value)} />
        <div class="buttons">
          <button type="button" onClick={() => (closing.value = null)}>{say('alert.cancel')}</button>
          <button type="submit" class="primary" disabled={isBusy.value}>{say('alert.confirm')}</button>
        </div>
      </form>
    </Dialog>
  );
};
