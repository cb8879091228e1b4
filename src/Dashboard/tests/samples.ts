import type { Alert, LivePosition } from '../src/api/types';

export const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 22, 8, minutes)).toISOString();

export const alert = (part: Partial<Alert>): Alert => ({
  id: 'seal-VN0012345-seal-breach-20261122T080000000Z', rule: 'seal-breach', ruleVersion: 1, severity: 'critical', status: 'open', asset: 'seal/VN0012345', shipment: '2026-000123',
  raisedAt: at(0), recordedAt: part.raisedAt ?? at(0), clearedAt: null, late: false, position: { lat: 21.5, lon: 106.5 }, message: 'Seal cut', evidence: [], acknowledged: null, closed: null,
  ...part,
});

export const position = (part: Partial<LivePosition>): LivePosition => ({
  asset: 'vehicle/29H81234', at: at(0), lat: 21, lon: 106, speedKph: 50, headingDeg: 10, shipment: '2026-000123', status: 'ok', ...part,
});
