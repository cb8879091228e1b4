import { useEffect } from 'preact/hooks';
import { api, connection, dismiss, f, lastHeardAt, list, notices, now, phoneShows, resuming, route, spoken } from '../state';
import { Admin } from './Admin';
import { AlertDetail } from './AlertDetail';
import { AlertList } from './AlertList';
import { AssetDetail } from './AssetDetail';
import { CloseDialog } from './CloseDialog';
import { Icon } from './Icon';
import { Waiting } from './common';
import { listenToKeys } from './keys';
import { KeysDialog } from './KeysDialog';
import { MapView } from './MapView';
import { ReplayBar } from './ReplayBar';
import { ReplayAlerts, ReplayDetail } from './ReplayPanels';
import { ShipmentDetail } from './ShipmentDetail';
import { ShipmentList } from './ShipmentList';
import { SignIn } from './SignIn';
import { PhoneNav, TopBar } from './TopBar';
import { UnknownSender } from './Unusable';

export const App = () => (
  <>
    {api.value !== null ? <Desk /> : resuming.value ? <Waiting /> : <SignIn />}
    <Spoken />
  </>
);

const Spoken = () => <div class="unseen" role="alert" aria-live="assertive">{spoken.value}</div>;

const Desk = () => {
  useEffect(() => listenToKeys(), []);
  const at = route.value;
  const hasDetail = at.page === 'shipment' || at.page === 'asset' || at.page === 'unknown' || at.page === 'replay' || (at.page === 'alerts' && at.alert !== null);
  return (
    <div class={`desk ${hasDetail ? 'with-detail' : ''} ${at.page === 'replay' ? 'past' : ''} phone-${phoneShows.value}`}>
      <a class="skip" href="#list" onClick={event => {
        event.preventDefault();
        document.getElementById('list')?.focus();
      }}>{f.value.say('app.skip')}</a>
      <TopBar />
      <ConnectionBanner />
      <main class="work">
        <h1 class="unseen">{f.value.say('app.name')}</h1>
        {at.page === 'admin' ? <Admin tab={at.tab} /> : <>
        <section id="list" class="side" tabIndex={-1} aria-label={f.value.say(list.value === 'alerts' ? 'nav.alerts' : 'nav.shipments')}>
          {at.page === 'replay' ? <ReplayAlerts /> : list.value === 'alerts' ? <AlertList /> : <ShipmentList />}
        </section>
        <div class="middle">
          <MapView />
          {at.page === 'replay' && <ReplayBar />}
        </div>
        {hasDetail && (
          <section class="detail" aria-label={at.page === 'alerts' ? f.value.say('alert.detail') : at.page === 'unknown' ? f.value.say('unusable.unknown') : `${f.value.say(at.page === 'asset' ? `kind.${at.kind}` : 'kind.shipment')} ${at.id}`}>
            {at.page === 'alerts' && at.alert !== null && <AlertDetail id={at.alert} />}
            {at.page === 'shipment' && <ShipmentDetail id={at.id} tab={at.tab} />}
            {at.page === 'replay' && <ReplayDetail id={at.id} />}
            {at.page === 'asset' && <AssetDetail kind={at.kind} id={at.id} />}
            {at.page === 'unknown' && <UnknownSender />}
          </section>
        )}
        </>}
      </main>
      <PhoneNav />
      <Notices />
      <CloseDialog />
      <KeysDialog />
    </div>
  );
};

const ConnectionBanner = () => {
  const { say, time } = f.value;
  return (
    <div class="banner-place" role="status">
      {connection.value === 'lost' && (
        <p class="banner">
          <span class="banner-sign" aria-hidden="true">⚠</span>
          {say('connection.lost')}
          {lastHeardAt.value !== null && <span class="muted"> {say('connection.since', { time: time(lastHeardAt.value, now.value) })}</span>}
        </p>
      )}
    </div>
  );
};

const Notices = () => (
  <div class="notices" role="status" aria-live="polite">
    {notices.value.map(n => (
      <p key={n.id} class={`notice ${n.kind}`}>
        {n.text}
        <button class="plain" onClick={() => dismiss(n.id)} aria-label={f.value.say('nav.close')}><Icon name="close" /></button>
      </p>
    ))}
  </div>
);
