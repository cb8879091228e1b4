// What an asset is called, and how it is doing.

export type AssetKind = 'vehicle' | 'container' | 'seal';

/** `vehicle/29H81234` taken apart. */
export const assetOf = (name: string): { kind: AssetKind; id: string } => {
  const slash = name.indexOf('/');
  return { kind: name.slice(0, slash) as AssetKind, id: name.slice(slash + 1) };
};

/** How an asset moves. */
export type Motion = 'moving' | 'stopped' | 'silent';

/** How much it needs an officer. */
export type Need = 'none' | 'warning' | 'critical';

/** Slower than this is standing: receivers drift. */
export const standingKph = 3;

/** Without a limit of its own, an asset that has not told its place for so long is shown as silent. */
export const silentAfterMs = 15 * 60_000;

export const motionOf = (at: number, speedKph: number | null, now: number, isCalledSilent: boolean): Motion =>
  isCalledSilent || now - at > silentAfterMs ? 'silent' : (speedKph ?? 0) > standingKph ? 'moving' : 'stopped';
