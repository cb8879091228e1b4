import { useSignal } from '@preact/signals';
import type { Act } from '../api/types';
import { f } from '../state';
import { ListOrWord, useList } from './Admin';
import { HistoryProof } from './HistoryProof';

export const AuditPart = () => {
  const { say, full } = f.value;
  const actor = useSignal('');
  const asked = useSignal('');
  const acts = useList<Act>('audit', asked.value === '' ? {} : { actor: asked.value });
  return (
    <>
      <HistoryProof />
      <form class="buttons wide" onSubmit={event => {
        event.preventDefault();
        asked.value = actor.value.trim();
      }}>
        <input type="search" aria-label={say('audit.actor')} placeholder={say('audit.actor')} value={actor.value} onInput={event => (actor.value = event.currentTarget.value)} />
        <button type="submit">{say('audit.filter')}</button>
        <button type="button" onClick={() => void acts.read()}>{say('admin.refresh')}</button>
      </form>
      <ListOrWord of={acts} none={say('audit.none')}>
        {items => (
          <div class="scroll" role="group" tabIndex={0} aria-label={say('admin.audit')}><table>
            <thead><tr>{(['at', 'who', 'what', 'from', 'outcome'] as const).map(c => <th key={c} scope="col">{say(`audit.column.${c}`)}</th>)}</tr></thead>
            <tbody>
              {items.map(a => (
                <tr key={a.id} data-act={a.id}>
                  <td class="number">{full(a.at)}</td>
                  <td><strong>{a.actor}</strong><br /><span class="muted small">{say(`role.${a.role}`)}</span></td>
                  <td>{a.what}<br /><code class="small muted">{a.made ?? a.on}</code></td>
                  <td>{a.from}</td>
                  <td>{a.status === null ? <span class="muted">{say('audit.open')}</span> : <span class={`tag ${a.status < 400 ? 'cleared' : 'warning'}`}>{a.status}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table></div>
        )}
      </ListOrWord>
    </>
  );
};
