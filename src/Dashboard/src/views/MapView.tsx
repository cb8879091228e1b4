import { effect, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { MapPane, type Hovered } from '../map/pane';
import { assetOf } from '../model/asset';
import type { Point } from '../model/geo';
import { replayMarks } from '../replay';
import { book, drawn, f, fleet, fleetVersion, flight, look, now, route, settings, theme, troubles } from '../state';
import { openAsset } from './choose';

const shown = ['moving', 'stopped', 'silent', 'warning', 'critical'] as const;
const zoneKinds = ['stop', 'prohibited'] as const;

/** Where the mark is that belongs to what is open. */
const selectedAt = (): Point | null => {
  const at = route.value;
  if (at.page === 'shipment') return fleet.vehicleOn(at.id) ?? null;
  if (at.page === 'asset') return fleet.get(`${at.kind}/${at.id}`) ?? null;
  if (at.page === 'alerts' && at.alert !== null) {
    const alert = book.get(at.alert);
    return alert ? alert.position ?? fleet.get(alert.asset) ?? null : null;
  }
  return null;
};

export const MapView = () => {
  const { say } = f.value;
  const box = useRef<HTMLDivElement>(null);
  const hasFailed = useSignal(false);
  const hovered = useSignal<Hovered | null>(null);
  const isDrawn = useSignal(false);
  const isLegendShown = useSignal(true);

  useEffect(() => {
    // A link that does not say where to look leads to what it opens. Asked before the map writes where it is.
    let leadsTo = location.hash.includes('map=') ? null : route.peek();
    let pane: MapPane;
    try {
      pane = new MapPane(box.current!, theme.peek(), settings.peek(), {
        choose: openAsset,
        view: look,
        drawn: all => (isDrawn.value = all),
        hover: what => (hovered.value = what),
      });
    } catch {
      hasFailed.value = true;
      return;
    }
    const ends = [
      effect(() => void pane.setTheme(theme.value)),
      effect(() => {
        if (route.value.page === 'replay') {
          pane.drawMarks(replayMarks.value, false);
          return;
        }
        // States that only time changes are looked at every ten seconds.
        const second = Math.floor(now.value / 10_000);
        pane.drawMarks(fleetVersion.value >= 0 && second > 0 ? fleet.marks(Date.now(), troubles.value) : [], true);
      }),
      effect(() => {
        const at = route.value.page !== 'replay' && fleetVersion.value >= 0 ? selectedAt() : null;
        pane.drawSelected(at);
        if (leadsTo !== route.value) leadsTo = null;
        if (leadsTo === null || at === null) return;
        leadsTo = null;
        pane.fly(at, 11);
      }),
      effect(() => void pane.drawShipment(drawn.value)),
      effect(() => {
        const to = flight.value;
        if (to === null) return;
        if ('all' in to) pane.fit(to.all);
        else pane.fly(to.to, to.zoom);
      }),
    ];
    const watch = new ResizeObserver(() => pane.resize());
    watch.observe(box.current!);
    return () => {
      for (const end of ends) end();
      watch.disconnect();
      pane.destroy();
    };
  }, []);

  const zones = zoneKinds.filter(kind => drawn.value?.shipment.zones?.some(z => z.kind === kind));
  if (hasFailed.value) return <p class="empty">{say('map.failed')}</p>;
  return (
    <div class="map" data-drawn={isDrawn.value}>
      <div class="map-box" ref={box} role="region" aria-label={say('map.label')} />
      {hovered.value && <Tip what={hovered.value} />}
      <div class="legend" data-open={isLegendShown.value}>
        <button class="plain small" aria-expanded={isLegendShown.value} onClick={() => (isLegendShown.value = !isLegendShown.value)}>{say('map.legend')}</button>
        {isLegendShown.value && (
          <ul>
            {shown.map(s => <li key={s}><span class={`mark ${s}`} aria-hidden="true" />{say(`legend.${s}`)}</li>)}
            {zones.map(k => <li key={k}><span class={`mark zone-${k}`} aria-hidden="true" />{say(`zone.${k}`)}</li>)}
          </ul>
        )}
      </div>
      <p class="credits">{say('map.attribution')}</p>
    </div>
  );
};

const Tip = ({ what }: { what: Hovered }) => {
  const { say, number, age } = f.value;
  const position = 'asset' in what ? fleet.get(what.asset) : undefined;
  return (
    <div class="tip" style={{ left: `${what.x}px`, top: `${what.y}px` }} aria-hidden="true">
      {'count' in what ? say('map.cluster', { n: what.count, critical: what.critical }) : position && (
        <>
          <strong>{assetOf(what.asset).id}</strong>{position.shipment !== null && <span class="muted"> {position.shipment}</span>}<br />
          {position.speedKph !== null && `${say('unit.kph', { n: number(position.speedKph) })} · `}{age(position.at, now.value)}
        </>
      )}
    </div>
  );
};
