import { describe, expect, it } from 'vitest';
import { formats } from '../src/model/format';
import { bearingDeg, distanceM, metresPerPixel } from '../src/model/geo';
import { translate } from '../src/model/messages';
import { nearest } from '../src/model/places';
import en from '../src/text/en.json';
import vi from '../src/text/vi.json';
import { preferred } from '../src/text';

const english = formats('en', 'Asia/Ho_Chi_Minh');
const vietnamese = formats('vi', 'Asia/Ho_Chi_Minh');
const moment = '2026-11-22T08:15:30Z';
const now = Date.parse(moment) + 83_000;

describe('the text files', () => {
  it('hold the same texts with the same holes', () => {
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(Object.keys(vi).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) expect([key, holes((vi as Record<string, string>)[key]!)]).toEqual([key, holes(text)]);
  });

  it('are chosen by what the browser prefers', () => {
    expect([preferred(['vi-VN', 'en']), preferred(['fr', 'en-US']), preferred(['fr'])]).toEqual(['vi', 'en', 'en']);
  });
});

describe('times and measures', () => {
  it('are written as the language does', () => {
    expect(english.full(moment)).toBe('22/11/2026 15:15:30');
    expect(english.time(moment, now)).toBe('15:15:30');
    expect(english.time(moment, now + 86_400_000)).toBe('22/11/2026 15:15:30');
    expect(english.age(moment, now)).toBe('1 min');
    expect(vietnamese.age(moment, now)).toBe('1 phút');
    expect(english.age(moment, now - 83_000)).toBe('now');
    expect(english.span(26 * 3_600_000)).toBe('1 d 2 h');
    expect(english.length(2345)).toBe('2.3 km');
    expect(vietnamese.length(2345)).toBe('2,3 km');
    expect(english.zone(now)).toBe('GMT+7');
  });

  it('say where in words', () => {
    expect(english.place({ lat: 21.028, lon: 105.86 })).toBe('in Hà Nội');
    expect(english.place({ lat: 21.6, lon: 106.2 })).toMatch(/^\d+ km north-west of (Kép|Hữu Lũng)$/);
    expect(vietnamese.place({ lat: 11.2, lon: 108.6 })).toMatch(/^cách Phan (Thiết|Rang) \d+ km về phía/);
    expect(english.place(null)).toBe('Place not known');
    expect(nearest({ lat: 0, lon: 0 })).toBeNull();
  });
});

describe('the globe', () => {
  it('has known distances and directions', () => {
    expect(distanceM({ lat: 21.028, lon: 105.852 }, { lat: 20.861, lon: 106.682 }) / 1000).toBeCloseTo(88.2, 0);
    expect(bearingDeg({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })).toBeCloseTo(90);
    expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.5, 0);
  });
});

describe('the sentences of alerts', () => {
  it.each([
    ['Left the corridor: 2.3 km from the route, tolerance 500 m', 'Ra khỏi hành lang: cách tuyến 2,3 km, cho phép 500 m'],
    ['Back in the corridor: 120 m from the route', 'Đã về lại hành lang: cách tuyến 120 m'],
    ['Entered the prohibited zone Cao Bang border strip', 'Đi vào vùng cấm Cao Bang border strip'],
    ['in Cao Bang border strip, 120 m from its edge', 'Trong Cao Bang border strip, cách ranh giới 120 m'],
    ['Stopped for 12 min where it may not', 'Dừng 12 phút ở nơi không được phép'],
    ['Nothing heard for 15 min', 'Không có tín hiệu trong 15 phút'],
    ['Nothing heard for 45 s', 'Không có tín hiệu trong 45 giây'],
    ['Seal cut', 'Niêm phong bị cắt'],
    ['seal tampered with by Lan, place not told', 'Niêm phong bị can thiệp bởi Lan, không rõ vị trí'],
    ['Seal tampered with, then seal cut', 'Niêm phong bị can thiệp, sau đó niêm phong bị cắt'],
    ['Seal cut, place not told, then seal opened without authorisation', 'Niêm phong bị cắt, không rõ vị trí, sau đó niêm phong bị mở khi chưa được phép'],
    ['Jumped 120.5 km in 10 s', 'Nhảy 120,5 km trong 10 giây'],
    ['Device clock is 7 min ahead: its readings are recorded, not judged', 'Giờ thiết bị nhanh 7 phút: bản tin được ghi lại nhưng không xét'],
    ['received at 2026-11-22T08:15:30Z', 'Nhận lúc 22/11/2026 15:15:30'],
    ['Something that was never said before', 'Something that was never said before'],
  ])('%s', (message, words) => expect(translate(message, vietnamese)).toBe(words));

  it('stay as they are in English', () => {
    expect(translate('Left the corridor: 2.3 km from the route, tolerance 500 m', english)).toBe('Left the corridor: 2.3 km from the route, tolerance 500 m');
  });
});
