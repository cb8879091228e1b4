// The alerts the page knows, which of them are shown, and how a flood of them becomes a few rows.

import type { Alert, AlertStatus, Severity } from '../api/types';

export const severityRank: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

/** Nobody has finished with it, and what it tells still holds. */
export const isActive = (alert: Alert): boolean => alert.status === 'open' || alert.status === 'acknowledged';

/** The lists follow the history by moments: for so long what was told at once is believed above them. */
const listsLagMs = 5_000;

/** Every alert as it was last told, by the hub, by the lists, or in answer to a command. */
export class AlertBook {
  private readonly known = new Map<string, { alert: Alert; toldAt: number }>();

  /** Told at once: by the hub, or in answer to a command. */
  tell(alert: Alert, now: number): { isNew: boolean } {
    const isNew = !this.known.has(alert.id);
    this.known.set(alert.id, { alert, toldAt: now });
    return { isNew };
  }

  /**
   * What the lists say.
   * @param whole true when these are all there are: what is not among them is forgotten
   * @param askedAt when the lists were asked
   */
  list(alerts: Alert[], askedAt: number, whole: boolean): void {
    const isFresh = (id: string) => (this.known.get(id)?.toldAt ?? -Infinity) > askedAt - listsLagMs;
    if (whole) {
      const listed = new Set(alerts.map(a => a.id));
      for (const id of this.known.keys()) if (!listed.has(id) && !isFresh(id)) this.known.delete(id);
    }
    for (const alert of alerts) if (!isFresh(alert.id)) this.known.set(alert.id, { alert, toldAt: -Infinity });
  }

  get(id: string): Alert | undefined {
    return this.known.get(id)?.alert;
  }

  all(): Alert[] {
    return [...this.known.values()].map(k => k.alert);
  }
}

export interface AlertFilter {
  status: 'active' | AlertStatus | 'all';
  severity: Severity | null;
  rule: string | null;
  text: string;
}

export const noFilter: AlertFilter = { status: 'active', severity: null, rule: null, text: '' };

/** The alerts a filter lets through: the worst first, and of the same severity the newest. */
export const filterAlerts = (alerts: Alert[], filter: AlertFilter): Alert[] => {
  const text = filter.text.trim().toLowerCase();
  return alerts
    .filter(a => (filter.status === 'all' || (filter.status === 'active' ? isActive(a) : a.status === filter.status))
      && (filter.severity === null || a.severity === filter.severity)
      && (filter.rule === null || a.rule === filter.rule)
      && (text === '' || a.asset.toLowerCase().includes(text) || (a.shipment ?? '').toLowerCase().includes(text)))
    .sort(urgency);
};

// What nobody has taken on comes first: it is what needs an officer.
const statusRank: Record<AlertStatus, number> = { open: 0, acknowledged: 1, cleared: 2, closed: 3 };

const urgency = (a: Alert, b: Alert): number =>
  statusRank[a.status] - statusRank[b.status]
  || severityRank[b.severity] - severityRank[a.severity]
  || Date.parse(b.raisedAt) - Date.parse(a.raisedAt)
  || (a.id < b.id ? -1 : 1);

/** A row of the list: one alert, or several with one cause. */
export interface AlertRow {
  key: string;
  /** The first one stands for the row. */
  alerts: Alert[];
  /** `shipment`: one trip's devices tell the same; `storm`: many trips do, at about the same time. */
  kind: 'single' | 'shipment' | 'storm';
}

/** Two rules that tell the same cause. */
const familyOf = (rule: string): string => (rule === 'seal-silence' ? 'signal-lost' : rule);

/** So many trips with the same trouble ... */
const stormTrips = 6;

/** ... each within so long of the one before, are one cause: a network is down, a road is closed. */
const stormGapMs = 5 * 60_000;

/** Collapses alerts into rows by cause; the order of the alerts is kept. Alerts of different states never share a row. */
export const collapse = (alerts: Alert[]): AlertRow[] => {
  const trips = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = [alert.status, familyOf(alert.rule), alert.shipment ?? alert.asset].join('|');
    const trip = trips.get(key);
    if (trip) trip.push(alert);
    else trips.set(key, [alert]);
  }

  const families = new Map<string, { key: string; alerts: Alert[]; at: number }[]>();
  for (const [key, members] of trips) {
    const family = [members[0]!.status, familyOf(members[0]!.rule)].join('|');
    const trip = { key, alerts: members, at: Math.max(...members.map(a => Date.parse(a.recordedAt))) };
    const others = families.get(family);
    if (others) others.push(trip);
    else families.set(family, [trip]);
  }

  const stormOf = new Map<string, string>();
  for (const [family, members] of families) {
    const inTime = [...members].sort((a, b) => a.at - b.at);
    let run: typeof inTime = [];
    const end = () => {
      if (run.length >= stormTrips) for (const trip of run) stormOf.set(trip.key, `${family}|${run[0]!.key}`);
      run = [];
    };
    for (const trip of inTime) {
      if (run.length > 0 && trip.at - run[run.length - 1]!.at > stormGapMs) end();
      run.push(trip);
    }
    end();
  }

  const rows = new Map<string, AlertRow>();
  for (const [key, members] of trips) {
    const storm = stormOf.get(key);
    const row = rows.get(storm ?? key);
    if (row) row.alerts.push(...members);
    else rows.set(storm ?? key, { key: storm ?? (members.length > 1 ? key : members[0]!.id), alerts: [...members], kind: storm ? 'storm' : members.length > 1 ? 'shipment' : 'single' });
  }
  return [...rows.values()];
};

/** The worst of what is open or taken on, for each asset and shipment it concerns. */
export const needs = (alerts: Iterable<Alert>): Map<string, 'warning' | 'critical'> => {
  const worst = new Map<string, 'warning' | 'critical'>();
  for (const alert of alerts) {
    if (!isActive(alert) || alert.severity === 'info') continue;
    for (const key of [alert.asset, alert.shipment]) {
      if (key !== null && (alert.severity === 'critical' || !worst.has(key))) worst.set(key, alert.severity);
    }
  }
  return worst;
};

/** Assets that are called silent. */
export const silentAssets = (alerts: Iterable<Alert>): Set<string> => {
  const silent = new Set<string>();
  for (const alert of alerts) if (isActive(alert) && familyOf(alert.rule) === 'signal-lost') silent.add(alert.asset);
  return silent;
};
