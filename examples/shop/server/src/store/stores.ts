/** The shop's stores in town, and how far away they are. */
import type {Coordinates, Store, StoreHit} from '@shop/types';

const weekdays: Omit<Store['hours'], 'sat' | 'sun'> = {
  mon: [9, 18],
  tue: [9, 18],
  wed: [9, 18],
  thu: [9, 20],
  fri: [9, 20],
};

const stores: Store[] = [
  {name: 'Berlin Mitte', at: [13.4, 52.52, 34], hours: {...weekdays, sat: [10, 16], sun: null}},
  {name: 'Potsdam', at: [13.06, 52.4], hours: {...weekdays, sat: null, sun: null}},
  {name: 'Hamburg', at: [9.99, 53.55], hours: {...weekdays, sat: [10, 18], sun: null}},
];

/** The nearest first. */
export function storesNear(place: Coordinates, radiusKm: number): StoreHit[] {
  return stores
    .map(store => ({...store, distanceKm: distanceKm(place, store.at)}))
    .filter(store => store.distanceKm <= radiusKm)
    .sort((a, b) => a.distanceKm - b.distanceKm);
}

/** Along the great circle, to 100 metres. */
function distanceKm([lon1, lat1]: Coordinates, [lon2, lat2]: Coordinates): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return Math.round(2 * 6371 * Math.asin(Math.sqrt(h)) * 10) / 10;
}
