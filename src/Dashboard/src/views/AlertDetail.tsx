import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Alert } from '../api/types';
import { assetOf } from '../model/asset';
import { translate } from '../model/messages';
import { minuteBefore } from '../model/replay';
import { file } from '../shipment';
import { api, book, alerts, f, flyTo, go, handle, may, phoneShows } from '../state';
import { closeDetail, openShipment } from './choose';
import { closing } from './CloseDialog';
import { Age, Fact, Failed, ruleName, SeveritySign, StatusWord, Waiting } from './common';
import { Icon } from './Icon';
import { Zones } from './Zones';

/** What these rules say is about zones. */
const zoneRules = new Set(['prohibited-zone', 'unplanned-stop']);

export const AlertDetail = ({ id }: { id: string }) => {
  // An old one, opened by its link, is not among those the page keeps.
  const asked = useSignal<{ id: string; alert: Alert | null } | null>(null);
  const known = alerts.value.length >= 0 ? book.get(id) : undefined;
  useEffect(() => {
    if (book.get(id) !== undefined) return;
    void api.value?.get<Alert>(`alerts/${encodeURIComponent(id)}`).then(alert => (asked.value = { id, alert }), () => (asked.value = { id, alert: null }));
  }, [id]);
  const alert = known ?? (asked.value?.id === id ? asked.value.alert : undefined);
  if (alert === undefined) return <Waiting />;
  return alert === null ? <><DetailHead title={f.value.say('nav.alerts')} /><Failed text={f.value.say('alert.gone')} /></> : <Detail alert={alert} />;
};

export const DetailHead = ({ title, sub }: { title: string; sub?: string }) => (
  <header class="detail-head">
    <div><h2>{title}</h2>{sub !== undefined && <p class="muted">{sub}</p>}</div>
    <button class="plain sign" aria-label={f.value.say('nav.close')} title={`${f.value.say('nav.close')} (Esc)`} onClick={closeDetail}><Icon name="close" /></button>
  </header>
);

const Detail = ({ alert }: { alert: Alert }) => {
  const { say, full, place, coordinates } = f.value;
  const { kind, id } = assetOf(alert.asset);
  const minute = Date.parse(alert.raisedAt);
  const shipment = file.value?.shipment.id === alert.shipment ? file.value?.shipment : undefined;
  return (
    <>
      <DetailHead title={ruleName(alert.rule)} sub={translate(alert.message, f.value)} />
      <div class="tags">
        <span class={`tag ${alert.severity}`}><SeveritySign severity={alert.severity} /> <span aria-hidden="true">{say(`severity.${alert.severity}`)}</span></span>
        <StatusWord status={alert.status} />
        {alert.late && <span class="tag late">{say('alerts.late')}</span>}
      </div>
      <div class="buttons wide">
        {may('handleAlerts') && alert.status === 'open' && <button class="primary" onClick={() => void handle([alert.id], 'acknowledge', '')}>{say('alert.acknowledge')}</button>}
        {may('handleAlerts') && alert.status !== 'closed' && <button onClick={() => (closing.value = [alert.id])}>{say('alert.close')} …</button>}
        {alert.shipment !== null && (
          <button onClick={() => go({
            page: 'replay', id: alert.shipment!, from: null, to: null, at: new Date(minuteBefore(minute, shipment?.departedAt)).toISOString(), known: 'now',
          })}>{say('alert.replay')}</button>
        )}
      </div>
      <dl class="facts">
        <Fact name={say('alert.raised')}>{full(alert.raisedAt)} <span class="muted">(<Age at={alert.raisedAt} />)</span></Fact>
        {(alert.late || Date.parse(alert.recordedAt) - minute > 60_000) && <Fact name={say('alert.recorded')}>{full(alert.recordedAt)}</Fact>}
        {alert.clearedAt !== null && <Fact name={say('alert.cleared')}>{full(alert.clearedAt)}</Fact>}
        <Fact name={say('alert.asset')}>
          <button class="link" onClick={() => go({ page: 'asset', kind, id })}>{say(`kind.${kind}`)} {id}</button>
        </Fact>
        {alert.shipment !== null && <Fact name={say('alert.shipment')}><button class="link" onClick={() => openShipment(alert.shipment!)}>{alert.shipment}</button></Fact>}
        <Fact name={say('alert.place')}>
          {alert.position === null ? say('place.unknown') : (
            <button class="link" onClick={() => {
              phoneShows.value = 'map';
              flyTo(alert.position!);
            }}>{place(alert.position)}<br /><span class="small">{coordinates(alert.position)}</span></button>
          )}
        </Fact>
        <Fact name={say('alert.rule')}>{alert.rule}, {say('alert.version', { n: alert.ruleVersion })}</Fact>
      </dl>
      {zoneRules.has(alert.rule) && shipment && <Zones shipment={shipment} />}
      {alert.acknowledged && <Handled text={say('alert.acknowledged', { by: alert.acknowledged.by, at: full(alert.acknowledged.at) })} note={alert.acknowledged.note} />}
      {alert.closed && <Handled text={say('alert.closed', { by: alert.closed.by, at: full(alert.closed.at) })} note={alert.closed.note} />}
      {alert.evidence.length > 0 && (
        <section>
          <h3>{say('alert.evidence')}</h3>
          <ol class="evidence">
            {alert.evidence.map((e, i) => <li key={i}><time dateTime={e.at}>{full(e.at)}</time> {translate(e.what, f.value)}</li>)}
          </ol>
        </section>
      )}
    </>
  );
};

const Handled = ({ text, note }: { text: string; note: string | null }) => (
  <div class="handled"><p>{text}</p>{note && <blockquote>{note}</blockquote>}</div>
);
