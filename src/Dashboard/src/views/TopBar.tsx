import { useSignal } from '@preact/signals';
import { connection, f, go, keepAddress, language, list, may, now, openCounts, phoneShows, route, setLanguage, setSound, setTheme, settings, shipmentQuery, signOut, sound, theme } from '../state';
import type { AdminTab } from '../model/route';
import { languages } from '../text';
import { Icon } from './Icon';
import { keysShown } from './KeysDialog';

const names = { vi: 'Tiếng Việt', en: 'English' };

/** Language and theme. */
export const Preferences = () => {
  const { say } = f.value;
  return (
    <div class="preferences">
      <div class="choice" role="group" aria-label={say('nav.language')}>
        {languages.map(l => (
          <button key={l} type="button" class="plain" lang={l} aria-pressed={language.value === l} title={names[l]} aria-label={`${l.toUpperCase()} ${names[l]}`} onClick={() => setLanguage(l)}>{l.toUpperCase()}</button>
        ))}
      </div>
      <button
        type="button" class="plain sign" aria-label={say(theme.value === 'dark' ? 'nav.theme.light' : 'nav.theme.dark')}
        title={say(theme.value === 'dark' ? 'nav.theme.light' : 'nav.theme.dark')} onClick={() => setTheme(theme.value === 'dark' ? 'light' : 'dark')}
      ><Icon name={theme.value === 'dark' ? 'sun' : 'moon'} /></button>
    </div>
  );
};

export const TopBar = () => {
  const { say, time, zone } = f.value;
  return (
    <header class="top">
      <a class="brand" href="/" aria-label={say('app.name')} onClick={event => {
        event.preventDefault();
        go({ page: 'alerts', alert: null }, { list: 'alerts' });
      }}><img src="/icon.svg" alt="" width="24" height="24" /><span>{say('app.name')}</span></a>
      <nav class="views" aria-label={say('nav.main')}><ViewButtons /></nav>
      <Search />
      <div class="right">
        <span class={`connection ${connection.value}`} role="status">
          <span class="dot" aria-hidden="true" />
          <span class="words">{say(connection.value === 'live' ? 'connection.live' : connection.value === 'lost' ? 'connection.lost.short' : 'connection.connecting')}</span>
        </span>
        <time class="clock" title={say('time.zone', { zone: zone(now.value) })}><span class="now">{time(now.value, now.value)}</span> <span class="muted">{zone(now.value)}</span></time>
        <button
          class="plain sign" aria-pressed={sound.value} aria-label={say('nav.sound')} title={say(sound.value ? 'nav.sound.on' : 'nav.sound.off')}
          onClick={() => setSound(!sound.value)}
        ><Icon name={sound.value ? 'sound' : 'mute'} /></button>
        <Preferences />
        <You />
        <button class="plain sign wide" aria-label={say('nav.help')} title={`${say('nav.help')} (?)`} onClick={() => (keysShown.value = true)}>?</button>
        <button class="plain sign" aria-label={say('nav.signout')} title={say('nav.signout')} onClick={signOut}><Icon name="leave" /></button>
      </div>
    </header>
  );
};

/** Which parts of the administration there are for whoever is signed in. */
export const adminTabs = (): AdminTab[] => [...(may('manageKeys') ? ['keys' as const] : []), ...(may('manageWebhooks') ? ['webhooks' as const] : []), ...(may('readAudit') ? ['audit' as const] : [])];

const AdminButton = ({ isShort = false }: { isShort?: boolean }) => {
  const [first] = adminTabs();
  if (first === undefined) return null;
  const isHere = route.value.page === 'admin';
  return (
    <button aria-current={isHere ? 'page' : undefined} onClick={() => {
      phoneShows.value = 'list';
      go({ page: 'admin', tab: first });
    }}>{f.value.say(isShort ? 'nav.admin.short' : 'nav.admin')}</button>
  );
};

/** Who is signed in. */
const You = () => {
  const { say } = f.value;
  const { name, role, carrier } = settings.value.you;
  const what = say(`role.${role}`);
  return <span class="you small" title={say('nav.you', { name, role: carrier ?? what })}><strong>{carrier ?? name}</strong><span class="muted">{carrier === null && name === role ? '' : what}</span></span>;
};

const ViewButtons = () => {
  const { say } = f.value;
  const { open, critical } = openCounts.value;
  return (
    <>
      <button aria-current={route.value.page !== 'admin' && list.value === 'alerts' ? 'page' : undefined} onClick={() => {
        phoneShows.value = 'list';
        go({ page: 'alerts', alert: null }, { list: 'alerts' });
      }}>{say('nav.alerts')}{open > 0 && <span class={`badge ${critical > 0 ? 'critical' : ''}`} title={say('alerts.count', { open, critical })}>{open}</span>}</button>
      <button aria-current={route.value.page !== 'admin' && list.value === 'shipments' ? 'page' : undefined} onClick={() => {
        phoneShows.value = 'list';
        go({ page: 'shipments' });
      }}>{say('nav.shipments')}</button>
      <AdminButton />
    </>
  );
};

const Search = () => {
  const { say } = f.value;
  const text = useSignal(shipmentQuery.value.text);
  const submit = (event: Event) => {
    event.preventDefault();
    shipmentQuery.value = { text: text.value.trim(), status: '' };
    phoneShows.value = 'list';
    go({ page: 'shipments' });
    keepAddress();
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      <input id="search" type="search" value={text.value} placeholder={say('nav.search')} aria-label={say('nav.search')} onInput={event => (text.value = event.currentTarget.value)} />
    </form>
  );
};

/** At the bottom of a phone. */
export const PhoneNav = () => {
  const { say } = f.value;
  const { open, critical } = openCounts.value;
  const at = (which: 'alerts' | 'shipments' | 'map') => (which === 'map' ? phoneShows.value === 'map' : route.value.page !== 'admin' && phoneShows.value === 'list' && list.value === which);
  const choose = (which: 'alerts' | 'shipments') => {
    phoneShows.value = 'list';
    go(which === 'alerts' ? { page: 'alerts', alert: null } : { page: 'shipments' }, { list: which });
  };
  return (
    <nav class="phone-nav" aria-label={say('nav.main')}>
      <button aria-current={at('alerts') ? 'page' : undefined} onClick={() => choose('alerts')}>
        {say('nav.alerts')}{open > 0 && <span class={`badge ${critical > 0 ? 'critical' : ''}`}>{open}</span>}
      </button>
      <button aria-current={at('shipments') ? 'page' : undefined} onClick={() => choose('shipments')}>{say('nav.shipments')}</button>
      <button aria-current={at('map') ? 'page' : undefined} onClick={() => {
        phoneShows.value = 'map';
        if (route.value.page === 'admin') go({ page: 'alerts', alert: null }, { list: 'alerts' });
      }}>{say('nav.map')}</button>
      <AdminButton isShort />
    </nav>
  );
};
