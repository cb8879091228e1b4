import { describe, expect, it } from 'vitest';
import type { Zone } from '../src/api/types';
import { cornersOf, nameAt } from '../src/model/zones';

const zone = (...ring: [number, number][]): Zone => ({ name: 'Yard', kind: 'stop', area: { type: 'Polygon', coordinates: [ring] } });

describe('a zone', () => {
  it('has its name in its middle', () => {
    const square = zone([106, 21], [106.2, 21], [106.2, 21.1], [106, 21.1], [106, 21]);
    const { lat, lon } = nameAt(square);
    expect([lat, lon]).toEqual([expect.closeTo(21.05), expect.closeTo(106.1)]);
    expect(cornersOf(square)[1]).toEqual({ lat: 21, lon: 106.2 });
  });

  it('has it inside where the middle of all is outside', () => {
    // A horseshoe, open to the north, its eastern arm the wider one.
    const horseshoe = zone([0, 0], [10, 0], [10, 10], [6, 10], [6, 2], [2, 2], [2, 10], [0, 10], [0, 0]);
    expect(nameAt(horseshoe)).toEqual({ lat: 5, lon: 8 });
  });
});
