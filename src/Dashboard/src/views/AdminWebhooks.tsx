import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Delivery, Webhook, WebhookSecret } from '../api/types';
import { localTime } from '../model/format';
import { api, f, now, settings, tell, why } from '../state';
import { attempt, Confirm, ListOrWord, SecretDialog, useList } from './Admin';
import { Age, Dialog } from './common';

const types = [
  'alert.raised', 'alert.updated', 'alert.cleared', 'alert.acknowledged', 'alert.closed', 'seal.breached', 'seal.sealed', 'seal.unlocked',
  'shipment.registered', 'shipment.departed', 'shipment.arrived', 'shipment.closed', 'position.summary',
].map(t => `shiptrack.${t}.v1`);

export const WebhooksPart = () => {
  const { say } = f.value;
  const webhooks = useList<Webhook>('webhooks');
  const isAdding = useSignal(false);
  const secret = useSignal<string | null>(null);
  const opened = useSignal<string | null>(null);
  const deleting = useSignal<Webhook | null>(null);
  const rotating = useSignal<Webhook | null>(null);
  const again = () => webhooks.read();

  const test = async (w: Webhook): Promise<void> => {
    try {
      const [last] = (await api.value!.post<Delivery>(`webhooks/${w.id}/test`)).tries.slice(-1);
      if (last?.failure === null) tell(say('webhooks.test.done', { status: last.httpStatus ?? 0, ms: Math.round(last.latencyMs) }));
      else tell(say('webhooks.test.failed', { why: last?.failure ?? '' }), 'wrong');
    } catch (failure) {
      tell(say('alert.failed', { why: why(failure) }), 'wrong');
    }
    void again();
  };

  return (
    <>
      <div class="buttons wide">
        <button class="primary" onClick={() => (isAdding.value = true)}>{say('webhooks.add')}</button>
        <button onClick={() => void again()}>{say('admin.refresh')}</button>
      </div>
      <ListOrWord of={webhooks} none={say('webhooks.none')}>
        {items => (
          <ul class="cards">
            {items.map(w => (
              <li key={w.id} data-webhook={w.id}>
                <p><strong class="anywhere">{w.url}</strong> <span class={`tag ${w.status === 'active' ? 'cleared' : 'warning'}`}>{say(`webhooks.status.${w.status}`)}</span></p>
                {w.reason !== null && <p>{w.reason}</p>}
                <p class="muted small">
                  {w.carrier ?? say('webhooks.everybody')} · {w.types.join(', ')}{w.rules.length > 0 && ` · ${w.rules.join(', ')}`}{w.shipments.length > 0 && ` · ${w.shipments.join(', ')}`}
                </p>
                <p class="muted small">
                  {say('webhooks.pending', { n: w.pending })} · {w.lastDeliveredAt === null ? say('webhooks.never') : <>{say('webhooks.last')} <Age at={w.lastDeliveredAt} /></>}
                  {w.failuresInARow > 0 && ` · ${say('webhooks.failures', { n: w.failuresInARow })}`}
                </p>
                <div class="buttons wide">
                  <button onClick={() => void test(w)}>{say('webhooks.test')}</button>
                  {w.status !== 'active' && <button class="primary" onClick={() => void attempt(() => api.value!.post(`webhooks/${w.id}/resume`), say('webhooks.resumed')).then(again)}>{say('webhooks.resume')}</button>}
                  <button onClick={() => (rotating.value = w)}>{say('webhooks.rotate')}</button>
                  <button aria-expanded={opened.value === w.id} onClick={() => (opened.value = opened.value === w.id ? null : w.id)}>{say('webhooks.deliveries')}</button>
                  <button onClick={() => (deleting.value = w)}>{say('webhooks.delete')}</button>
                </div>
                {opened.value === w.id && <Deliveries webhook={w.id} />}
              </li>
            ))}
          </ul>
        )}
      </ListOrWord>
      {isAdding.value && <AddWebhook close={() => (isAdding.value = false)} made={made => {
        secret.value = made.secret;
        void again();
      }} />}
      <SecretDialog title={say('webhooks.secret')} secret={secret} />
      {deleting.value !== null && (
        <Confirm
          title={say('webhooks.delete')} text={say('webhooks.delete.sure', { url: deleting.value.url })} close={() => (deleting.value = null)}
          go={() => attempt(() => api.value!.delete(`webhooks/${deleting.value!.id}`), say('webhooks.delete.done')).then(again)}
        />
      )}
      {rotating.value !== null && (
        <Confirm
          title={say('webhooks.rotate')} text={say('webhooks.rotate.sure')} close={() => (rotating.value = null)}
          go={() => attempt(async () => {
            secret.value = (await api.value!.post<WebhookSecret>(`webhooks/${rotating.value!.id}/rotate`)).secret;
          }, say('webhooks.rotated')).then(again)}
        />
      )}
    </>
  );
};

