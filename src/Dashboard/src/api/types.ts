// What the API sends, as its description at /openapi/v1.json says. Times are RFC 3339 in UTC.

export type Severity = 'info' | 'warning' | 'critical';
export type AlertStatus = 'open' | 'acknowledged' | 'cleared' | 'closed';
export type ShipmentStatus = 'registered' | 'inTransit' | 'arrived' | 'closed';
export type LiveStatus = 'ok' | Severity;

export interface Place { lat: number; lon: number }

export interface Handling { at: string; by: string; note: string | null }

export interface Evidence { at: string; lat: number | null; lon: number | null; what: string }

export interface Alert {
  id: string;
  rule: string;
  ruleVersion: number;
  severity: Severity;
  status: AlertStatus;
  asset: string;
  shipment: string | null;
  raisedAt: string;
  recordedAt: string;
  clearedAt: string | null;
  late: boolean;
  position: Place | null;
  message: string;
  evidence: Evidence[];
  acknowledged: Handling | null;
  closed: Handling | null;
}

export interface LivePosition {
  asset: string;
  at: string;
  lat: number;
  lon: number;
  speedKph: number | null;
  headingDeg: number | null;
  shipment: string | null;
  status: LiveStatus;
}

export type ZoneKind = 'stop' | 'prohibited';

/** A place on the way where a shipment may stop, or where it must not be; its area has one closed ring (RFC 7946). */
export interface Zone {
  name: string;
  kind: ZoneKind;
  area: { type: 'Polygon'; coordinates: [number, number][][] };
}

export interface Shipment {
  id: string;
  declaration: string;
  carrier: string;
  status: ShipmentStatus;
  vehicle: string;
  containers: string[];
  seals: string[];
  origin: string;
  destination: string;
  /** Null in lists, as are zones and limits. */
  route: { type: 'LineString'; coordinates: [number, number][] } | null;
  toleranceM: number;
  zones: Zone[] | null;
  limits: { stopSeconds: number | null } | null;
  deadline: string | null;
  registeredAt: string;
  departedAt: string | null;
  arrivedAt: string | null;
  closedAt: string | null;
  version: number;
}

export interface LastPosition { at: string; lat: number; lon: number; speedKph: number | null; headingDeg: number | null }

export interface Sensors {
  at: string;
  temperatureC: number | null;
  humidityPct: number | null;
  shockG: number | null;
  doorOpen: boolean | null;
  lightLux: number | null;
  batteryPct: number | null;
}

export interface AssetState {
  asset: string;
  at: string | null;
  lastHeardAt: string | null;
  lastPosition: LastPosition | null;
  shipment: string | null;
  readings: number;
  duplicates: number;
  sealState: string | null;
  sensors: Sensors | null;
  openAlerts: Alert[];
  version: number;
}

export interface StoredEvent { sequence: number; version: number; type: string; at: string; recordedAt: string; data: Record<string, unknown> }

export interface Page<T> { items: T[]; next: string | null }

/** What the page has to know of the installation. */
export interface PageSettings { tileUrl: string | null; tileAttribution: string | null; you: You }

/** What somebody may be allowed to do. */
export type Permission =
  'readShipments' | 'changeShipments' | 'handleAlerts' | 'readHistory' | 'watch' | 'postTelemetry' | 'manageWebhooks' | 'manageKeys' | 'readDeadLetters' | 'readAudit' | 'operate';

export type Role = 'administrator' | 'officer' | 'auditor' | 'carrier' | 'gateway';

/** Whoever is signed in. */
export interface You { name: string; role: Role; carrier: string | null; may: Permission[] }

export interface Key {
  id: string; prefix: string; name: string; role: Role; carrier: string | null;
  issuedAt: string; issuedBy: string; expiresAt: string | null; revokedAt: string | null; revokedBy: string | null; lastUsedAt: string | null;
}

export interface IssuedKey { id: string; key: string }

export interface Webhook {
  id: string; carrier: string | null; url: string; types: string[]; shipments: string[]; rules: string[];
  status: 'active' | 'paused' | 'disabled'; reason: string | null; statusSince: string; createdAt: string; createdBy: string; oldSecretUntil: string | null;
  failuresInARow: number; failingSince: string | null; holdUntil: string | null; lastDeliveredAt: string | null; pending: number;
}

export interface WebhookSecret { id: string; secret: string; oldSecretUntil: string | null }

export interface DeliveryTry { at: string; httpStatus: number | null; latencyMs: number; answer: string | null; failure: string | null }

export interface Delivery {
  id: string; webhookId: string; type: string; shipment: string | null; status: 'pending' | 'delivered' | 'failed'; createdAt: string; nextTryAt: string | null; redelivery: boolean;
  tries: DeliveryTry[];
}

/** A message that could not be used: when the broker took it, why it was refused, and its text, shortened. */
export interface DeadLetter { offset: number; receivedAt: string; reason: string; message: string }

/** All unusable messages of one device (null: their keys name none) in one partition of a topic, and the newest of them. */
export interface DeadLetterSource { asset: string | null; topic: string; partition: number; count: number; firstAt: string; lastAt: string; recent: DeadLetter[] }

/** A digest that stands for the whole history up to a sequence. */
export interface Checkpoint { number: number; upToSequence: number; events: number; digest: string; madeAt: string }

/** What came of computing digests anew: what was looked at, and the first that does not fit. */
export interface Verification {
  intact: boolean; checked: number; events: number; broken: { number: number; afterSequence: number; upToSequence: number; reason: string } | null; next: number | null;
}

/** Who did what. */
export interface Act {
  id: string; at: string; actor: string; credential: string; role: Role; what: string; on: string; from: string; status: number | null; endedAt: string | null; made: string | null;
}

/** One reading; what it does not tell is left out. */
export interface Reading {
  at: string;
  recordedAt: string;
  kind: 'position' | 'seal' | 'sensor';
  mark?: string;
  lat?: number;
  lon?: number;
  speedKph?: number;
  headingDeg?: number;
  temperatureC?: number;
  humidityPct?: number;
  shockG?: number;
  doorOpen?: boolean;
  lightLux?: number;
  batteryPct?: number;
  event?: string;
  operator?: string;
}
