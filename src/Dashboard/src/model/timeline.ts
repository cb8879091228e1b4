// A shipment's story: its own events, those of its assets, and what its seals reported, in the order they happened.

import type { Reading, StoredEvent } from '../api/types';

export interface Entry {
  at: string;
  recordedAt: string;
  /** The asset or shipment it concerns, as it is written. */
  of: string;
  /** The event's name, or `seal.cut` and so on for what a seal reported. */
  what: string;
  by: string | null;
  note: string | null;
  /** The server's sentence, for alerts and refusals. */
  message: string | null;
  rule: string | null;
  severity: string | null;
  alertId: string | null;
  late: boolean;
  /** Part of the custody chain: sealing, unlocking, handing over, and what breaks it. */
  isCustody: boolean;
}

/** Events that say nothing to an officer: bookkeeping between the parts, and readings, which have views of their own. */
const untold = new Set(['readings_recorded', 'duty_assigned', 'duty_released', 'departure_requested', 'alert_updated']);

/** What to ask of an asset's stream. */
export const toldTypes = 'unlock_authorised,alert_raised,alert_cleared,alert_acknowledged,alert_closed';

const custodyEvents = new Set(['shipment_departed', 'shipment_arrived', 'shipment_closed', 'unlock_authorised']);
const custodyRules = new Set(['seal-breach', 'seal-silence', 'separation']);

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * @param events by stream: `shipment/2026-000001`, `seal/VN0012345`
 * @param readings by asset
 */
export const timeline = (events: ReadonlyMap<string, readonly StoredEvent[]>, readings: ReadonlyMap<string, readonly Reading[]>): Entry[] => {
  const entries: Entry[] = [];
  const ruleOf = new Map<string, string>();
  for (const stream of events.values()) for (const e of stream) if (e.type === 'alert_raised') ruleOf.set(e.data['alertId'] as string, e.data['rule'] as string);
  for (const [of, stream] of events) {
    for (const e of stream) {
      if (untold.has(e.type)) continue;
      const alertId = text(e.data['alertId']);
      const rule = alertId === null ? null : ruleOf.get(alertId) ?? null;
      entries.push({
        at: e.at, recordedAt: e.recordedAt, of, what: e.type, by: text(e.data['by']), note: text(e.data['note']), message: text(e.data['message']) ?? text(e.data['reason']),
        rule, severity: text(e.data['severity']), alertId, late: e.data['late'] === true, isCustody: custodyEvents.has(e.type) || (rule !== null && custodyRules.has(rule)),
      });
    }
  }
  for (const [of, told] of readings) {
    let state: string | undefined;
    for (const reading of told) {
      if (reading.kind !== 'seal' || reading.event === undefined || reading.event === 'heartbeat') continue;
      // A seal repeats its state; only the change is an event.
      if (reading.event === state) continue;
      if (reading.event !== 'lowBattery' && reading.event !== 'faulty') state = reading.event;
      entries.push({
        at: reading.at, recordedAt: reading.recordedAt, of, what: `seal.${reading.event}`, by: reading.operator ?? null, note: null, message: null, rule: null, severity: null,
        alertId: null, late: false, isCustody: reading.event !== 'lowBattery' && reading.event !== 'faulty',
      });
    }
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Date.parse(a.recordedAt) - Date.parse(b.recordedAt));
};