const Deliveries = ({ webhook }: { webhook: string }) => {
  const { say, full, time } = f.value;
  const status = useSignal('');
  const isAsking = useSignal(false);
  const deliveries = useList<Delivery>(`webhooks/${webhook}/deliveries`, status.value === '' ? {} : { status: status.value });
  // What waits for its next try changes by itself.
  const beat = Math.floor(now.value / 5_000);
  useEffect(() => void deliveries.read(), [beat]);
  return (
    <>
      <div class="buttons wide">
        <select aria-label={say('webhooks.delivery.status')} value={status.value} onChange={event => (status.value = event.currentTarget.value)}>
          <option value="">{say('webhooks.delivery.all')}</option>
          {(['pending', 'delivered', 'failed'] as const).map(s => <option key={s} value={s}>{say(`webhooks.delivery.${s}`)}</option>)}
        </select>
        <button onClick={() => (isAsking.value = true)}>{say('webhooks.range')} …</button>
      </div>
      {isAsking.value && <SendRange webhook={webhook} close={() => (isAsking.value = false)} sent={() => void deliveries.read()} />}
      <ListOrWord of={deliveries} none={say('webhooks.delivery.none')}>
        {items => (
          <div class="scroll" role="group" tabIndex={0} aria-label={say('webhooks.deliveries')}><table>
            <thead><tr>{(['at', 'what', 'state', 'last', 'again'] as const).map(c => <th key={c} scope="col">{say(`webhooks.delivery.column.${c}`)}</th>)}</tr></thead>
            <tbody>
              {items.map(d => {
                const last = d.tries.at(-1);
                return (
                  <tr key={d.id} data-delivery={d.id}>
                    <td class="number">{full(d.createdAt)}</td>
                    <td>{d.type}{d.redelivery && <> <span class="tag">{say('webhooks.delivery.again')}</span></>}<br /><span class="muted small">{d.shipment ?? ''}</span></td>
                    <td><span class={`tag ${d.status === 'delivered' ? 'cleared' : d.status === 'failed' ? 'critical' : ''}`}>{say(`webhooks.delivery.${d.status}`)}</span>{d.nextTryAt !== null && <><br /><span class="muted small">{say('webhooks.delivery.next', { at: time(d.nextTryAt, now.value) })}</span></>}</td>
                    <td>{last && <>{last.httpStatus ?? ''} {last.failure ?? say('webhooks.delivery.ok')} <span class="muted small">{Math.round(last.latencyMs)} ms</span></>}</td>
                    <td><button aria-label={`${say('webhooks.redeliver')} ${d.type} ${full(d.createdAt)}`} onClick={() => void attempt(() => api.value!.post(`webhooks/${webhook}/deliveries/${d.id}/redeliver`), say('webhooks.redelivered')).then(() => deliveries.read())}>{say('webhooks.redeliver')}</button></td>
                  </tr>
                );
              })}
            </tbody>
          </table></div>
        )}
      </ListOrWord>
    </>
  );
};

