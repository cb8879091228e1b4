import { describe, expect, it } from 'vitest';
import { noFilter } from '../src/model/alerts';
import { formatFilter, formatRoute, formatShipmentQuery, parseFilter, parseRoute, parseShipmentQuery, type Route } from '../src/model/route';

describe('addresses', () => {
  const routes: Route[] = [
    { page: 'alerts', alert: null }, { page: 'alerts', alert: 'seal-VN1-seal-breach-20261122T080000000Z' }, { page: 'shipments' },
    { page: 'shipment', id: '2026-000001', tab: 'overview' }, { page: 'shipment', id: '2026-000001', tab: 'charts' }, { page: 'asset', kind: 'seal', id: 'VN1' },
    { page: 'replay', id: '2026-000001', from: '2026-11-22T08:00:00.000Z', to: null, at: '2026-11-22T08:15:00.000Z', known: 'then' },
    { page: 'unknown' }, { page: 'admin', tab: 'audit' },
  ];
  it.each(routes.map(r => [formatRoute(r), r] as const))('%s is read as it was written', (address, route) => {
    const [path, query = ''] = address.split('?');
    expect(parseRoute(path!, query)).toEqual(route);
  });

  it('that are none of ours are the list of alerts', () => {
    for (const path of ['/nothing', '/assets/plane/1', '/replay', '/%E0%A4%A']) expect(parseRoute(path, '')).toEqual({ page: 'alerts', alert: null });
    expect(parseRoute('/replay/1', 'at=yesterday')).toMatchObject({ at: null, known: 'now' });
  });

  it('keep the filters', () => {
    const filter = { status: 'closed', severity: 'critical', rule: 'seal-breach', text: 'VN 1' } as const;
    expect(parseFilter(formatFilter(filter))).toEqual(filter);
    expect(formatFilter(noFilter)).toBe('');
    expect(parseFilter('?status=nonsense&severity=7')).toEqual(noFilter);
    expect(parseShipmentQuery(formatShipmentQuery({ text: 'An Phát', status: 'arrived' }))).toEqual({ text: 'An Phát', status: 'arrived' });
  });
});
