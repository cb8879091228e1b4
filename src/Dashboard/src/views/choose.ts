// What happens when something is chosen, wherever that was.

import { signal } from '@preact/signals';
import type { Alert, AssetState } from '../api/types';
import { assetOf } from '../model/asset';
import { collapse, filterAlerts, type AlertRow } from '../model/alerts';
import { alerts, api, filter, fleet, flyTo, go, list, phoneShows } from '../state';

/** Rows that were opened up. */
export const expanded = signal<ReadonlySet<string>>(new Set());

/** How many rows the list shows. */
export const shownRows = signal(100);

/** The list's rows as the filter and what is opened up make them. */
export const alertRows = (): AlertRow[] => collapse(filterAlerts(alerts.value, filter.value));

/** The rows in the order in which the keyboard walks them. */
export const walk = (rows: AlertRow[]): Alert[] => rows.slice(0, shownRows.value).flatMap(row => (row.kind === 'single' || expanded.value.has(row.key) ? row.alerts : [row.alerts[0]!]));

/** Opens an alert and flies to where it was raised. */
export const openAlert = (alert: Alert): void => {
  go({ page: 'alerts', alert: alert.id }, { list: 'alerts' });
  const at = alert.position ?? fleet.get(alert.asset) ?? (alert.shipment === null ? undefined : fleet.vehicleOn(alert.shipment));
  if (at) flyTo(at);
};

/** Flies to where an asset is; one that is out of sight is asked for. */
export const flyToAsset = async (asset: string, zoom: number): Promise<void> => {
  const at = fleet.get(asset) ?? await api.value?.get<AssetState>(`assets/${asset}`).then(state => state.lastPosition, () => null);
  if (at) flyTo(at, zoom);
};

export const openShipment = (id: string): void => {
  go({ page: 'shipment', id, tab: 'overview' });
};

/** A mark on the map: its shipment where it has one, for that is what officers deal with. */
export const openAsset = (asset: string): void => {
  const shipment = fleet.get(asset)?.shipment;
  phoneShows.value = 'list';
  if (shipment) openShipment(shipment);
  else go({ page: 'asset', ...assetOf(asset) });
};

export const closeDetail = (): void => go(list.value === 'alerts' ? { page: 'alerts', alert: null } : { page: 'shipments' });
