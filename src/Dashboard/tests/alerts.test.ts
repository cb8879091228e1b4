import { describe, expect, it } from 'vitest';
import { AlertBook, collapse, filterAlerts, needs, noFilter, silentAssets } from '../src/model/alerts';
import { alert, at } from './samples';

describe('the book of alerts', () => {
  it('believes the hub above a list that was asked for before', () => {
    const book = new AlertBook();
    book.tell(alert({ status: 'acknowledged' }), 100_000);
    book.list([alert({ status: 'open' })], 99_000, true);
    expect(book.get(alert({}).id)?.status).toBe('acknowledged');
  });

  it('believes a list that was asked for long after', () => {
    const book = new AlertBook();
    book.tell(alert({ status: 'acknowledged' }), 100_000);
    book.list([alert({ status: 'closed' })], 200_000, true);
    expect(book.get(alert({}).id)?.status).toBe('closed');
  });

  it('forgets what a whole list does not hold, but not what was just told', () => {
    const book = new AlertBook();
    book.tell(alert({ id: 'old' }), 0);
    book.tell(alert({ id: 'young' }), 100_000);
    book.list([], 101_000, true);
    expect(book.all().map(a => a.id)).toEqual(['young']);
  });

  it('says which alerts are new', () => {
    const book = new AlertBook();
    expect(book.tell(alert({}), 0).isNew).toBe(true);
    expect(book.tell(alert({ status: 'cleared' }), 1).isNew).toBe(false);
  });
});

describe('the list', () => {
  it('puts first what nobody has taken on, then the worst, then the newest', () => {
    const all = [
      alert({ id: 'taken', status: 'acknowledged' }), alert({ id: 'warning', severity: 'warning', raisedAt: at(9) }), alert({ id: 'old', raisedAt: '2026-11-22T08:00:30.5Z' }),
      alert({ id: 'new', raisedAt: '2026-11-22T08:00:31Z' }),
    ];
    expect(filterAlerts(all, noFilter).map(a => a.id)).toEqual(['new', 'old', 'warning', 'taken']);
  });

  it('shows by state, severity, rule and text', () => {
    const all = [alert({ id: 'a' }), alert({ id: 'b', status: 'closed' }), alert({ id: 'c', rule: 'signal-lost', severity: 'warning', asset: 'vehicle/51C00001', shipment: null })];
    const ids = (part: object) => filterAlerts(all, { ...noFilter, ...part }).map(a => a.id);
    expect(ids({})).toEqual(['a', 'c']);
    expect(ids({ status: 'closed' })).toEqual(['b']);
    expect(ids({ severity: 'warning' })).toEqual(['c']);
    expect(ids({ rule: 'seal-breach' })).toEqual(['a']);
    expect(ids({ text: ' 51c ' })).toEqual(['c']);
  });
});

describe('a flood of alerts', () => {
  const silence = (trip: number, minutes: number, rule = 'signal-lost') =>
    alert({ id: `${rule}-${trip}`, rule, severity: 'warning', asset: `${rule === 'seal-silence' ? 'seal' : 'vehicle'}/${trip}`, shipment: `2026-${trip}`, raisedAt: at(minutes), recordedAt: at(minutes) });

  it('is one row where one trip falls silent with all its devices', () => {
    const rows = collapse([silence(1, 0), silence(1, 1, 'seal-silence')]);
    expect(rows).toMatchObject([{ kind: 'shipment', alerts: [{ id: 'signal-lost-1' }, { id: 'seal-silence-1' }] }]);
  });

  it('is one row where many trips fall silent at about the same time', () => {
    const rows = collapse([...Array(20).keys()].map(trip => silence(trip, trip / 4)).concat(alert({})));
    expect(rows.map(r => [r.kind, r.alerts.length])).toEqual([['storm', 20], ['single', 1]]);
  });

  it('stays apart where trips fall silent now and then', () => {
    expect(collapse([...Array(8).keys()].map(trip => silence(trip, trip * 20))).every(r => r.kind === 'single')).toBe(true);
  });

  it('stays apart where the rules differ, or what was done about it', () => {
    expect(collapse([alert({ id: 'a' }), alert({ id: 'b', rule: 'route-deviation' }), alert({ id: 'c', status: 'acknowledged' })])).toHaveLength(3);
  });
});

describe('what the map shows of alerts', () => {
  it('is the worst that is open or taken on, for the asset and for its shipment', () => {
    const all = [alert({ asset: 'vehicle/A', shipment: 'S', severity: 'warning' }), alert({ id: 'x', asset: 'seal/B', shipment: 'S' }), alert({ id: 'y', asset: 'vehicle/C', shipment: null, status: 'closed' })];
    expect([...needs(all)]).toEqual([['vehicle/A', 'warning'], ['S', 'critical'], ['seal/B', 'critical']]);
  });

  it('tells who is called silent', () => {
    expect([...silentAssets([alert({ rule: 'seal-silence' }), alert({ rule: 'signal-lost', asset: 'vehicle/A', status: 'cleared' })])]).toEqual(['seal/VN0012345']);
  });
});
