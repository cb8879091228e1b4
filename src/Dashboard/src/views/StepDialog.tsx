import { signal, useSignal } from '@preact/signals';
import type { Shipment } from '../api/types';
import { localTime } from '../model/format';
import { readFile } from '../shipment';
import { api, f, fleet, tell, why } from '../state';
import { Dialog } from './common';

export type Step = 'depart' | 'arrive' | 'close' | 'unlock';

/** The step that is being confirmed; null: none. */
export const stepping = signal<Step | null>(null);

export const StepDialog = ({ shipment, step }: { shipment: Shipment; step: Step }) =>
  step === 'unlock' ? <Unlock shipment={shipment} /> : <Plain shipment={shipment} step={step} />;

const send = async (shipment: Shipment, path: string, body: unknown): Promise<void> => {
  try {
    await api.value!.post<Shipment>(`shipments/${encodeURIComponent(shipment.id)}/${path}`, body);
    stepping.value = null;
    tell(f.value.say('shipment.step.done'));
    void readFile(shipment.id);
  } catch (failure) {
    tell(f.value.say('alert.failed', { why: why(failure) }), 'wrong');
  }
};

const Buttons = ({ confirm, isBusy }: { confirm: string; isBusy: boolean }) => (
  <div class="buttons">
    <button type="button" onClick={() => (stepping.value = null)}>{f.value.say('alert.cancel')}</button>
    <button type="submit" class="primary" disabled={isBusy}>{confirm}</button>
  </div>
);

const Plain = ({ shipment, step }: { shipment: Shipment; step: Exclude<Step, 'unlock'> }) => {
  const { say } = f.value;
  const operator = useSignal('');
  const note = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    await send(shipment, step, { ...(operator.value.trim() && { operator: operator.value.trim() }), ...(note.value.trim() && { note: note.value.trim() }) });
    isBusy.value = false;
  };
  return (
    <Dialog title={say(`shipment.step.title.${step}`, { id: shipment.id })} onClose={() => (stepping.value = null)}>
      <form onSubmit={submit}>
        <label for="operator">{say('shipment.step.operator')}</label>
        <input id="operator" maxLength={200} value={operator.value} onInput={event => (operator.value = event.currentTarget.value)} />
        <label for="step-note">{say('alert.note')}</label>
        <textarea id="step-note" rows={3} maxLength={2000} value={note.value} onInput={event => (note.value = event.currentTarget.value)} />
        <Buttons confirm={say('shipment.step.confirm')} isBusy={isBusy.value} />
      </form>
    </Dialog>
  );
};

const Unlock = ({ shipment }: { shipment: Shipment }) => {
  const { say, coordinates } = f.value;
  const vehicle = fleet.get(`vehicle/${shipment.vehicle}`);
  const seal = useSignal(shipment.seals[0] ?? '');
  const place = useSignal(vehicle ? coordinates(vehicle) : '');
  const radius = useSignal('500');
  const until = useSignal(localTime(Date.now() + 2 * 3_600_000));
  const note = useSignal('');
  const wrong = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    const [, lat, lon] = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(place.value) ?? [];
    wrong.value = lat === undefined ? say('unlock.badplace') : '';
    if (lat === undefined) return;
    isBusy.value = true;
    await send(shipment, 'unlocks', {
      seal: seal.value, lat: Number(lat), lon: Number(lon), radiusM: Number(radius.value), until: new Date(until.value).toISOString(), ...(note.value.trim() && { note: note.value.trim() }),
    });
    isBusy.value = false;
  };
  return (
    <Dialog title={say('unlock.title', { id: shipment.id })} onClose={() => (stepping.value = null)}>
      <form onSubmit={submit}>
        <label for="unlock-seal">{say('unlock.seal')}</label>
        <select id="unlock-seal" value={seal.value} onChange={event => (seal.value = event.currentTarget.value)}>{shipment.seals.map(s => <option key={s}>{s}</option>)}</select>
        <label for="unlock-place">{say('unlock.place')}</label>
        <input id="unlock-place" required value={place.value} aria-describedby="unlock-hint unlock-wrong" onInput={event => (place.value = event.currentTarget.value)} />
        <p id="unlock-hint" class="muted small">{say('unlock.place.hint')}</p>
        <p id="unlock-wrong" class="wrong" role="alert">{wrong.value}</p>
        <div class="pair">
          <div><label for="unlock-radius">{say('unlock.radius')}</label><input id="unlock-radius" type="number" min={1} max={20_000} required value={radius.value} onInput={event => (radius.value = event.currentTarget.value)} /></div>
          <div><label for="unlock-until">{say('unlock.until')}</label><input id="unlock-until" type="datetime-local" required value={until.value} onInput={event => (until.value = event.currentTarget.value)} /></div>
        </div>
        <label for="unlock-note">{say('alert.note')}</label>
        <textarea id="unlock-note" rows={2} maxLength={2000} value={note.value} onInput={event => (note.value = event.currentTarget.value)} />
        <Buttons confirm={say('unlock.confirm')} isBusy={isBusy.value} />
      </form>
    </Dialog>
  );
};
