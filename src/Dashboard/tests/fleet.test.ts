import { describe, expect, it } from 'vitest';
import { Fleet } from '../src/model/fleet';
import { at, position } from './samples';

const calm = { needs: new Map<string, 'warning' | 'critical'>(), silent: new Set<string>() };
const now = Date.parse(at(1));

describe('the fleet', () => {
  it('keeps the newest position, whatever order they come in', () => {
    const fleet = new Fleet();
    fleet.take([position({ at: '2026-11-22T08:00:30.5Z', lat: 2 }), position({ at: '2026-11-22T08:00:30Z', lat: 1 })]);
    expect(fleet.get('vehicle/29H81234')?.lat).toBe(2);
  });

  it('draws a truck once, not also the seal and container on it', () => {
    const fleet = new Fleet();
    fleet.take([position({}), position({ asset: 'seal/VN1', lat: 21.004 }), position({ asset: 'container/X', lat: 21.2 })]);
    expect(fleet.marks(now, calm).map(m => m.asset)).toEqual(['vehicle/29H81234', 'container/X']);
  });

  it('shows a truck in trouble when its seal is', () => {
    const fleet = new Fleet();
    fleet.take([position({})]);
    expect(fleet.marks(now, { ...calm, needs: new Map([['2026-000123', 'critical' as const]]) })[0]?.need).toBe('critical');
  });

  it('tells moving, standing and silent apart', () => {
    const fleet = new Fleet();
    fleet.take([position({ asset: 'vehicle/A' }), position({ asset: 'vehicle/B', speedKph: 1 }), position({ asset: 'vehicle/C', at: at(-20) }), position({ asset: 'vehicle/D' })]);
    expect(fleet.marks(now, { ...calm, silent: new Set(['vehicle/D']) }).map(m => m.motion)).toEqual(['moving', 'stopped', 'silent', 'silent']);
  });

  it('forgets what leaves the streamed part of the map', () => {
    const fleet = new Fleet();
    fleet.take([position({ asset: 'vehicle/A' }), position({ asset: 'vehicle/B', lat: 10, shipment: 'S' })]);
    fleet.keep(p => p.lat > 20);
    expect(fleet.size).toBe(1);
    expect(fleet.vehicleOn('S')).toBeUndefined();
  });
});
