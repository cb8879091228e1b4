import { useSignal } from '@preact/signals';
import type { IssuedKey, Key, Role } from '../api/types';
import { api, f, now } from '../state';
import { attempt, Confirm, ListOrWord, SecretDialog, useList } from './Admin';
import { Age, Dialog } from './common';

const roles: readonly Role[] = ['officer', 'auditor', 'carrier', 'gateway', 'administrator'];

export const KeysPart = () => {
  const { say, full } = f.value;
  const keys = useList<Key>('keys');
  const isAdding = useSignal(false);
  const secret = useSignal<string | null>(null);
  const revoking = useSignal<Key | null>(null);
  return (
    <>
      <div class="buttons wide"><button class="primary" onClick={() => (isAdding.value = true)}>{say('keys.issue')}</button></div>
      <ListOrWord of={keys} none={say('keys.none')}>
        {items => (
          <div class="scroll" role="group" tabIndex={0} aria-label={say('admin.keys')}><table>
            <thead><tr>{(['name', 'role', 'issued', 'used', 'expires', 'state'] as const).map(c => <th key={c} scope="col">{say(`keys.column.${c}`)}</th>)}</tr></thead>
            <tbody>
              {items.map(k => {
                const isExpired = k.expiresAt !== null && Date.parse(k.expiresAt) <= now.value;
                return (
                  <tr key={k.id} data-key={k.id}>
                    <td><strong>{k.name}</strong><br /><code class="small muted">{k.prefix}…</code></td>
                    <td>{say(`role.${k.role}`)}{k.carrier !== null && <><br /><span class="muted small">{k.carrier}</span></>}</td>
                    <td>{full(k.issuedAt)}<br /><span class="muted small">{k.issuedBy}</span></td>
                    <td>{k.lastUsedAt === null ? <span class="muted">{say('keys.never')}</span> : <Age at={k.lastUsedAt} />}</td>
                    <td>{k.expiresAt === null ? <span class="muted">{say('keys.forever')}</span> : full(k.expiresAt)}</td>
                    <td>
                      {k.revokedAt !== null ? <span class="tag">{say('keys.revoked', { by: k.revokedBy ?? '' })}</span> : isExpired ? <span class="tag">{say('keys.expired')}</span>
                        : <button aria-label={`${say('keys.revoke')} ${k.name}`} onClick={() => (revoking.value = k)}>{say('keys.revoke')}</button>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table></div>
        )}
      </ListOrWord>
      {isAdding.value && <AddKey close={() => (isAdding.value = false)} issued={key => {
        secret.value = key;
        void keys.read();
      }} />}
      <SecretDialog title={say('keys.secret')} secret={secret} />
      {revoking.value !== null && (
        <Confirm
          title={say('keys.revoke')} text={say('keys.revoke.sure', { name: revoking.value.name })} close={() => (revoking.value = null)}
          go={() => attempt(() => api.value!.delete(`keys/${revoking.value!.id}`), say('keys.revoke.done')).then(() => keys.read())}
        />
      )}
    </>
  );
};

const AddKey = ({ close, issued }: { close: () => void; issued: (key: string) => void }) => {
  const { say } = f.value;
  const name = useSignal('');
  const role = useSignal<Role>('officer');
  const carrier = useSignal('');
  const expires = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    const body = {
      name: name.value.trim(), role: role.value, ...(role.value === 'carrier' && { carrier: carrier.value.trim() }),
      ...(expires.value !== '' && { expiresAt: new Date(expires.value).toISOString() }),
    };
    let key = '';
    const isDone = await attempt(async () => {
      key = (await api.value!.post<IssuedKey>('keys', body)).key;
    }, say('keys.issued'));
    isBusy.value = false;
    if (!isDone) return;
    close();
    issued(key);
  };
  return (
    <Dialog title={say('keys.issue')} onClose={close}>
      <form onSubmit={event => void submit(event)}>
        <label for="key-name">{say('keys.column.name')}</label>
        <input id="key-name" required maxLength={200} placeholder={say('keys.name.hint')} value={name.value} onInput={event => (name.value = event.currentTarget.value)} />
        <label for="key-role">{say('keys.column.role')}</label>
        <select id="key-role" value={role.value} onChange={event => (role.value = event.currentTarget.value as Role)}>{roles.map(r => <option key={r} value={r}>{say(`role.${r}`)}</option>)}</select>
        {role.value === 'carrier' && (
          <>
            <label for="key-carrier">{say('keys.carrier')}</label>
            <input id="key-carrier" required maxLength={200} value={carrier.value} onInput={event => (carrier.value = event.currentTarget.value)} />
          </>
        )}
        <label for="key-expires">{say('keys.expires')}</label>
        <input id="key-expires" type="datetime-local" value={expires.value} onInput={event => (expires.value = event.currentTarget.value)} />
        <div class="buttons">
          <button type="button" onClick={close}>{say('alert.cancel')}</button>
          <button type="submit" class="primary" disabled={isBusy.value}>{say('keys.issue')}</button>
        </div>
      </form>
    </Dialog>
  );
};
