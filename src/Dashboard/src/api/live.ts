// The live hub: positions and alerts as they come, for as long as the page is open.

import { HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import type { Alert, LivePosition } from './types';

export type Connection = 'connecting' | 'live' | 'lost';

/** Degrees, WGS 84. */
export interface Bounds { west: number; south: number; east: number; north: number }

export interface LiveHandlers {
  /** Connected anew: the server knows nothing yet of what is watched. */
  connected(live: Live): Promise<void>;
  connection(state: Connection): void;
  /** Connected, for the first time or again, or told that something may have been missed: the lists are to be read. */
  resync(): void;
  positions(changed: LivePosition[]): void;
  alert(alert: Alert): void;
}

const waitsMs = [500, 1000, 2000, 3000, 5000];

export class Live {
  private readonly hub: HubConnection;
  private stopped = false;
  private tries = 0;

  constructor(key: string, private readonly handlers: LiveHandlers) {
    this.hub = new HubConnectionBuilder()
      .withUrl('/live', { accessTokenFactory: () => key })
      .configureLogging(LogLevel.None)
      .build();
    // A dead line is noticed by the missing signs of life: the server sends one every 5 s.
    this.hub.serverTimeoutInMilliseconds = 15_000;
    this.hub.keepAliveIntervalInMilliseconds = 5_000;
    this.hub.on('positions', (changed: LivePosition[]) => handlers.positions(changed));
    this.hub.on('alert', (alert: Alert) => handlers.alert(alert));
    this.hub.on('resync', () => handlers.resync());
    this.hub.onclose(() => void this.again());
    window.addEventListener('online', this.online);
    window.addEventListener('offline', this.offline);
  }

  async start(): Promise<void> {
    if (this.stopped || this.hub.state !== HubConnectionState.Disconnected) return;
    try {
      await this.hub.start();
      this.tries = 0;
      await this.handlers.connected(this);
      this.handlers.connection('live');
      this.handlers.resync();
    } catch {
      void this.again();
    }
  }

  /**
   * Asks for a part of the map only, and for some assets wherever they are.
   * @returns what is told of now; null when that is not known, because the connection is away
   */
  async watch(view: Bounds, assets: readonly string[]): Promise<Bounds | null> {
    if (this.hub.state !== HubConnectionState.Connected) return null;
    try {
      const south = Math.max(-90, view.south);
      const north = Math.min(90, view.north);
      const [west, s, east, n] = await this.hub.invoke<[number, number, number, number]>('watch', view.west, south, view.east, north, assets);
      return { west, south: s, east, north: n };
    } catch {
      return null;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    window.removeEventListener('online', this.online);
    window.removeEventListener('offline', this.offline);
    await this.hub.stop();
  }

  private readonly online = () => void this.start();

  // The browser knows at once; the missing signs of life would take a quarter of a minute.
  private readonly offline = () => void this.hub.stop();

  private async again(): Promise<void> {
    if (this.stopped) return;
    this.handlers.connection('lost');
    const wait = waitsMs[Math.min(this.tries++, waitsMs.length - 1)]!;
    await new Promise(done => setTimeout(done, wait));
    await this.start();
  }
}
