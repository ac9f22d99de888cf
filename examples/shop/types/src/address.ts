/** Where parcels go. */

export class Address {
  street!: string;
  city!: string;
  zip?: string;
  country!: 'DE' | 'ES' | 'US';
}