/** Asks from when to when, and sends what was recorded then once more. */
const SendRange = ({ webhook, close, sent }: { webhook: string; close: () => void; sent: () => void }) => {
  const { say } = f.value;
  const from = useSignal(localTime(Date.now() - 3_600_000));
  // The field goes by minutes; the one that has begun belongs to it.
  const to = useSignal(localTime(Date.now() + 60_000));
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    try {
      const { notices } = await api.value!.post<{ notices: number }>(`webhooks/${webhook}/redeliver`, { from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString() });
      close();
      tell(say('webhooks.range.done', { n: notices }));
      sent();
    } catch (failure) {
      isBusy.value = false;
      tell(say('alert.failed', { why: why(failure) }), 'wrong');
    }
  };
  return (
    <Dialog title={say('webhooks.range')} onClose={close}>
      <form onSubmit={event => void submit(event)}>
        <p id="range-hint" class="muted">{say('webhooks.range.hint')}</p>
        <label for="range-from">{say('replay.from')}</label>
        <input id="range-from" type="datetime-local" required aria-describedby="range-hint" value={from.value} onInput={event => (from.value = event.currentTarget.value)} />
        <label for="range-to">{say('replay.to')}</label>
        <input id="range-to" type="datetime-local" required value={to.value} onInput={event => (to.value = event.currentTarget.value)} />
        <div class="buttons">
          <button type="button" onClick={close}>{say('alert.cancel')}</button>
          <button type="submit" class="primary" disabled={isBusy.value}>{say('webhooks.redeliver')}</button>
        </div>
      </form>
    </Dialog>
  );
};

const AddWebhook = ({ close, made }: { close: () => void; made: (secret: WebhookSecret) => void }) => {
  const { say } = f.value;
  const { you } = settings.value;
  const url = useSignal('');
  const carrier = useSignal('');
  const chosen = useSignal<ReadonlySet<string>>(new Set(['*']));
  const isBusy = useSignal(false);
  const toggle = (type: string) => {
    const next = new Set(chosen.value);
    if (!next.delete(type)) next.add(type);
    chosen.value = next;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    const body = { url: url.value.trim(), types: [...chosen.value], ...(carrier.value.trim() !== '' && { carrier: carrier.value.trim() }) };
    let answer: WebhookSecret | null = null;
    const isDone = await attempt(async () => {
      answer = await api.value!.post<WebhookSecret>('webhooks', body);
    }, say('webhooks.added'));
    isBusy.value = false;
    if (!isDone) return;
    close();
    made(answer!);
  };
  return (
    <Dialog title={say('webhooks.add')} onClose={close}>
      <form onSubmit={event => void submit(event)}>
        <label for="webhook-url">{say('webhooks.url')}</label>
        <input id="webhook-url" type="url" required maxLength={2000} placeholder="https://" value={url.value} onInput={event => (url.value = event.currentTarget.value)} />
        {you.carrier === null && (
          <>
            <label for="webhook-carrier">{say('webhooks.carrier')}</label>
            <input id="webhook-carrier" maxLength={200} value={carrier.value} onInput={event => (carrier.value = event.currentTarget.value)} />
          </>
        )}
        <fieldset>
          <legend>{say('webhooks.types')}</legend>
          {['*', ...types].map(t => (
            <label key={t} class="check"><input type="checkbox" checked={chosen.value.has(t)} onChange={() => toggle(t)} /> {t === '*' ? say('webhooks.types.all') : t}</label>
          ))}
        </fieldset>
        <div class="buttons">
          <button type="button" onClick={close}>{say('alert.cancel')}</button>
          <button type="submit" class="primary" disabled={isBusy.value || chosen.value.size === 0}>{say('webhooks.add')}</button>
        </div>
      </form>
    </Dialog>
  );
};
