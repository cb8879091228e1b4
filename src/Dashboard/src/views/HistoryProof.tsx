import { useSignal } from '@preact/signals';
import type { Checkpoint, Verification } from '../api/types';
import { api, f, why } from '../state';
import { useList } from './Admin';
import { Failed } from './common';

/** Whether the history is as it was recorded: the newest checkpoint, and all of them computed anew when asked. */
export const HistoryProof = () => {
  const { say, full, number } = f.value;
  const { listed, wrong, read } = useList<Checkpoint>('history/checkpoints');
  const found = useSignal<Verification | null>(null);
  const failed = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const check = async () => {
    isBusy.value = true;
    found.value = null;
    failed.value = null;
    try {
      for (let after: number | null = 0, checked = 0, events = 0; after !== null;) {
        const part: Verification = await api.value!.get<Verification>('history/checkpoints/verify', { after });
        [checked, events, after] = [checked + part.checked, events + part.events, part.next];
        found.value = { ...part, checked, events };
      }
    } catch (failure) {
      failed.value = why(failure);
    }
    isBusy.value = false;
    void read();
  };
  if (wrong.value !== null) return <Failed text={wrong.value} again={() => void read()} />;
  const newest = listed.value?.items[0];
  return (
    <section class="proof" aria-label={say('proof.title')}>
      <div class="proof-head"><h3>{say('proof.title')}</h3><button disabled={isBusy.value || newest === undefined} onClick={() => void check()}>{say('proof.check')}</button></div>
      <p class="muted small">{newest === undefined ? say('proof.none') : say('proof.newest', { number: number(newest.number), at: full(newest.madeAt), events: number(newest.upToSequence) })}</p>
      {newest !== undefined && <code class="secret small">{newest.digest}</code>}
      <p role="status">
        {found.value !== null && <>
          <span class={`tag ${found.value.broken !== null ? 'critical' : isBusy.value ? '' : 'cleared'}`}>{say(found.value.broken !== null ? 'proof.changed' : isBusy.value ? 'proof.checking' : 'proof.intact')}</span>{' '}
          {found.value.broken !== null
            ? say('proof.broken', { number: number(found.value.broken.number), after: number(found.value.broken.afterSequence), upTo: number(found.value.broken.upToSequence), reason: found.value.broken.reason })
            : say('proof.checked', { checkpoints: number(found.value.checked), events: number(found.value.events) })}
        </>}
        {failed.value !== null && say('alert.failed', { why: failed.value })}
      </p>
    </section>
  );
};
