// What the page knows and shows, in one place: signals that the views follow.

import { batch, computed, signal } from '@preact/signals';
import { Api, ApiError } from './api/http';
import { Live, type Bounds, type Connection } from './api/live';
import type { Alert, PageSettings, Permission, Shipment } from './api/types';
import { AlertBook, isActive, needs, silentAssets } from './model/alerts';
import { Fleet } from './model/fleet';
import { formats } from './model/format';
import type { Point } from './model/geo';
import { translate } from './model/messages';
import { formatFilter, formatRoute, formatShipmentQuery, parseFilter, parseRoute, parseShipmentQuery, type Route } from './model/route';
import { languages, preferred, sayOr, type Language } from './text';

// --- What the reader prefers; kept in the browser ---

const kept = (name: string): string | null => {
  try {
    return localStorage.getItem(`shiptrack.${name}`);
  } catch {
    return null;
  }
};

const keep = (name: string, value: string): void => {
  try {
    localStorage.setItem(`shiptrack.${name}`, value);
  } catch {
    // A browser that keeps nothing shows the defaults the next time.
  }
};

export type Theme = 'light' | 'dark';

export const language = signal<Language>(languages.find(l => l === kept('language')) ?? preferred(navigator.languages));
export const theme = signal<Theme>((['light', 'dark'] as const).find(t => t === kept('theme')) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
export const sound = signal(kept('sound') === 'on');

export const isUnusableShown = signal(kept('unusable') !== 'off');

export const setLanguage = (chosen: Language): void => {
  language.value = chosen;
  keep('language', chosen);
};

export const setTheme = (chosen: Theme): void => {
  theme.value = chosen;
  keep('theme', chosen);
};

export const setSound = (on: boolean): void => {
  sound.value = on;
  keep('sound', on ? 'on' : 'off');
};

export const setUnusableShown = (on: boolean): void => {
  isUnusableShown.value = on;
  keep('unusable', on ? 'on' : 'off');
};

export const f = computed(() => formats(language.value));

/** The time, to the second. */
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 1000);

// --- Where in the page the reader is ---

/** Which list stands at the side. */
export type List = 'alerts' | 'shipments';

const listOf = (at: Route): List => (at.page === 'shipments' || at.page === 'shipment' || at.page === 'replay' ? 'shipments' : 'alerts');

export const route = signal<Route>(parseRoute(location.pathname, location.search));
export const list = signal<List>((history.state as { list?: List } | null)?.list ?? listOf(route.value));
export const filter = signal(parseFilter(location.search));
export const shipmentQuery = signal(parseShipmentQuery(list.value === 'shipments' ? location.search : ''));

/** On a phone there is room for the list or the map, not both. */
export const phoneShows = signal<'list' | 'map'>('list');

const address = (): string => {
  const at = route.value;
  const path = formatRoute(at);
  const query = at.page === 'replay' || at.page === 'admin' ? '' : list.value === 'shipments' ? formatShipmentQuery(shipmentQuery.value) : formatFilter(filter.value);
  return path + query + location.hash;
};

/** Goes somewhere within the page. */
export const go = (to: Route, how: { replace?: boolean; list?: List } = {}): void => {
  batch(() => {
    route.value = to;
    list.value = how.list ?? (to.page === 'shipments' ? 'shipments' : list.value);
  });
  const state = { list: list.value };
  if (how.replace) history.replaceState(state, '', address());
  else history.pushState(state, '', address());
};

/** Writes changed filters into the address. */
export const keepAddress = (): void => history.replaceState({ list: list.value }, '', address());

window.addEventListener('popstate', event => batch(() => {
  route.value = parseRoute(location.pathname, location.search);
  list.value = (event.state as { list?: List } | null)?.list ?? listOf(route.value);
  if (list.value === 'alerts') filter.value = parseFilter(location.search);
  else shipmentQuery.value = parseShipmentQuery(location.search);
}));

// --- Word to the reader ---

export interface Notice { id: number; text: string; kind: 'done' | 'wrong' }

export const notices = signal<Notice[]>([]);

/** What a screen reader says at once. */
export const spoken = signal('');

let notice = 0;

export const tell = (text: string, kind: Notice['kind'] = 'done'): void => {
  const id = ++notice;
  notices.value = [...notices.value, { id, text, kind }];
  setTimeout(() => dismiss(id), kind === 'wrong' ? 10_000 : 4_000);
};

