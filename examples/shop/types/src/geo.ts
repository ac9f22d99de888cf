/** Places on the map. */

/** GeoJSON order: longitude first; the altitude is in metres. */
export type Coordinates = [longitude: number, latitude: number, altitude?: number];

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface Store {
  name: string;
  at: Coordinates;
  /** Opening and closing hour, or null for a closed day. */
  hours: Record<Weekday, [opens: number, closes: number] | null>;
}

export type StoreHit = Store & {distanceKm: number};
