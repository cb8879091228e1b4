import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Page, Shipment, ShipmentStatus } from '../api/types';
import { isActive, severityRank } from '../model/alerts';
import type { ShipmentQuery } from '../model/route';
import { alerts, api, connection, f, keepAddress, route, shipmentQuery, why } from '../state';
import { flyToAsset, openShipment } from './choose';
import { Failed, SeveritySign, Waiting } from './common';

interface Found { asked: ShipmentQuery; items: Shipment[]; next: string | null; wrong?: string }

const found = signal<Found | null>(null);
const isBusy = signal(false);
let asking: AbortController | null = null;

const read = async (asked: ShipmentQuery, cursor: string | null): Promise<void> => {
  const from = api.value;
  if (from === null) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  isBusy.value = true;
  try {
    const page = await from.get<Page<Shipment>>('shipments', { q: asked.text, status: asked.status, cursor, take: 50 }, mine.signal);
    found.value = { asked, items: cursor === null ? page.items : [...(found.value?.items ?? []), ...page.items], next: page.next };
  } catch (failure) {
    if (mine.signal.aborted) return;
    if (found.value === null || found.value.asked !== asked) found.value = { asked, items: [], next: null, wrong: why(failure) };
  } finally {
    if (asking === mine) isBusy.value = false;
  }
};

export const ShipmentList = () => {
  const { say } = f.value;
  // What is asked, and again after the connection was lost.
  useEffect(() => effect(() => {
    if (connection.value !== 'lost') void read(shipmentQuery.value, null);
  }), []);
  const list = found.value;
  const { text, status } = shipmentQuery.value;
  const change = (part: Partial<ShipmentQuery>) => {
    shipmentQuery.value = { ...shipmentQuery.value, ...part };
    keepAddress();
  };
  return (
    <>
      <header class="list-head"><h2>{say('shipments.title')}</h2>{isBusy.value && <span class="spinner" aria-hidden="true" />}</header>
      <form class="filters" onSubmit={event => event.preventDefault()}>
        <input type="search" value={text} placeholder={say('nav.search.short')} aria-label={say('nav.search')} onInput={event => change({ text: event.currentTarget.value })} />
        <select aria-label={say('alerts.filter.status')} value={status} onChange={event => change({ status: event.currentTarget.value as ShipmentStatus | '' })}>
          <option value="">{say('shipments.filter.any')}</option>
          {(['registered', 'inTransit', 'arrived', 'closed'] as const).map(s => <option key={s} value={s}>{say(`shipment.status.${s}`)}</option>)}
        </select>
      </form>
      {list === null ? <Waiting /> : list.wrong !== undefined ? <Failed text={list.wrong} again={() => void read(shipmentQuery.value, null)} /> : list.items.length === 0
        ? <p class="empty" role="status">{text || status ? say('shipments.none.filtered', { text: text || say(`shipment.status.${status as ShipmentStatus}`) }) : say('shipments.none')}</p>
        : (
          <ul class="rows" aria-label={say('shipments.title')}>
            {list.items.map(s => <Row key={s.id} shipment={s} />)}
            {list.next !== null && <li class="more"><button onClick={() => void read(list.asked, list.next)}>{say('shipments.more')}</button></li>}
          </ul>
        )}
    </>
  );
};

const Row = ({ shipment }: { shipment: Shipment }) => {
  const { say } = f.value;
  const at = route.value;
  const isChosen = (at.page === 'shipment' || at.page === 'replay') && at.id === shipment.id;
  const own = alerts.value.filter(a => a.shipment === shipment.id && isActive(a)).sort((a, b) => severityRank[b.severity] - severityRank[a.severity]);
  return (
    <li class={`alert shipment ${own[0]?.severity ?? ''} ${isChosen ? 'chosen' : ''}`}>
      <button class="open" aria-current={isChosen ? 'true' : undefined} onClick={() => {
        openShipment(shipment.id);
        if (shipment.departedAt !== null) void flyToAsset(`vehicle/${shipment.vehicle}`, 9);
      }}>
        {own[0] ? <SeveritySign severity={own[0].severity} /> : <span />}
        <span class="what">
          <span class="line"><strong class="name">{shipment.id}</strong> <span class="name">{shipment.vehicle}</span></span>
          <span class="line">{shipment.carrier}</span>
          <span class="line muted small">{shipment.origin} → {shipment.destination} · <span class="name">{shipment.declaration}</span></span>
          {own.length > 0 && <span class="line small">{say('shipments.open', { n: own.length })}</span>}
        </span>
        <span class="when small"><span class={`tag ${shipment.status}`}>{say(`shipment.status.${shipment.status}`)}</span></span>
      </button>
    </li>
  );
};
