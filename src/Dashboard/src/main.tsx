import { effect } from '@preact/signals';
import { render } from 'preact';
import { f, language, openCounts, resume, theme } from './state';
import './styles/page.css';
import { followReplay } from './replay';
import { followShipment } from './shipment';
import { App } from './views/App';

effect(() => {
  document.documentElement.lang = language.value;
  document.documentElement.dataset['theme'] = theme.value;
});

// A tab in the background shows by its name that something waits.
effect(() => {
  const { open } = openCounts.value;
  document.title = `${open > 0 ? `(${open}) ` : ''}${f.value.say('app.name')}`;
});

render(<App />, document.getElementById('page')!);
followShipment();
followReplay();
void resume();