export const dismiss = (id: number): void => {
  notices.value = notices.value.filter(n => n.id !== id);
};

/** A failure in words. */
export const why = (failure: unknown): string =>
  failure instanceof ApiError && failure.status !== 0
    ? [failure.message, ...Object.values(failure.faults).flat()].join(' ')
    : f.value.say('state.away');

// --- What comes from the server ---

export const api = signal<Api | null>(null);
export const settings = signal<PageSettings>({ tileUrl: null, tileAttribution: null, you: { name: '', role: 'officer', carrier: null, may: [] } });

/** Whether whoever is signed in may do something; what would be refused is not offered. */
export const may = (what: Permission): boolean => settings.value.you.may.includes(what);

export const connection = signal<Connection>('connecting');
export const lastHeardAt = signal<number | null>(null);

export const book = new AlertBook();
const bookVersion = signal(0);
export const alertsLoaded = signal(false);
export const alerts = computed(() => (bookVersion.value, book.all()));
export const openCounts = computed(() => {
  const open = alerts.value.filter(a => a.status === 'open');
  return { open: open.length, critical: open.filter(a => a.severity === 'critical').length };
});
export const troubles = computed(() => ({ needs: needs(alerts.value), silent: silentAssets(alerts.value) }));

export const fleet = new Fleet();

/** Raised when positions changed; at most some times a second. */
export const fleetVersion = signal(0);

/** Raised for every alert that was never heard of before: the views of shipments and assets read themselves again. */
export const alertChanged = signal<Alert | null>(null);

/** The route, corridor and track of what is selected, drawn on the map. */
export interface Drawn {
  shipment: Shipment;
  track: { lat: number; lon: number; at: number; speedKph: number | null }[];
}

export const drawn = signal<Drawn | null>(null);

/** Where the map is to go. */
export const flight = signal<{ to: Point; zoom: number } | { all: Point[] } | null>(null);

export const flyTo = (to: Point, zoom = 11): void => {
  flight.value = { to, zoom };
};

const keyName = 'shiptrack.key';
let live: Live | null = null;

const keptKey = (): string | null => {
  try {
    return sessionStorage.getItem(keyName);
  } catch {
    return null;
  }
};

/** Signs in with a key; the answer says why not. */
export const signIn = async (key: string): Promise<'in' | 'refused' | 'unreachable' | 'away'> => {
  const trial = new Api(key, signOut);
  try {
    settings.value = await trial.get<PageSettings>('page');
  } catch (failure) {
    const status = failure instanceof ApiError ? failure.status : 0;
    return status === 401 || status === 403 ? 'refused' : status === 0 ? 'unreachable' : 'away';
  }
  try {
    sessionStorage.setItem(keyName, key);
  } catch {
    // Then a reload asks for the key again.
  }
  api.value = trial;
  connection.value = 'connecting';
  live = new Live(key, {
    connected: () => watchNow(),
    connection: state => {
      if (connection.value === 'lost' && state === 'live') tell(f.value.say('connection.back'));
      connection.value = state;
    },
    resync: () => void readAlerts(),
    positions: changed => {
      lastHeardAt.value = Date.now();
      fleet.take(changed);
      fleetChanged();
    },
    alert: heard,
  });
  void live.start();
  return 'in';
};

export const signOut = (): void => {
  try {
    sessionStorage.removeItem(keyName);
  } catch {
    // It was not kept either.
  }
  void live?.stop();
  live = null;
  batch(() => {
    api.value = null;
    alertsLoaded.value = false;
    drawn.value = null;
    fleet.clear();
    watched = null;
    fleetVersion.value++;
    book.list([], Date.now() + 10_000, true);
    bookVersion.value++;
  });
};

/** A session that a reload interrupted is being taken up. */
export const resuming = signal(keptKey() !== null);

export const resume = async (): Promise<void> => {
  for (let key = keptKey(); key !== null; key = keptKey()) {
    if (['in', 'refused'].includes(await signIn(key))) break;
    // The server is away. It will be back, and nobody should have to type the key again for that.
    connection.value = 'lost';
    await new Promise(done => setTimeout(done, 2000));
  }
  resuming.value = false;
};

// --- What is looked at: only that part of the map is streamed ---

let view: Bounds | null = null;
let watched: Bounds | null = null;
let followed: readonly string[] = [];
let watchWaits: ReturnType<typeof setTimeout> | undefined;

