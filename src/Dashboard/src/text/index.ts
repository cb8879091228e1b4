// The page's words: English and Vietnamese, from their files.

import en from './en.json';
import vi from './vi.json';

export type Language = 'en' | 'vi';
export type Key = keyof typeof en;
export type Values = Record<string, string | number>;

/** Says a text in a language. */
export type Say = (key: Key, values?: Values) => string;

const texts: Record<Language, Record<Key, string>> = { en, vi };

export const languages: readonly Language[] = ['vi', 'en'];

/** How dates and numbers are written. */
export const localeOf: Record<Language, string> = { en: 'en-GB', vi: 'vi-VN' };

export const sayIn = (language: Language): Say => (key, values) =>
  values === undefined ? texts[language][key] : texts[language][key].replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));

/** Whether there is a text of this name. */
export const isKey = (key: string): key is Key => Object.hasOwn(en, key);

/** Says a text whose name is put together, or what stands for it when there is none. */
export const sayOr = (say: Say, key: string, otherwise: string): string => (isKey(key) ? say(key) : otherwise);

/** The first of the browser's languages that there is. */
export const preferred = (wanted: readonly string[]): Language => {
  for (const language of wanted) {
    if (language.startsWith('vi')) return 'vi';
    if (language.startsWith('en')) return 'en';
  }
  return 'en';
};
