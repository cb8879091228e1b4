import { describe, expect, it } from 'vitest';
import { cluster } from '../src/model/clusters';

describe('clusters', () => {
  it('put together what is within the radius, across the cells of the grid as well', () => {
    const found = cluster([{ x: 0.99, y: 0.99 }, { x: 1.01, y: 1.01 }, { x: 2.2, y: 1 }], 1);
    expect(found.map(c => c.members.length)).toEqual([2, 1]);
    expect(found[0]!.x).toBeCloseTo(1);
  });

  it('hold each item once', () => {
    const items = Array.from({ length: 3_000 }, (_, i) => ({ x: ((i * 37) % 101) / 101, y: ((i * 53) % 97) / 97 }));
    const members = cluster(items, 0.04).flatMap(c => c.members);
    expect(members).toHaveLength(items.length);
    expect(new Set(members).size).toBe(items.length);
  });

  it('stay as they are while their members move a little', () => {
    const first = cluster([{ x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 3, y: 0 }], 1);
    const later = cluster([{ x: 0.1, y: 0 }, { x: 0.6, y: 0 }, { x: 3.1, y: 0 }], 1);
    expect(later.map(c => c.members.length)).toEqual(first.map(c => c.members.length));
  });
});
