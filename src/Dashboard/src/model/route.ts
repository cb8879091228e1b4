// The page's own addresses: what is open is told by the URL, so that back, reload and sending a link all work.

import type { Severity } from '../api/types';
import { noFilter, type AlertFilter } from './alerts';
import type { AssetKind } from './asset';

export type Route =
  | { page: 'alerts'; alert: string | null }
  | { page: 'shipments' }
  | { page: 'shipment'; id: string; tab: ShipmentTab }
  | { page: 'asset'; kind: AssetKind; id: string }
  | { page: 'unknown' }
  | { page: 'admin'; tab: AdminTab }
  | { page: 'replay'; id: string; from: string | null; to: string | null; at: string | null; known: Known };

export type AdminTab = 'keys' | 'webhooks' | 'audit';

export type ShipmentTab = 'overview' | 'timeline' | 'charts';

/** By what a past moment is told: what had been recorded by then, or all that is recorded today. */
export type Known = 'then' | 'now';

const tabs: readonly ShipmentTab[] = ['overview', 'timeline', 'charts'];
const adminTabs: readonly AdminTab[] = ['keys', 'webhooks', 'audit'];
const kinds: readonly AssetKind[] = ['vehicle', 'container', 'seal'];

const moment = (text: string | null): string | null => (text !== null && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null);

/** Reads an address; what is not one of ours is the list of alerts. */
export const parseRoute = (pathname: string, search: string): Route => {
  const parts = pathname.split('/').filter(p => p !== '').map(p => {
    try {
      return decodeURIComponent(p);
    } catch {
      return '';
    }
  });
  const query = new URLSearchParams(search);
  const [first, second, third] = parts;
  if (first === 'shipments' && second) return { page: 'shipment', id: second, tab: tabs.find(t => t === third) ?? 'overview' };
  if (first === 'shipments') return { page: 'shipments' };
  if (first === 'admin') return { page: 'admin', tab: adminTabs.find(t => t === second) ?? 'keys' };
  if (first === 'assets' && second === 'unknown') return { page: 'unknown' };
  const kind = kinds.find(k => k === second);
  if (first === 'assets' && kind && third) return { page: 'asset', kind, id: third };
  if (first === 'replay' && second) {
    return {
      page: 'replay', id: second, from: moment(query.get('from')), to: moment(query.get('to')), at: moment(query.get('at')),
      known: query.get('known') === 'then' ? 'then' : 'now',
    };
  }
  return { page: 'alerts', alert: first === 'alerts' && second ? second : null };
};

/** The address of a place in the page, without the filters. */
export const formatRoute = (route: Route): string => {
  const enc = encodeURIComponent;
  switch (route.page) {
    case 'alerts':
      return route.alert === null ? '/' : `/alerts/${enc(route.alert)}`;
    case 'shipments':
      return '/shipments';
    case 'unknown':
      return '/assets/unknown/sender';
    case 'admin':
      return `/admin/${route.tab}`;
    case 'shipment':
      return `/shipments/${enc(route.id)}${route.tab === 'overview' ? '' : `/${route.tab}`}`;
    case 'asset':
      return `/assets/${route.kind}/${enc(route.id)}`;
    case 'replay': {
      const query = new URLSearchParams();
      if (route.from) query.set('from', route.from);
      if (route.to) query.set('to', route.to);
      if (route.at) query.set('at', route.at);
      if (route.known === 'then') query.set('known', 'then');
      const text = query.toString();
      return `/replay/${enc(route.id)}${text ? `?${text}` : ''}`;
    }
  }
};

const statuses: readonly AlertFilter['status'][] = ['active', 'open', 'acknowledged', 'cleared', 'closed', 'all'];
const severities: readonly Severity[] = ['info', 'warning', 'critical'];

/** The list's filter, as it stands in the address. */
export const parseFilter = (search: string): AlertFilter => {
  const query = new URLSearchParams(search);
  return {
    status: statuses.find(s => s === query.get('status')) ?? noFilter.status,
    severity: severities.find(s => s === query.get('severity')) ?? null,
    rule: query.get('rule'),
    text: query.get('text') ?? '',
  };
};

export const formatFilter = (filter: AlertFilter): string => {
  const query = new URLSearchParams();
  if (filter.status !== noFilter.status) query.set('status', filter.status);
  if (filter.severity) query.set('severity', filter.severity);
  if (filter.rule) query.set('rule', filter.rule);
  if (filter.text) query.set('text', filter.text);
  const text = query.toString();
  return text ? `?${text}` : '';
};

/** Which shipments the list shows. */
export interface ShipmentQuery { text: string; status: 'registered' | 'inTransit' | 'arrived' | 'closed' | '' }

export const parseShipmentQuery = (search: string): ShipmentQuery => {
  const query = new URLSearchParams(search);
  const status = query.get('status') ?? '';
  return { text: query.get('q') ?? '', status: (['registered', 'inTransit', 'arrived', 'closed'] as const).find(s => s === status) ?? '' };
};

export const formatShipmentQuery = (asked: ShipmentQuery): string => {
  const query = new URLSearchParams();
  if (asked.text) query.set('q', asked.text);
  if (asked.status) query.set('status', asked.status);
  const text = query.toString();
  return text ? `?${text}` : '';
};
