import type { Shipment, Zone } from '../api/types';
import { cornersOf } from '../model/zones';
import { f, flight, phoneShows } from '../state';

/** The map flies there, so that all of it is seen. */
const show = (zone: Zone): void => {
  phoneShows.value = 'map';
  flight.value = { all: cornersOf(zone) };
};

/** A shipment's zones by name and kind; choosing one shows it on the map. */
export const Zones = ({ shipment }: { shipment: Shipment }) => {
  const { say } = f.value;
  const zones = shipment.zones ?? [];
  if (zones.length === 0) return null;
  return (
    <section>
      <h3>{say('zones.title')}</h3>
      <ul class="zones">
        {zones.map(zone => (
          <li key={zone.name}>
            <span class={`mark zone-${zone.kind}`} aria-hidden="true" />
            <button class="link" onClick={() => show(zone)}>{zone.name}</button>
            <span class="muted small">{say(`zone.${zone.kind}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
