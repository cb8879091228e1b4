// What would lie on each other on the screen, drawn as one.

export interface Cluster<T> { x: number; y: number; members: T[] }

/**
 * Puts together what is within a radius of each other; what stands alone is a cluster of one.
 * The first of the items begins the first cluster, so that the same items in the same order stay together while they move a little.
 */
export const cluster = <T extends { x: number; y: number }>(items: readonly T[], radius: number): Cluster<T>[] => {
  const cells = new Map<number, T[]>();
  const cell = (x: number, y: number) => Math.floor(x / radius) * 0x200_0000 + Math.floor(y / radius);
  for (const item of items) {
    const key = cell(item.x, item.y);
    const there = cells.get(key);
    if (there) there.push(item);
    else cells.set(key, [item]);
  }
  const taken = new Set<T>();
  const clusters: Cluster<T>[] = [];
  for (const seed of items) {
    if (taken.has(seed)) continue;
    const members: T[] = [];
    let [x, y] = [0, 0];
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        const key = cell(seed.x + i * radius, seed.y + j * radius);
        const there = cells.get(key);
        if (!there) continue;
        const left: T[] = [];
        for (const item of there) {
          if ((item.x - seed.x) ** 2 + (item.y - seed.y) ** 2 > radius ** 2) {
            left.push(item);
            continue;
          }
          members.push(item);
          taken.add(item);
          x += item.x;
          y += item.y;
        }
        if (left.length < there.length) cells.set(key, left);
      }
    }
    clusters.push({ x: x / members.length, y: y / members.length, members });
  }
  return clusters;
};