const watchNow = async (): Promise<void> => {
  if (view === null || live === null) return;
  const told = await live.watch(view, followed);
  if (told === null) return;
  watched = told;
  // What lies outside is told no more, and would stand still on the map.
  fleet.keep(p => followed.includes(p.asset) || (p.lon >= told.west && p.lon <= told.east && p.lat >= told.south && p.lat <= told.north));
  fleetVersion.value++;
};

const watchSoon = (): void => {
  clearTimeout(watchWaits);
  watchWaits = setTimeout(() => void watchNow(), 200);
};

/** The map shows another part; while that lies within what is streamed already, and is not much smaller, nothing is asked. */
export const look = (at: Bounds): void => {
  view = at;
  const isWithin = watched !== null && at.west >= watched.west && at.east <= watched.east && at.south >= watched.south && at.north <= watched.north;
  if (!isWithin || (watched!.east - watched!.west) > 4 * (at.east - at.west)) watchSoon();
};

/** Assets that are told of wherever they are. */
export const follow = (assets: readonly string[]): void => {
  if (assets.join() === followed.join()) return;
  followed = assets;
  watchSoon();
};

let fleetWaits = false;

// Messages come in pieces of some hundred positions; one look at all of them does for a quarter of a second.
const fleetChanged = (): void => {
  if (fleetWaits) return;
  fleetWaits = true;
  setTimeout(() => {
    fleetWaits = false;
    fleetVersion.value++;
  }, 250);
};

const mostAlerts = 2_000;
let reading: Promise<void> | null = null;
let readAgain = false;

/** Reads the lists of alerts: after connecting, and when the hub says that something may have been missed. */
export const readAlerts = (): Promise<void> => {
  if (reading) {
    readAgain = true;
    return reading;
  }
  reading = (async () => {
    do {
      readAgain = false;
      const from = api.value;
      if (from === null) break;
      const askedAt = Date.now();
      try {
        const [open, taken, newest] = await Promise.all([
          from.all<Alert>('alerts', { status: 'open' }, mostAlerts),
          from.all<Alert>('alerts', { status: 'acknowledged' }, mostAlerts),
          from.all<Alert>('alerts', {}, 500),
        ]);
        if (api.value !== from) break;
        const listed = new Map([...newest, ...open, ...taken].map(a => [a.id, a]));
        book.list([...listed.values()], askedAt, true);
        lastHeardAt.value = Date.now();
        batch(() => {
          bookVersion.value++;
          alertsLoaded.value = true;
        });
      } catch {
        // Without an answer what is shown stays; the hub's connection tells that it may be old, and reads again once it is back.
        if (connection.value === 'live' && api.value === from) {
          await new Promise(done => setTimeout(done, 2000));
          readAgain = true;
        }
      }
    } while (readAgain);
    reading = null;
  })();
  return reading;
};

/** An alert as the hub, or the answer to a command, tells it. */
export const heard = (alert: Alert): void => {
  const { isNew } = book.tell(alert, Date.now());
  lastHeardAt.value = Date.now();
  bookVersion.value++;
  alertChanged.value = alert;
  if (isNew && isActive(alert) && alert.severity === 'critical') announce(alert);
};

const announce = (alert: Alert): void => {
  const { say } = f.value;
  spoken.value = say('alerts.announce', {
    severity: say(`severity.${alert.severity}`), rule: sayOr(say, `rule.${alert.rule}`, alert.rule), asset: alert.asset, message: translate(alert.message, f.value),
  });
  if (sound.value) beep();
};

const beep = (): void => {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.frequency.value = 880;
  loudness.gain.setValueAtTime(0.15, audio.currentTime);
  loudness.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
  tone.connect(loudness).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
  tone.onended = () => void audio.close();
};

/** Takes on or closes alerts, one after the other: a failure leaves those that were done. */
export const handle = async (ids: string[], act: 'acknowledge' | 'close', note: string): Promise<boolean> => {
  const to = api.value;
  if (to === null) return false;
  try {
    for (const id of ids) heard(await to.post<Alert>(`alerts/${encodeURIComponent(id)}/${act}`, note ? { note } : {}));
    tell(f.value.say(act === 'close' ? 'alert.done.closed' : 'alert.done.acknowledged'));
    return true;
  } catch (failure) {
    tell(f.value.say('alert.failed', { why: why(failure) }), 'wrong');
    return false;
  }
};
