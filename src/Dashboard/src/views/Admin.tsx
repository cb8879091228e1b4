import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Page } from '../api/types';
import type { AdminTab } from '../model/route';
import { api, f, go, tell, why } from '../state';
import { AuditPart } from './AdminAudit';
import { KeysPart } from './AdminKeys';
import { WebhooksPart } from './AdminWebhooks';
import { Dialog, Failed, Waiting } from './common';
import { adminTabs } from './TopBar';

/** Keys, webhooks, and who did what: as much of it as is for whoever is signed in. */
export const Admin = ({ tab }: { tab: AdminTab }) => {
  const { say } = f.value;
  const tabs = adminTabs();
  return (
    <section id="list" class="admin" tabIndex={-1} aria-label={say('nav.admin')}>
      <h2>{say('nav.admin')}</h2>
      <div class="tabs" role="tablist" aria-label={say('nav.admin')}>
        {tabs.map(t => (
          <button key={t} role="tab" id={`admin-${t}`} aria-selected={t === tab} aria-controls="admin-panel" onClick={() => go({ page: 'admin', tab: t }, { replace: true })}>{say(`admin.${t}`)}</button>
        ))}
      </div>
      <div id="admin-panel" role="tabpanel" aria-labelledby={tabs.includes(tab) ? `admin-${tab}` : undefined} tabIndex={0}>
        {!tabs.includes(tab) ? <Failed text={say('admin.refused')} /> : tab === 'keys' ? <KeysPart /> : tab === 'webhooks' ? <WebhooksPart /> : <AuditPart />}
      </div>
    </section>
  );
};

export interface Listed<T> { items: T[]; next: string | null }

/** A list of the server's, page by page. */
export const useList = <T,>(path: string, query: Record<string, string> = {}) => {
  const listed = useSignal<Listed<T> | null>(null);
  const wrong = useSignal<string | null>(null);
  const read = async (after: string | null = null): Promise<void> => {
    try {
      const page = await api.value!.get<Page<T>>(path, { ...query, take: 100, cursor: after });
      listed.value = { items: after === null ? page.items : [...(listed.value?.items ?? []), ...page.items], next: page.next };
      wrong.value = null;
    } catch (failure) {
      wrong.value = why(failure);
    }
  };
  useEffect(() => {
    void read();
  }, [path, JSON.stringify(query)]);
  return { listed, wrong, read };
};

/** The list, or what there is instead of it. */
export const ListOrWord = <T,>({ of: { listed, wrong, read }, none, children }: { of: ReturnType<typeof useList<T>>; none: string; children: (items: T[]) => ComponentChildren }) => {
  if (wrong.value !== null) return <Failed text={wrong.value} again={() => void read()} />;
  if (listed.value === null) return <Waiting />;
  if (listed.value.items.length === 0) return <p class="empty">{none}</p>;
  const { items, next } = listed.value;
  return (
    <>
      {children(items)}
      {next !== null && <p class="more"><button onClick={() => void read(next)}>{f.value.say('admin.more')}</button></p>}
    </>
  );
};

/** Does something on the server and says how it went. */
export const attempt = async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
  try {
    await act();
    tell(done);
    return true;
  } catch (failure) {
    tell(f.value.say('alert.failed', { why: why(failure) }), 'wrong');
    return false;
  }
};

/** What is told this once: it can be copied, and is gone when the dialog closes. */
export const SecretDialog = ({ title, secret }: { title: string; secret: Signal<string | null> }) => {
  const { say } = f.value;
  if (secret.value === null) return null;
  return (
    <Dialog title={title} onClose={() => (secret.value = null)}>
      <p>{say('admin.secret.once')}</p>
      <p><code class="secret">{secret.value}</code></p>
      <div class="buttons">
        <button onClick={() => void navigator.clipboard?.writeText(secret.value!).then(() => tell(say('admin.secret.copied')), () => {})}>{say('admin.secret.copy')}</button>
        <button class="primary" onClick={() => (secret.value = null)}>{say('admin.secret.kept')}</button>
      </div>
    </Dialog>
  );
};

/** Asks before what cannot be taken back. */
export const Confirm = ({ title, text, go: act, close }: { title: string; text: string; go: () => Promise<unknown>; close: () => void }) => {
  const isBusy = useSignal(false);
  return (
    <Dialog title={title} onClose={close}>
      <p>{text}</p>
      <div class="buttons">
        <button onClick={close}>{f.value.say('alert.cancel')}</button>
        <button class="primary" disabled={isBusy.value} onClick={() => {
          isBusy.value = true;
          void act().then(close);
        }}>{title}</button>
      </div>
    </Dialog>
  );
};
